#include "fuzz/seeds/client_sessions.h"

#include "absl/strings/str_cat.h"
#include "fuzz/support/pair_messages.h"

namespace rtmp {

// Each message that pairs know, on the client's stream and on the connection, in every state.
void AddClientSessions(CorpusWriter& writer) {
  constexpr uint8_t kStarts = 5;
  for (const char* target : {"client_play", "client_publish"}) {
    for (uint8_t which = 0; which < kServerMessages; ++which) {
      for (const uint32_t id : {0, 1, 2}) {
        const Buffer stream = InChunks(ServerMessage(which, id), id);
        // The start, flags (32: the client can reconnect), cuts.
        for (uint8_t start = 1; start < kStarts; ++start) {
          writer.Add(target, stream, {start, 33, 1, 7}, absl::StrCat("message ", which, " on stream ", id, ", start ", start));
        }
      }
    }
  }
}

}  // namespace rtmp
