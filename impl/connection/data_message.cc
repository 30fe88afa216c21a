#include "impl/connection/data_message.h"

#include <utility>

#include "impl/amf0/encoder.h"
#include "impl/amf0/from_amf3.h"
#include "impl/bytes/deviation.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

constexpr absl::string_view kSetDataFrame = "@setDataFrame";

// The size of a string value at the front: its marker, its length and its text.
size_t EncodedSize(amf0::Value string) {
  const size_t head = string.type() == amf0::Type::kLongString ? 1 + 4 : 1 + 2;
  return head + string.string().size();
}

// For deviations: whether one that holds now shows when values are written anew.
bool WritesAnew() {
  return Deviates("relayed-boolean-is-its-lowest-bit") || Deviates("relayed-date-loses-zone") ||
         Deviates("relayed-undefined-is-null") || Deviates("relayed-array-is-object") ||
         Deviates("relayed-long-string-is-short") || Deviates("relayed-number-is-float");
}

}  // namespace

std::optional<DataMessage> ReadDataMessage(const RawMessage& message, const amf0::Limits& limits, AmfScratch* scratch) {
  Bytes payload = message.payload;
  const bool amf3 = message.type_id == static_cast<uint8_t>(MessageType::kDataAmf3);
  if (Deviates("data-amf3-byte-required") && amf3 && !payload.empty() && payload[0] != 0) return std::nullopt;
  if (amf3 && !payload.empty() && payload[0] == 0 && !Deviates("data-amf3-byte-kept")) payload.remove_prefix(1);
  amf0::Values& values = scratch->values;
  if (amf0::Decode(payload, limits, &values).has_value()) return std::nullopt;
  if (values.has_amf3()) {
    scratch->expanded.clear();
    if (amf0::ExpandAmf3(values, limits, &scratch->expanded).has_value()) return std::nullopt;
    payload = scratch->expanded;
    if (amf0::Decode(payload, limits, &values).has_value()) return std::nullopt;
  }
  if (kMayDeviate && WritesAnew()) {
    Buffer anew;
    amf0::Encoder(&anew).Copy(values);
    scratch->expanded = std::move(anew);
    payload = scratch->expanded;
    if (amf0::Decode(payload, limits, &values).has_value()) return std::nullopt;
  }
  size_t first = 0;
  if (values[0].is_string() && values[0].string() == kSetDataFrame && !Deviates("set-data-frame-kept")) {
    payload.remove_prefix(EncodedSize(values[0]));
    first = 1;
  }
  const amf0::Value handler = values[first];
  if (!handler.is_string()) return std::nullopt;
  return DataMessage{handler.string(), payload};
}

}  // namespace rtmp
