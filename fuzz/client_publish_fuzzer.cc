// However the bytes of a server are cut, a client that publishes shows the same events, bytes, state and error; after an error it
// takes and sends nothing, and every change of its state is one that the table has.
#include "fuzz/support/client_session.h"
#include "fuzz/support/message_mutator.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return CheckClient(ClientOptions::Mode::kPublish, FuzzInput(data, size));
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  return MutateMessages(ServerStream(), data, size, max_size, seed);
}

}  // namespace rtmp
