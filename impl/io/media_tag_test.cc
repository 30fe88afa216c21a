#include "impl/io/media_tag.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace rtmp::io {
namespace {

struct Case {
  const char* name;
  const char* hex;
  MediaKind kind;
  uint16_t slot = 0;
};

void ExpectCases(MediaTag (*look)(Bytes), std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    const std::string bytes = absl::HexStringToBytes(c.hex);
    const MediaTag tag = look(ToBytes(bytes));
    EXPECT_EQ(tag.kind, c.kind) << c.name;
    EXPECT_EQ(tag.slot, c.slot) << c.name;
  }
}

TEST(MediaTagTest, Video) {
  ExpectCases(LookAtVideo, {
                               {"empty", "", MediaKind::kOther},
                               {"AVC sequence header", "1700000000", MediaKind::kHeader},
                               {"AVC key frame", "1701000000", MediaKind::kKeyFrame},
                               {"AVC inter frame", "2701000000", MediaKind::kFrame},
                               {"AVC end of sequence", "1702000000", MediaKind::kOther},
                               {"AVC without its packet type", "17", MediaKind::kOther},
                               {"HEVC as codec 12, header", "1c00000000", MediaKind::kHeader},
                               {"H.263 key frame", "12", MediaKind::kKeyFrame},
                               {"H.263 disposable frame", "32", MediaKind::kFrame},
                               {"VP6 generated key frame", "44", MediaKind::kKeyFrame},
                               {"command frame", "5700", MediaKind::kOther},
                           });
}

TEST(MediaTagTest, EnhancedVideo) {
  ExpectCases(LookAtVideo, {
                               {"SequenceStart", "9068766331", MediaKind::kHeader},
                               {"CodedFrames of a key frame", "9168766331", MediaKind::kKeyFrame},
                               {"CodedFrames of an inter frame", "a168766331", MediaKind::kFrame},
                               {"CodedFramesX of a key frame", "9368766331", MediaKind::kKeyFrame},
                               {"SequenceEnd", "9268766331", MediaKind::kOther},
                               {"Metadata", "d468766331", MediaKind::kHeader, 1},
                               {"Mpeg2TsSequenceStart", "9561763031", MediaKind::kHeader},
                               {"command frame", "d000", MediaKind::kOther},
                               {"Multitrack, one track, SequenceStart of track 0",
                                "960068766331"
                                "00",
                                MediaKind::kHeader, 3},
                               {"Multitrack, one track, SequenceStart of track 2",
                                "960068766331"
                                "02",
                                MediaKind::kHeader, 5},
                               {"Multitrack, many tracks, SequenceStart", "961068766331", MediaKind::kHeader, 2},
                               {"Multitrack, coded key frame",
                                "960168766331"
                                "01",
                                MediaKind::kKeyFrame},
                               {"Multitrack, cut", "96", MediaKind::kOther},
                               {"ModEx before a key frame",
                                "9702"
                                "000102"
                                "0168766331",
                                MediaKind::kKeyFrame},
                               {"ModEx of 257 bytes, cut", "97ff0100", MediaKind::kOther},
                               {"ModEx twice before SequenceStart",
                                "970000"
                                "57"
                                "0000"
                                "50"
                                "68766331",
                                MediaKind::kHeader},
                           });
}

TEST(MediaTagTest, Audio) {
  ExpectCases(LookAtAudio, {
                               {"empty", "", MediaKind::kOther},
                               {"AAC sequence header", "af001210", MediaKind::kHeader},
                               {"AAC frame", "af0121", MediaKind::kFrame},
                               {"AAC without its packet type", "af", MediaKind::kOther},
                               {"MP3", "2f", MediaKind::kFrame},
                               {"SequenceStart", "904f707573", MediaKind::kHeader},
                               {"CodedFrames", "914f707573", MediaKind::kFrame},
                               {"SequenceEnd", "924f707573", MediaKind::kOther},
                               {"MultichannelConfig", "944f707573", MediaKind::kHeader, 1},
                               {"Multitrack, one track, SequenceStart of track 1", "95004f70757301", MediaKind::kHeader, 4},
                           });
}

// A ModEx of the longest kind is skipped by its length, not by looking at what is in it.
TEST(MediaTagTest, LongModEx) {
  std::string bytes = absl::HexStringToBytes("97ff0100");
  bytes += std::string(257, '\x07');
  bytes += absl::HexStringToBytes("0068766331");
  EXPECT_EQ(LookAtVideo(ToBytes(bytes)).kind, MediaKind::kHeader);
}

}  // namespace
}  // namespace rtmp::io
