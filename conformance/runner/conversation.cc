#include "conformance/runner/conversation.h"

#include <algorithm>
#include <utility>

namespace rtmpspec {
namespace {

// What `from` says now goes to `to`; whether it said anything, its end included.
bool HandOn(PeerConnection& from, PeerConnection& to, size_t piece, Said* said) {
  if (said->end != ReadEnd::kNothing) return false;
  const size_t before = said->bytes.size();
  const ReadEnd end = from.Read(&said->bytes, absl::ZeroDuration());
  if (end == ReadEnd::kFin || end == ReadEnd::kReset) {
    said->end = end;
    to.Close(end == ReadEnd::kReset);
    return true;
  }
  // Copied: a connection that is written to may be read meanwhile, by a relay for one.
  const rtmp::Buffer fresh(said->bytes.begin() + static_cast<std::ptrdiff_t>(before), said->bytes.end());
  for (rtmp::Bytes rest = fresh; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
    to.Write(rest.subspan(0, piece));
  }
  return !fresh.empty();
}

class OverheardConnection : public PeerConnection {
 public:
  explicit OverheardConnection(Said said) : said_(std::move(said)) {}
  void Write(rtmp::Bytes) override {}
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    if (said_.bytes.empty()) return said_.end;
    out->insert(out->end(), said_.bytes.begin(), said_.bytes.end());
    said_.bytes.clear();
    return ReadEnd::kData;
  }
  void Close(bool) override {}

 private:
  Said said_;
};

}  // namespace

Conversation Converse(PeerConnection& client, PeerConnection& server, size_t piece) {
  Conversation conversation;
  for (bool talking = true; talking;) {
    talking = HandOn(client, server, piece, &conversation.client);
    talking |= HandOn(server, client, piece, &conversation.server);
    if (std::max(conversation.client.bytes.size(), conversation.server.bytes.size()) < kLongestSpeech) continue;
    conversation.settled = !talking;
    break;
  }
  return conversation;
}

std::unique_ptr<PeerConnection> Overheard(Said said) { return std::make_unique<OverheardConnection>(std::move(said)); }

}  // namespace rtmpspec
