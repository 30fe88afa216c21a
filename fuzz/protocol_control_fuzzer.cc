// A protocol control message that parses is written as the bytes it came from, up to those it has no field for, and parses to the
// same again; a short one is an error at its end, and only SetPeerBandwidth has a value that is refused.
#include "fuzz/support/fuzz_input.h"
#include "impl/message/message.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t type_id = in.TakeByte();
  const Bytes payload = in.rest();
  FUZZ_CHECK_EQ(IsControlMessage(type_id), type_id >= 1 && type_id <= 6);
  FUZZ_CHECK(MessageTypeName(type_id).size() < 40);
  if (!IsControlMessage(type_id) || type_id == static_cast<uint8_t>(MessageType::kUserControl)) return 0;

  const size_t fields = type_id == static_cast<uint8_t>(MessageType::kSetPeerBandwidth) ? 5 : 4;
  const auto parsed = ParseControlMessage(type_id, payload);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    if (payload.size() < fields) {
      FUZZ_CHECK(error->code == ErrorCode::kShortControlMessage && error->offset == payload.size());
    } else {
      FUZZ_CHECK(fields == 5 && error->code == ErrorCode::kInvalidLimitType && error->offset == 4 && payload[4] > 2);
    }
    return 0;
  }
  FUZZ_CHECK(payload.size() >= fields && (fields == 4 || payload[4] <= 2));
  Buffer encoded;
  FUZZ_CHECK_EQ(EncodeControlMessage(std::get<ControlMessage>(parsed), &encoded), type_id);
  FUZZ_CHECK_EQ(Bytes(encoded), payload.subspan(0, fields));
  return 0;
}

}  // namespace rtmp
