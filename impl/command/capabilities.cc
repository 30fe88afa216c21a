#include "impl/command/capabilities.h"

#include <cmath>
#include <optional>

#include "impl/bytes/deviation.h"

namespace rtmp {
namespace {

constexpr absl::string_view kFourCcList = "fourCcList";
constexpr absl::string_view kVideoInfoMap = "videoFourCcInfoMap";
constexpr absl::string_view kAudioInfoMap = "audioFourCcInfoMap";
constexpr absl::string_view kCapsEx = "capsEx";

bool IsFourCc(absl::string_view text) { return text.size() == 4 || text == "*"; }

std::optional<uint32_t> Flags(amf0::Value value) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.number();
  if (!(number >= 0 && number <= 0xffffffff) || number != std::floor(number)) return std::nullopt;
  return static_cast<uint32_t>(number);
}

FourCcInfoMap ParseInfoMap(amf0::Value object) {
  FourCcInfoMap map;
  object = object.Resolve();
  if (!object.has_properties()) return map;
  for (amf0::Value entry = object.first_child(); entry.exists(); entry = entry.next_sibling()) {
    const std::optional<uint32_t> flags = Flags(entry);
    if (IsFourCc(entry.key()) && flags.has_value()) map.emplace_back(std::string(entry.key()), *flags);
  }
  return map;
}

void EncodeInfoMap(absl::string_view name, const FourCcInfoMap& map, amf0::Encoder* encoder) {
  if (map.empty()) return;
  if (Deviates("codecs-undeclared")) return;
  encoder->Key(name);
  encoder->BeginObject();
  for (const auto& [four_cc, flags] : map) encoder->Property(four_cc, static_cast<double>(flags));
  encoder->EndObject();
}

}  // namespace

Capabilities RelayCapabilities() {
  Capabilities relay;
  relay.video = {{"*", kCanForward}};
  relay.audio = {{"*", kCanForward}};
  relay.caps_ex = kCapsReconnect | kCapsMultitrack | kCapsModEx | kCapsTimestampNanoOffset;
  return relay;
}

uint32_t FourCcFlags(const FourCcInfoMap& map, absl::string_view four_cc) {
  uint32_t flags = 0;
  for (const auto& [name, value] : map) {
    if (name == four_cc || name == "*") flags |= value;
  }
  return flags;
}

Capabilities ParseCapabilities(amf0::Value object) {
  Capabilities capabilities;
  const amf0::Value list = object[kFourCcList].Resolve();
  for (amf0::Value entry = list.first_child(); entry.exists(); entry = entry.next_sibling()) {
    if (entry.is_string() && IsFourCc(entry.string())) capabilities.four_cc_list.emplace_back(entry.string());
  }
  capabilities.video = ParseInfoMap(object[kVideoInfoMap]);
  capabilities.audio = ParseInfoMap(object[kAudioInfoMap]);
  capabilities.caps_ex = Flags(object[kCapsEx]).value_or(0);
  return capabilities;
}

void EncodeCapabilities(const Capabilities& capabilities, amf0::Encoder* encoder) {
  if (!capabilities.four_cc_list.empty() && !Deviates("codecs-undeclared")) {
    encoder->Key(kFourCcList);
    encoder->BeginStrictArray(static_cast<uint32_t>(capabilities.four_cc_list.size()));
    for (const std::string& four_cc : capabilities.four_cc_list) encoder->String(four_cc);
  }
  EncodeInfoMap(kVideoInfoMap, capabilities.video, encoder);
  EncodeInfoMap(kAudioInfoMap, capabilities.audio, encoder);
  if (capabilities.caps_ex != 0) encoder->Property(kCapsEx, static_cast<double>(capabilities.caps_ex));
}

}  // namespace rtmp
