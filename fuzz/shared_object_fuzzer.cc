// The events of a shared object message are written again as the bytes they came from, up to the one that does not fit; and so is
// its head, but for flags that have no meaning.
#include <algorithm>

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
  const auto& head = std::get<SharedObjectMessage>(parsed);
  Buffer again;
  EncodeSharedObject(head, &again);
  // Of the flags one bit has a meaning.
  const size_t flags = 2 + head.name.size() + 4;
  FUZZ_CHECK(again.size() == message.size() && (again[flags + 3] == 2) == head.persistent);
  Buffer canonical(message.begin(), message.end());
  std::copy_n(again.begin() + static_cast<std::ptrdiff_t>(flags), 8, canonical.begin() + static_cast<std::ptrdiff_t>(flags));
  FUZZ_CHECK_EQ(again, canonical);
  SharedObjectReader reader(std::get<SharedObjectMessage>(parsed).events);
  Buffer events;
  while (const auto event = reader.Next()) {
    AppendSharedObjectEvent(*event, &events);
    FUZZ_CHECK_EQ(SharedObjectEventTypeName(event->type).empty(), event->type < 1 || event->type > 11);
  }
  const Bytes whole = head.events;
  FUZZ_CHECK_EQ(Bytes(events), whole.subspan(0, events.size()));
  FUZZ_CHECK_EQ(events.size() < whole.size(), reader.error().has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  CheckSharedObject(Bytes(data, size));
  return 0;
}

}  // namespace rtmp
