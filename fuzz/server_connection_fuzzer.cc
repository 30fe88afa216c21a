// However its input is cut, a server shows the same events, bytes, state and error; after an error it takes and sends nothing,
// and every change of its state is one that the table has.
#include "fuzz/support/message_mutator.h"
#include "fuzz/support/server_session.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const ServerSetup setup = ServerSetup::Take(in);
  const Cuts cuts = in.TakeCuts();
  FUZZ_CHECK_EQ(Serve(setup, in.rest(), Cuts::None()), Serve(setup, in.rest(), cuts));
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  return MutateMessages(ClientStream(), data, size, max_size, seed);
}

}  // namespace rtmp
