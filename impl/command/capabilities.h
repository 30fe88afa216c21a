// What the two ends of a connection can do beyond RTMP 1.0 (Enhanced RTMP, "Enhancing NetConnection connect Command").
#ifndef RTMPSPEC_IMPL_COMMAND_CAPABILITIES_H_
#define RTMPSPEC_IMPL_COMMAND_CAPABILITIES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"

namespace rtmp {

// Bits of capsEx.
inline constexpr uint32_t kCapsReconnect = 0x01;
inline constexpr uint32_t kCapsMultitrack = 0x02;
inline constexpr uint32_t kCapsModEx = 0x04;
inline constexpr uint32_t kCapsTimestampNanoOffset = 0x08;

// Bits of an InfoMap's values.
inline constexpr uint32_t kCanDecode = 0x01;
inline constexpr uint32_t kCanEncode = 0x02;
inline constexpr uint32_t kCanForward = 0x04;

// FourCCs and what can be done with each; "*" speaks of all of them.
using FourCcInfoMap = absl::InlinedVector<std::pair<std::string, uint32_t>, 1>;  // most say "*" alone

// What one end says of itself in connect or its answer.
struct Capabilities {
  std::vector<std::string> four_cc_list;  // fourCcList: codecs that can be received
  FourCcInfoMap video;                    // videoFourCcInfoMap
  FourCcInfoMap audio;                    // audioFourCcInfoMap
  uint32_t caps_ex = 0;                   // unknown bits are kept

  // Neither end speaks Enhanced RTMP.
  bool empty() const { return four_cc_list.empty() && video.empty() && audio.empty() && caps_ex == 0; }
  bool reconnect() const { return (caps_ex & kCapsReconnect) != 0; }
};

// A relay's: forwards every codec, passes on multitrack, ModEx and nanosecond offsets, may ask for a reconnect.
Capabilities RelayCapabilities();

// What `map` says of `four_cc`: its own flags and those of "*".
uint32_t FourCcFlags(const FourCcInfoMap& map, absl::string_view four_cc);

// Reads the properties of connect's command object, or of the object in its answer. Lists and maps may be objects or arrays of
// any kind (ERTMP-33); what is of another type, no FourCC, or no number of flags is left out: none of it is worth a refusal.
Capabilities ParseCapabilities(amf0::Value object);

// Appends those that are not empty as properties of the object that `encoder` is in. The list is a strict array, the maps are
// objects.
void EncodeCapabilities(const Capabilities& capabilities, amf0::Encoder* encoder);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_CAPABILITIES_H_
