#include "impl/media/four_cc.h"

#include "absl/strings/escaping.h"

namespace rtmp {

bool IsVideoFourCc(uint32_t four_cc) {
  return four_cc == kAv1 || four_cc == kVp8 || four_cc == kVp9 || HasCompositionTime(four_cc);
}

bool IsAudioFourCc(uint32_t four_cc) {
  return four_cc == kAc3 || four_cc == kEac3 || four_cc == kOpus || four_cc == kMp3 || four_cc == kFlac || four_cc == kAac;
}

bool HasCompositionTime(uint32_t four_cc) { return four_cc == kAvc || four_cc == kHevc || four_cc == kVvc; }

std::string FourCcText(uint32_t four_cc) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text.push_back(static_cast<char>(four_cc >> shift));
  return absl::CHexEscape(text);
}

}  // namespace rtmp
