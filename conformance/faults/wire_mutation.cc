#include "conformance/faults/wire_mutation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/value.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmpspec {
namespace {

using Kind = WireMutation::Kind;

class Mutations {
 public:
  Mutations(size_t connection, size_t message) : connection_(connection), message_(message) {}

  void Add(Kind kind, std::string field) { Add(kind, 0, 0, std::move(field)); }
  void Byte(size_t offset, uint8_t mask, std::string field) { Add(Kind::kPayloadByte, offset, mask, std::move(field)); }
  void Add(Kind kind, size_t offset, uint8_t mask, std::string field) {
    WireMutation mutation;
    mutation.connection = connection_;
    mutation.message = message_;
    mutation.kind = kind;
    mutation.offset = offset;
    mutation.mask = mask;
    mutation.field = std::move(field);
    list_.push_back(std::move(mutation));
  }
  std::vector<WireMutation> Take() { return std::move(list_); }

 private:
  size_t connection_;
  size_t message_;
  std::vector<WireMutation> list_;
};

// Another value of the same type, or null for undefined and the other way round.
void AddValue(rtmp::amf0::Value value, const std::string& name, Mutations* out) {
  using rtmp::amf0::Type;
  switch (value.type()) {
    case Type::kNumber:
    case Type::kDate:
      out->Byte(value.offset() + 2, 0x08, name);  // a high bit of the fraction: small numbers stay numbers, and differ
      break;
    case Type::kBoolean:
      out->Byte(value.offset() + 1, 0x01, name);
      break;
    case Type::kString:
      if (!value.string().empty()) out->Byte(value.offset() + 2 + value.string().size(), 0x01, name);
      break;
    case Type::kLongString:
    case Type::kXmlDocument:
      if (!value.string().empty()) out->Byte(value.offset() + 4 + value.string().size(), 0x01, name);
      break;
    case Type::kNull:
    case Type::kUndefined:
      out->Byte(value.offset(), 0x03, name);
      break;
    default:
      break;
  }
}

// Iterative: what a peer nests must not cost stack.
void AddValues(rtmp::Bytes payload, Mutations* out) {
  rtmp::amf0::Values values;
  if (rtmp::amf0::Decode(payload, {}, &values).has_value()) return;
  struct Pending {
    rtmp::amf0::Value value;
    std::string name;
  };
  std::vector<Pending> pending;
  for (size_t i = values.size(); i-- > 0;) pending.push_back({values[i], absl::StrCat("value ", i + 1)});
  while (!pending.empty()) {
    const Pending next = std::move(pending.back());
    pending.pop_back();
    AddValue(next.value, next.name, out);
    size_t index = 0;
    for (rtmp::amf0::Value child = next.value.first_child(); child.exists(); child = child.next_sibling()) {
      const std::string key = child.key().empty() ? absl::StrCat("[", index, "]") : absl::StrCat(".", std::string(child.key()));
      pending.push_back({child, next.name + key});
      ++index;
    }
  }
}

void AddMedia(rtmp::Bytes payload, Mutations* out) {
  if (payload.empty()) return;
  out->Byte(0, 0x01, "first byte");
  if (payload.size() > 2) out->Byte(payload.size() / 2, 0x01, "middle byte");
  if (payload.size() > 1) out->Byte(payload.size() - 1, 0x01, "last byte");
}

}  // namespace

std::vector<WireMutation> MutationsOf(const SentMessage& message, size_t connection, size_t index, bool last) {
  Mutations out(connection, index);
  out.Add(Kind::kDrop, "dropped");
  out.Add(Kind::kDouble, "doubled");
  if (!last) out.Add(Kind::kSwap, "swapped with the next");
  out.Add(Kind::kTypeId, "type id");
  out.Add(Kind::kTimestamp, "timestamp");
  out.Add(Kind::kMessageStreamId, "message stream id");
  if (!message.payload.empty()) out.Add(Kind::kTruncate, "one byte short");
  const rtmp::Bytes payload = message.payload;
  switch (static_cast<rtmp::MessageType>(message.type_id)) {
    case rtmp::MessageType::kSetChunkSize:
    case rtmp::MessageType::kAbort:
    case rtmp::MessageType::kAcknowledgement:
    case rtmp::MessageType::kWindowAcknowledgementSize:
      if (payload.size() >= 4) out.Byte(2, 0x01, "value");
      break;
    case rtmp::MessageType::kSetPeerBandwidth:
      if (payload.size() >= 4) out.Byte(2, 0x01, "window");
      if (payload.size() >= 5) out.Byte(4, 0x01, "limit type");
      break;
    case rtmp::MessageType::kUserControl:
      if (payload.size() >= 2) out.Byte(1, 0x01, "event type");
      if (payload.size() >= 6) out.Byte(5, 0x01, "event data");
      break;
    case rtmp::MessageType::kCommandAmf0:
    case rtmp::MessageType::kDataAmf0:
      AddValues(payload, &out);
      break;
    case rtmp::MessageType::kCommandAmf3:
    case rtmp::MessageType::kDataAmf3:
      if (!payload.empty()) out.Byte(0, 0x01, "format byte");
      AddMedia(payload.subspan(payload.empty() ? 0 : 1), &out);
      break;
    default:
      AddMedia(payload, &out);
  }
  return out.Take();
}

std::vector<WireMutation> HandshakeMutations(size_t connection) {
  constexpr size_t kPacket2 = 1 + rtmp::kHandshakePacketSize;
  Mutations out(connection, 0);
  out.Add(Kind::kHandshakeByte, 0, 0x01, "version");
  out.Add(Kind::kHandshakeByte, 1, 0x01, "packet 1: time");
  out.Add(Kind::kHandshakeByte, 5, 0x01, "packet 1: zero");
  out.Add(Kind::kHandshakeByte, 500, 0x01, "packet 1: random");
  out.Add(Kind::kHandshakeByte, kPacket2, 0x01, "packet 2: time");
  out.Add(Kind::kHandshakeByte, kPacket2 + 4, 0x01, "packet 2: time2");
  out.Add(Kind::kHandshakeByte, kPacket2 + 8, 0x01, "packet 2: first byte of the echo");
  out.Add(Kind::kHandshakeByte, kPacket2 + rtmp::kHandshakePacketSize - 1, 0x01, "packet 2: last byte of the echo");
  return out.Take();
}

}  // namespace rtmpspec
