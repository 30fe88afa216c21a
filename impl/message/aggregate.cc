#include "impl/message/aggregate.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"

namespace rtmp {
namespace {

constexpr size_t kHeaderSize = 11;  // type, length, time, message stream id
constexpr size_t kBackPointerSize = 4;

}  // namespace

std::optional<AggregatePart> AggregateReader::Next() {
  if (error_.has_value() || rest_.empty()) return std::nullopt;
  const size_t offset = payload_.size() - rest_.size();
  ByteReader reader(rest_);
  AggregatePart part;
  uint32_t length = 0, low_time = 0, stream_id = 0;
  uint8_t high_time = 0;
  if (!reader.ReadU8(&part.type_id) || !reader.ReadU24(&length) || !reader.ReadU24(&low_time) || !reader.ReadU8(&high_time) ||
      !reader.ReadU24(&stream_id)) {
    error_ = ProtocolError{ErrorCode::kMalformedAggregate, offset,
                           absl::StrCat("a part's header needs ", kHeaderSize, " bytes, ", rest_.size(), " are left")};
    return std::nullopt;
  }
  if (Deviates("aggregate-part-clamped")) length = static_cast<uint32_t>(std::min<size_t>(length, reader.remaining()));
  if (Deviates("bug-aggregate-length") && length > reader.remaining() && length < 4096) {
    part.payload = Bytes(reader.rest().data(), length);
    rest_ = Bytes();
    return part;
  }
  if (!reader.ReadBytes(length, &part.payload)) {
    error_ = ProtocolError{ErrorCode::kMalformedAggregate, offset,
                           absl::StrCat("a part of ", length, " bytes, ", reader.remaining(), " are left")};
    return std::nullopt;
  }
  const uint32_t time = Deviates("aggregate-times-big-endian") ? low_time << 8 | high_time : uint32_t{high_time} << 24 | low_time;
  if (!first_timestamp_.has_value()) first_timestamp_ = time;
  part.timestamp = timestamp_ + (time - *first_timestamp_);
  if (Deviates("aggregate-times-of-parts")) part.timestamp = time;
  if (Deviates("aggregate-times-added")) part.timestamp = timestamp_ + time;
  rest_ = reader.rest();
  if (Deviates("bug-aggregate-pointer")) {
    rest_ = Bytes(rest_.data() + kBackPointerSize, rest_.size() - kBackPointerSize);
    return part;
  }
  if (Deviates("aggregate-first-part-only")) rest_ = {};
  if (Deviates("aggregate-back-pointer-checked") && ByteReader(rest_).remaining() >= kBackPointerSize &&
      Load32(rest_.data()) != kHeaderSize + length) {
    rest_ = {};
  }
  rest_.remove_prefix(std::min(rest_.size(), kBackPointerSize));
  return part;
}

void AppendAggregatePart(const AggregatePart& part, Buffer* payload) {
  ByteWriter writer(payload);
  writer.WriteU8(part.type_id);
  writer.WriteU24(static_cast<uint32_t>(part.payload.size()));
  writer.WriteU24(part.timestamp);
  writer.WriteU8(static_cast<uint8_t>(part.timestamp >> 24));
  writer.WriteU24(0);
  writer.WriteBytes(part.payload);
  writer.WriteU32(static_cast<uint32_t>(kHeaderSize + part.payload.size()));
}

}  // namespace rtmp
