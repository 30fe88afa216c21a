#include "conformance/runner/handshake_steps.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/handshake/digest.h"
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

using rtmp::handshake::DigestScheme;
using Sender = rtmp::handshake::Side;

constexpr DigestScheme kSchemes[] = {DigestScheme::k0, DigestScheme::k1};
constexpr uint32_t kUsualVersion = 0x80000702;  // in a signed packet 1 whose version the script leaves open

Sender SenderOf(absl::string_view kind) { return kind[0] == 'C' ? Sender::kClient : Sender::kServer; }

// `digest=scheme0`, `digest=scheme1`.
std::optional<DigestScheme> SchemeOf(const Value& value) {
  if (value.text == "scheme0") return DigestScheme::k0;
  if (value.text == "scheme1") return DigestScheme::k1;
  return std::nullopt;
}

// The packet that `signed for X` names; null where the line says something else.
const Value* SignedFor(const Message& line) {
  if (line.arguments.empty()) return nullptr;
  const Value& argument = line.arguments[0];
  return argument.kind == Value::Kind::kCall && argument.text == "signed" && !argument.items.empty() ? &argument : nullptr;
}

// The bytes that could be the digest of a packet 1: where it is valid, else in each scheme's place.
std::vector<rtmp::handshake::Digest> DigestsIn(rtmp::Bytes packet1, Sender sender) {
  std::vector<rtmp::handshake::Digest> digests;
  const std::optional<DigestScheme> valid = rtmp::handshake::FindDigest(packet1, sender);
  for (const DigestScheme scheme : kSchemes) {
    if (!valid.has_value() || scheme == *valid) digests.push_back(rtmp::handshake::DigestIn(packet1, scheme));
  }
  return digests;
}

// Signs a packet that is complete but for that, and flips the bit that `@flip=digest:N` names.
absl::Status Sign(const Message& line, const Bindings& bindings, const HandshakePackets& packets, absl::Span<uint8_t> packet) {
  size_t digest_offset = packet.size() - rtmp::handshake::kDigestSize;
  if (const Value* digest = line.field("digest")) {
    const absl::StatusOr<Value> value = bindings.Evaluate(*digest, /*playing=*/true);
    if (!value.ok()) return value.status();
    const std::optional<DigestScheme> scheme = SchemeOf(*value);
    if (!scheme.has_value()) return absl::InvalidArgumentError("digest= is scheme0 or scheme1");
    if (line.field("version") == nullptr) {
      rtmp::Store32(kUsualVersion, packet.data() + rtmp::handshake::kVersionOffset);
    }
    rtmp::handshake::SignPacket1(packet, *scheme, SenderOf(line.kind));
    digest_offset = rtmp::handshake::DigestOffset(packet, *scheme);
  } else if (const Value* answered = SignedFor(line)) {
    const auto found = packets.find(answered->items[0].text);
    if (found == packets.end()) return absl::FailedPreconditionError(absl::StrCat(answered->items[0].text, " has not come yet"));
    rtmp::handshake::SignPacket2(packet, DigestsIn(found->second, SenderOf(found->first))[0], SenderOf(line.kind));
  } else if (line.option("flip") == nullptr) {
    return absl::OkStatus();
  }
  if (const Value* flip = line.option("flip")) {
    uint32_t bit = 0;
    if (!absl::SimpleAtoi(absl::StripPrefix(flip->text, "digest:"), &bit) || bit >= 8 * rtmp::handshake::kDigestSize) {
      return absl::InvalidArgumentError("@flip=digest:N names a bit of the digest, 0 to 255");
    }
    packet[digest_offset + bit / 8] ^= static_cast<uint8_t>(0x80 >> bit % 8);
  }
  return absl::OkStatus();
}

// The packet that `echo of X` names; without arguments C2 is taken as the echo of S1 and S2 as that of C1. Null: nothing is
// echoed.
absl::StatusOr<const rtmp::Buffer*> Echoed(const Message& line, const HandshakePackets& packets, bool playing) {
  std::string name;
  if (!line.arguments.empty()) {
    const Value& argument = line.arguments[0];
    if (argument.kind == Value::Kind::kAny) return nullptr;
    // Played, a signed packet is an echo but for its signature.
    if (SignedFor(line) != nullptr && !playing) return nullptr;
    if (SignedFor(line) != nullptr) name = argument.items[0].text;
    if (name.empty() && (argument.kind != Value::Kind::kCall || argument.text != "echo" || argument.items.empty())) {
      return absl::InvalidArgumentError(absl::StrCat(line.kind, " is an `echo of` a packet, or `signed for` it"));
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

std::optional<PacketMismatch> MatchSignature(const Message& line, const Value& answered, rtmp::Bytes packet,
                                             const HandshakePackets& packets) {
  const auto found = packets.find(answered.items[0].text);
  if (found == packets.end()) return PacketMismatch{0, absl::StrCat(answered.items[0].text, " has not come yet")};
  for (const rtmp::handshake::Digest& digest : DigestsIn(found->second, SenderOf(found->first))) {
    if (rtmp::handshake::IsResponse(packet, digest, SenderOf(line.kind))) return std::nullopt;
  }
  return PacketMismatch{packet.size() - rtmp::handshake::kDigestSize,
                        absl::StrCat("the last 32 bytes are no signature for the digest in ", found->first)};
}

std::optional<PacketMismatch> MatchDigest(const Message& line, const Value& wanted, rtmp::Bytes packet) {
  const std::optional<DigestScheme> found = rtmp::handshake::FindDigest(packet, SenderOf(line.kind));
  const std::optional<DigestScheme> scheme = SchemeOf(wanted);
  if (found.has_value() && (wanted.kind == Value::Kind::kAny || found == scheme)) return std::nullopt;
  const size_t offset = rtmp::handshake::DigestOffset(packet, scheme.value_or(DigestScheme::k0));
  if (!found.has_value()) return PacketMismatch{offset, absl::StrCat(line.kind, " holds no valid digest")};
  return PacketMismatch{offset, absl::StrCat("the digest is of scheme ", found == DigestScheme::k0 ? 0 : 1)};
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
    if (name == "digest") continue;
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
  if (const absl::Status status = Sign(line, bindings, packets, absl::MakeSpan(packet)); !status.ok()) return status;
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
    if (const Value* answered = SignedFor(line)) {
      if (auto mismatch = MatchSignature(line, *answered, packet, packets)) return mismatch;
    }
    for (const auto& [name, value] : line.fields) {
      if (name == "digest") {
        const absl::StatusOr<Value> wanted = bindings->Evaluate(value, /*playing=*/false);
        if (!wanted.ok()) return PacketMismatch{0, std::string(wanted.status().message())};
        if (auto mismatch = MatchDigest(line, *wanted, packet)) return mismatch;
        continue;
      }
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
