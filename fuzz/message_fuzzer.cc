// A control message that parses is written as the bytes it came from, up to those it has no field for; a short one is an error.
#include "fuzz/support/fuzz_input.h"
#include "impl/message/message.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t type_id = in.TakeByte();
  const Bytes payload = in.rest();
  if (!IsControlMessage(type_id)) return 0;

  const auto parsed = ParseControlMessage(type_id, payload);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    const bool short_message = error->code == ErrorCode::kShortControlMessage;
    FUZZ_CHECK(short_message ? error->offset == payload.size() && payload.size() < 10
                             : error->code == ErrorCode::kInvalidLimitType && payload[error->offset] > 2);
    return 0;
  }
  Buffer encoded;
  FUZZ_CHECK_EQ(EncodeControlMessage(std::get<ControlMessage>(parsed), &encoded), type_id);
  FUZZ_CHECK(encoded.size() <= payload.size());
  FUZZ_CHECK_EQ(Bytes(encoded), payload.subspan(0, encoded.size()));
  return 0;
}

}  // namespace rtmp
