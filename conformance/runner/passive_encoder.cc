// Enhanced RTMP in what a client sends. Only an encoder can be held to it: a server passes on what it was given.
#include <optional>
#include <set>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/passive_rules.h"
#include "impl/amf0/decoder.h"
#include "impl/media/enhanced_tag.h"
#include "impl/media/four_cc.h"

namespace rtmpspec {
namespace {

using rtmp::amf0::Value;

// The ExHeader bit of video, sound format 9 of audio.
bool IsEnhanced(const WireMessage& message) {
  if (message.payload.empty()) return false;
  return message.type_id == 9 ? (message.payload[0] & 0x80) != 0 : message.payload[0] >> 4 == 9;
}

void CheckNesting(const PassiveCheck& check) {
  const rtmp::Buffer& payload = check.message.payload;
  const uint8_t multitrack = check.message.type_id == 9 ? rtmp::kVideoPacketMultitrack : rtmp::kAudioPacketMultitrack;
  if ((payload[0] & 0x0f) != multitrack || payload.size() < 2) return;
  check.Applies("ERTMP-16");
  if ((payload[1] & 0x0f) == multitrack) check.Report("ERTMP-16", "a multitrack message inside a multitrack message");
}

// "fLaC", then the metadata blocks: STREAMINFO is type 0 and has 34 bytes.
void CheckFlac(const PassiveCheck& check, rtmp::Bytes body) {
  check.Applies("ERTMP-49");
  const bool magic = body.size() >= 8 && rtmp::ToStringView(body.subspan(0, 4)) == "fLaC";
  if (magic && (body[4] & 0x7f) == 0 && body[5] == 0 && body[6] == 0 && body[7] == 34) return;
  check.Report("ERTMP-49", magic ? "the first block behind \"fLaC\" is not STREAMINFO" : "FLAC begins without \"fLaC\"");
}

struct Bounds {
  absl::string_view group, name;
  double least, most;
};
// E-RTMP v2, "Metadata Frame".
constexpr Bounds kColorBounds[] = {
    {"colorConfig", "colorPrimaries", 0, 255},
    {"colorConfig", "transferCharacteristics", 0, 255},
    {"colorConfig", "matrixCoefficients", 0, 255},
    {"hdrCll", "maxFall", 0.0001, 10000},
    {"hdrCll", "maxCLL", 0.0001, 10000},
    {"hdrMdcv", "redX", 0, 0.74},
    {"hdrMdcv", "redY", 0, 0.84},
    {"hdrMdcv", "greenX", 0, 0.74},
    {"hdrMdcv", "greenY", 0, 0.84},
    {"hdrMdcv", "blueX", 0, 0.74},
    {"hdrMdcv", "blueY", 0, 0.84},
    {"hdrMdcv", "whitePointX", 0, 0.74},
    {"hdrMdcv", "whitePointY", 0, 0.84},
    {"hdrMdcv", "maxLuminance", 5, 10000},
    {"hdrMdcv", "minLuminance", 0.0001, 5},
};

void CheckColorInfo(const PassiveCheck& check, Value info) {
  check.Applies("ERTMP-14");
  const Value depth = info["colorConfig"]["bitDepth"];
  const double bits = depth.number();
  if (depth.exists() && bits != 8 && bits != 10 && bits != 12) {
    check.Report("ERTMP-14", absl::StrCat("colorInfo has the bitDepth ", bits, "; it is 8, 10 or 12"));
  }
  for (const Bounds& bounds : kColorBounds) {
    const Value value = info[bounds.group][bounds.name];
    if (!value.exists() || (value.number() >= bounds.least && value.number() <= bounds.most)) continue;
    check.Report("ERTMP-14",
                 absl::StrCat("colorInfo has ", bounds.name, " ", value.number(), "; it is ", bounds.least, " to ", bounds.most));
  }
}

void CheckMetadataFrame(const PassiveCheck& check, rtmp::Bytes body) {
  rtmp::amf0::Values values;
  if (rtmp::amf0::Decode(body, {}, &values).has_value()) return;
  for (size_t i = 0; i + 1 < values.size(); i += 2) {
    if (values[i].string() == "colorInfo") CheckColorInfo(check, values[i + 1]);
  }
}

void CheckTracks(const PassiveCheck& check, const rtmp::EnhancedTag& tag) {
  rtmp::TrackReader tracks(tag);
  std::set<int> ids;
  while (const std::optional<rtmp::Track> track = tracks.Next()) {
    if (tag.multitrack.has_value()) {
      check.Applies("ERTMP-21");
      if (!ids.insert(track->id).second) check.Report("ERTMP-21", absl::StrCat("two tracks have the id ", track->id));
    }
    const bool audio = tag.media == rtmp::MediaType::kAudio;
    if (audio && tag.packet_type == rtmp::kPacketSequenceStart && track->four_cc == rtmp::kFlac) CheckFlac(check, track->data);
    if (!audio && tag.packet_type == rtmp::kVideoPacketMetadata) CheckMetadataFrame(check, track->data);
  }
}

}  // namespace

void CheckEncoder(const PassiveCheck& check) {
  const WireMessage& message = check.message;
  const bool media = message.type_id == 8 || message.type_id == 9;
  if (!media || !IsEnhanced(message)) return;
  check.Applies("ERTMP-32");
  if (!check.state.declares_fourcc && !check.state.reported_fourcc) {
    check.state.reported_fourcc = true;
    check.Report("ERTMP-32",
                 "codecs with a FourCC are sent; connect declared none (fourCcList, videoFourCcInfoMap, audioFourCcInfoMap)");
  }
  CheckNesting(check);
  const auto type = message.type_id == 8 ? rtmp::MediaType::kAudio : rtmp::MediaType::kVideo;
  const auto parsed = rtmp::ParseEnhancedTag(type, message.payload);
  if (const auto* tag = std::get_if<rtmp::EnhancedTag>(&parsed)) CheckTracks(check, *tag);
}

}  // namespace rtmpspec
