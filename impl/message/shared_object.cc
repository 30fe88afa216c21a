#include "impl/message/shared_object.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"

namespace rtmp {
namespace {

constexpr uint32_t kPersistent = 2;  // of the first four bytes of flags
constexpr absl::string_view kNames[] = {"",       "Use",   "Release", "RequestChange", "Change",    "Success", "SendMessage",
                                        "Status", "Clear", "Remove",  "RequestRemove", "UseSuccess"};

ProtocolError Malformed(size_t offset, absl::string_view what) {
  return {ErrorCode::kMalformedSharedObject, offset, absl::StrCat("the message ends inside of ", what)};
}

}  // namespace

absl::string_view SharedObjectEventTypeName(uint8_t type) {
  return type < std::size(kNames) ? kNames[type] : absl::string_view();
}

std::variant<SharedObjectMessage, ProtocolError> ParseSharedObject(Bytes body) {
  ByteReader reader(body);
  SharedObjectMessage message;
  uint16_t length = 0;
  Bytes name;
  uint32_t flags = 0, more_flags = 0;
  if (!reader.ReadU16(&length) || !reader.ReadBytes(length, &name)) return Malformed(body.size(), "the shared object's name");
  if (!reader.ReadU32(&message.version) || !reader.ReadU32(&flags) || !reader.ReadU32(&more_flags)) {
    return Malformed(body.size(), "the shared object's version and flags");
  }
  message.name = ToStringView(name);
  message.persistent = flags == kPersistent;
  message.events = reader.rest();
  return message;
}

std::optional<SharedObjectEvent> SharedObjectReader::Next() {
  if (error_.has_value() || rest_.empty()) return std::nullopt;
  ByteReader reader(rest_);
  SharedObjectEvent event;
  uint32_t length = 0;
  const bool headed = reader.ReadU8(&event.type) && reader.ReadU32(&length);
  if (Deviates("bug-shared-object")) length = std::min<uint32_t>(length, static_cast<uint32_t>(reader.remaining()));
  if (!headed || !reader.ReadBytes(length, &event.data)) {
    error_ = Malformed(events_.size() - rest_.size(), "an event");
    return std::nullopt;
  }
  rest_ = reader.rest();
  return event;
}

void EncodeSharedObject(const SharedObjectMessage& message, Buffer* out) {
  ByteWriter writer(out);
  const absl::string_view name = message.name.substr(0, 0xffff);
  writer.WriteU16(static_cast<uint16_t>(name.size()));
  writer.WriteBytes(ToBytes(name));
  writer.WriteU32(message.version);
  writer.WriteU32(message.persistent ? kPersistent : 0);
  writer.WriteU32(0);
  writer.WriteBytes(message.events);
}

void AppendSharedObjectEvent(const SharedObjectEvent& event, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteU8(event.type);
  writer.WriteU32(static_cast<uint32_t>(event.data.size()));
  writer.WriteBytes(event.data);
}

}  // namespace rtmp
