#include "conformance/runner/handshake_steps.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec {
namespace {

constexpr size_t kRandomOffset = 8;

struct Field {
  absl::string_view name;
  size_t offset;
  size_t size;
};
// 5.2.3, 5.2.4. C2 and S2 call bytes 4..7 time2; `version` is what digest handshakes put into the zero field.
constexpr Field kFields[] = {{"time", 0, 4}, {"zero", 4, 4}, {"time2", 4, 4}, {"version", 4, 4}, {"random", kRandomOffset, 1528}};

const Field* FindField(absl::string_view name) {
  for (const Field& field : kFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

uint32_t NumberAt(rtmp::Bytes packet, const Field& field) {
  uint32_t value = 0;
  rtmp::ByteReader reader(packet.subspan(field.offset));
  reader.ReadU32(&value);
  return value;
}

// Hex and generators stand for bytes, repeated up to the field's size.
absl::StatusOr<rtmp::Buffer> FieldBytes(const Value& value, size_t size) {
  rtmp::Buffer bytes;
  if (value.kind == Value::Kind::kNumber) {
    absl::StatusOr<uint32_t> number = AsUint32(value, "a handshake field");
    if (!number.ok()) return number.status();
    rtmp::ByteWriter(&bytes).WriteU32(*number);
    return bytes;
  }
  if (value.kind == Value::Kind::kHex) {
    bytes = value.bytes;
  } else {
    absl::StatusOr<rtmp::Buffer> payload = BuildPayload(value);
    if (!payload.ok()) return payload.status();
    bytes = *std::move(payload);
  }
  if (bytes.empty()) return absl::InvalidArgumentError("no bytes for a handshake field");
  const size_t period = bytes.size();
  while (bytes.size() < size) bytes.push_back(bytes[bytes.size() - period]);
  bytes.resize(size);
  return bytes;
}

// Matches one evaluated pattern against a field; captures go to `captures`.
bool MatchField(const Value& pattern, rtmp::Bytes actual, const Bindings& bindings,
                std::vector<std::pair<std::string, Value>>* captures) {
  switch (pattern.kind) {
    case Value::Kind::kAny:
      return true;
    case Value::Kind::kOneOf:
      return std::any_of(pattern.items.begin(), pattern.items.end(),
                         [&](const Value& item) { return MatchField(item, actual, bindings, captures); });
    case Value::Kind::kRange:
      return actual.size() == 4 && NumberAt(actual, {"", 0, 4}) >= pattern.number &&
             NumberAt(actual, {"", 0, 4}) <= pattern.upper;
    case Value::Kind::kCapture: {
      if (!pattern.items.empty() && !MatchField(pattern.items[0], actual, bindings, captures)) return false;
      captures->emplace_back(pattern.text, actual.size() == 4 ? NumberValue(NumberAt(actual, {"", 0, 4}))
                                                              : HexValue({actual.begin(), actual.end()}));
      return true;
    }
    default: {
      const absl::StatusOr<rtmp::Buffer> bytes = FieldBytes(pattern, actual.size());
      return bytes.ok() && rtmp::Bytes(*bytes) == actual;
    }
  }
}

// The packet that `echo of X` names; without arguments C2 is taken as the echo of S1 and S2 as that of C1. Null: nothing is
// echoed.
absl::StatusOr<const rtmp::Buffer*> Echoed(const Message& line, const HandshakePackets& packets, bool playing) {
  std::string name;
  if (!line.arguments.empty()) {
    const Value& argument = line.arguments[0];
    if (argument.kind == Value::Kind::kAny) return nullptr;
    if (argument.kind != Value::Kind::kCall || argument.text != "echo" || argument.items.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(line.kind, " is an `echo of` a packet"));
    }
    name = argument.items[0].text;
  } else if (playing) {
    if (line.kind == "C2") name = "S1";
    if (line.kind == "S2") name = "C1";
  }
  if (name.empty()) return nullptr;
  const auto found = packets.find(name);
  if (found == packets.end()) return absl::FailedPreconditionError(absl::StrCat(name, " has not come yet"));
  return &found->second;
}

std::string HexPrefix(rtmp::Bytes bytes, size_t count) {
  std::string text = "hex(";
  for (size_t i = 0; i < std::min(count, bytes.size()); ++i) absl::StrAppendFormat(&text, "%02x", bytes[i]);
  return text + (bytes.size() > count ? "..)" : ")");
}

}  // namespace

size_t HandshakePacketSize(absl::string_view kind) {
  if (kind == "C0" || kind == "S0") return 1;
  if (kind == "C1" || kind == "S1" || kind == "C2" || kind == "S2") return rtmp::kHandshakePacketSize;
  return 0;
}

absl::StatusOr<rtmp::Buffer> BuildHandshakePacket(const Message& line, const Bindings& bindings, const HandshakePackets& packets,
                                                  RandomFill random) {
  rtmp::Buffer packet(HandshakePacketSize(line.kind), 0);
  if (packet.size() == 1) {
    packet[0] = rtmp::kRtmpVersion;
    if (line.arguments.empty()) return packet;
    const absl::StatusOr<Value> version = bindings.Evaluate(line.arguments[0], /*playing=*/true);
    if (!version.ok()) return version.status();
    const absl::StatusOr<uint32_t> number = AsUint32(*version, "the version", 255);
    if (!number.ok()) return number.status();
    packet[0] = static_cast<uint8_t>(*number);
    return packet;
  }
  const absl::StatusOr<const rtmp::Buffer*> echoed = Echoed(line, packets, /*playing=*/true);
  if (!echoed.ok()) return echoed.status();
  if (*echoed != nullptr) {
    packet = **echoed;
    // 5.2.4: time2 is when the echoed packet was read; the suite's clock stands still.
    std::fill(packet.begin() + 4, packet.begin() + kRandomOffset, 0);
  } else {
    random(absl::MakeSpan(packet).subspan(kRandomOffset));
  }
  for (const auto& [name, value] : line.fields) {
    const Field* field = FindField(name);
    if (field == nullptr) return absl::InvalidArgumentError(absl::StrCat(line.kind, " has no field ", name));
    const absl::StatusOr<Value> evaluated = bindings.Evaluate(value, /*playing=*/true);
    // A random part that nothing has set yet, `random=$r`, stays random; the caller binds it.
    if (!evaluated.ok() && field->offset == kRandomOffset && value.kind == Value::Kind::kVariable) continue;
    if (!evaluated.ok()) return evaluated.status();
    const absl::StatusOr<rtmp::Buffer> bytes = FieldBytes(*evaluated, field->size);
    if (!bytes.ok()) return bytes.status();
    if (bytes->size() != field->size) return absl::InvalidArgumentError(absl::StrCat(name, " is ", field->size, " bytes"));
    std::copy(bytes->begin(), bytes->end(), packet.begin() + static_cast<std::ptrdiff_t>(field->offset));
  }
  return packet;
}

std::optional<PacketMismatch> MatchHandshakePacket(const Message& line, rtmp::Bytes packet, const HandshakePackets& packets,
                                                   Bindings* bindings) {
  std::vector<std::pair<std::string, Value>> captures;
  if (packet.size() == 1) {
    if (!line.arguments.empty()) {
      const absl::StatusOr<Value> version = bindings->Evaluate(line.arguments[0], /*playing=*/false);
      if (!version.ok()) return PacketMismatch{0, std::string(version.status().message())};
      // One byte, compared as a number of four.
      const uint8_t wide[4] = {0, 0, 0, packet[0]};
      if (!MatchField(*version, wide, *bindings, &captures)) return PacketMismatch{0, absl::StrCat("version is ", packet[0])};
    }
  } else {
    const absl::StatusOr<const rtmp::Buffer*> echoed = Echoed(line, packets, /*playing=*/false);
    if (!echoed.ok()) return PacketMismatch{0, std::string(echoed.status().message())};
    for (const auto& [name, value] : line.fields) {
      const Field* field = FindField(name);
      if (field == nullptr) return PacketMismatch{0, absl::StrCat("there is no field ", name)};
      const absl::StatusOr<Value> pattern = bindings->Evaluate(value, /*playing=*/false);
      if (!pattern.ok()) return PacketMismatch{0, std::string(pattern.status().message())};
      const rtmp::Bytes actual = packet.subspan(field->offset, field->size);
      if (MatchField(*pattern, actual, *bindings, &captures)) continue;
      std::string reason = absl::StrCat(name, " is ", HexPrefix(actual, 16));
      if (field->size == 4) reason = absl::StrCat(name, " is ", NumberAt(packet, *field));
      if (pattern->kind == Value::Kind::kNumber) absl::StrAppend(&reason, ", expected ", pattern->number);
      return PacketMismatch{field->offset, reason};
    }
    if (*echoed != nullptr) {
      // 5.2.4: bytes 0..3 and 8..1535 are the echoed packet's; time2 is the sender's own.
      for (size_t i = 0; i < packet.size(); i = i == 3 ? kRandomOffset : i + 1) {
        if (i < 4 && line.field("time") != nullptr) continue;
        if (packet[i] == (**echoed)[i]) continue;
        return PacketMismatch{i, absl::StrFormat("byte %d is 0x%02x, the echo of %s has 0x%02x", i, packet[i],
                                                 line.arguments[0].items[0].text, (**echoed)[i])};
      }
    }
  }
  for (auto& [name, value] : captures) bindings->Set(name, std::move(value));
  return std::nullopt;
}

std::string DescribeHandshakePacket(absl::string_view kind, rtmp::Bytes packet) {
  if (packet.size() == 1) return absl::StrCat(kind, " ", packet[0]);
  if (packet.size() != rtmp::kHandshakePacketSize) return absl::StrCat(kind, ", ", packet.size(), " bytes");
  const bool second = kind == "C2" || kind == "S2";
  return absl::StrCat(kind, " time=", NumberAt(packet, kFields[0]), second ? " time2=" : " zero=", NumberAt(packet, kFields[1]),
                      " random=", HexPrefix(packet.subspan(kRandomOffset), 8));
}

}  // namespace rtmpspec
