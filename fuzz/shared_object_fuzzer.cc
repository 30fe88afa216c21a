// The events of a shared object message are written again as the bytes they came from, up to the one that does not fit; and so is
// its head.
#include "fuzz/support/fuzz_input.h"
#include "impl/message/shared_object.h"

namespace rtmp {
namespace {

void CheckSharedObject(Bytes message) {
  const auto parsed = ParseSharedObject(message);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    FUZZ_CHECK(error->offset <= message.size());
    return;
  }
  SharedObjectReader reader(std::get<SharedObjectMessage>(parsed).events);
  Buffer events;
  while (const auto event = reader.Next()) AppendSharedObjectEvent(*event, &events);
  const Bytes whole = std::get<SharedObjectMessage>(parsed).events;
  FUZZ_CHECK_EQ(Bytes(events), whole.subspan(0, events.size()));
  FUZZ_CHECK_EQ(events.size() < whole.size(), reader.error().has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CheckSharedObject(Bytes(data, size));
  return 0;
}

}  // namespace rtmp
