// FourCCs of Enhanced RTMP: four ASCII bytes, big-endian, upper and lower case told apart (ERTMP-02, ERTMP-03).
#ifndef RTMPSPEC_IMPL_MEDIA_FOUR_CC_H_
#define RTMPSPEC_IMPL_MEDIA_FOUR_CC_H_

#include <cstdint>
#include <string>

namespace rtmp {

constexpr uint32_t FourCc(const char (&text)[5]) {
  return uint32_t{static_cast<uint8_t>(text[0])} << 24 | uint32_t{static_cast<uint8_t>(text[1])} << 16 |
         uint32_t{static_cast<uint8_t>(text[2])} << 8 | static_cast<uint8_t>(text[3]);
}

inline constexpr uint32_t kAv1 = FourCc("av01");
inline constexpr uint32_t kVp8 = FourCc("vp08");
inline constexpr uint32_t kVp9 = FourCc("vp09");
inline constexpr uint32_t kAvc = FourCc("avc1");
inline constexpr uint32_t kHevc = FourCc("hvc1");
inline constexpr uint32_t kVvc = FourCc("vvc1");
inline constexpr uint32_t kAc3 = FourCc("ac-3");
inline constexpr uint32_t kEac3 = FourCc("ec-3");
inline constexpr uint32_t kOpus = FourCc("Opus");
inline constexpr uint32_t kMp3 = FourCc(".mp3");
inline constexpr uint32_t kFlac = FourCc("fLaC");
inline constexpr uint32_t kAac = FourCc("mp4a");

bool IsVideoFourCc(uint32_t four_cc);
bool IsAudioFourCc(uint32_t four_cc);
// CodedFrames of these begin with a composition time (ERTMP-05, ERTMP-06).
bool HasCompositionTime(uint32_t four_cc);
// "hvc1"; bytes that are not printable as "\x00".
std::string FourCcText(uint32_t four_cc);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_FOUR_CC_H_
