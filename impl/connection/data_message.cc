#include "impl/connection/data_message.h"

namespace rtmp {
namespace {

constexpr absl::string_view kSetDataFrame = "@setDataFrame";

// The size of a string value at the front: its marker, its length and its text.
size_t EncodedSize(amf0::Value string) {
  const size_t head = string.type() == amf0::Type::kLongString ? 1 + 4 : 1 + 2;
  return head + string.string().size();
}

}  // namespace

std::optional<DataMessage> ReadDataMessage(Bytes payload, const amf0::Limits& limits, amf0::Values* values) {
  if (amf0::Decode(payload, limits, values).has_value()) return std::nullopt;
  size_t first = 0;
  if ((*values)[0].is_string() && (*values)[0].string() == kSetDataFrame) {
    payload.remove_prefix(EncodedSize((*values)[0]));
    first = 1;
  }
  const amf0::Value handler = (*values)[first];
  if (!handler.is_string()) return std::nullopt;
  return DataMessage{handler.string(), payload};
}

}  // namespace rtmp
