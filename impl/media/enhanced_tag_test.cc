// Enhanced RTMP's header, every field of it, and what lies about its size.
#include "impl/media/enhanced_tag.h"

#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"
#include "impl/media/four_cc.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;

std::string TrackText(const Track& track) {
  return absl::StrCat(track.id, " ", FourCcText(track.four_cc), " ", track.composition_time, " ", ToHex(track.data));
}

// A message in memory of its own, parsed, its tracks as text.
struct Parsed {
  Parsed(MediaType media, absl::string_view hex) : Parsed(media, ParseHex(hex).value()) {}
  Parsed(MediaType media, const Buffer& bytes) : memory(new uint8_t[bytes.size()]), message(memory.get(), bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), memory.get());
    const auto parsed = ParseEnhancedTag(media, message);
    if (const auto* failed = std::get_if<ProtocolError>(&parsed)) {
      error = *failed;
      return;
    }
    tag = std::get<EnhancedTag>(parsed);
    TrackReader reader(tag);
    while (const auto track = reader.Next()) tracks.push_back(TrackText(*track));
    track_error = reader.error();
    EXPECT_FALSE(reader.Next().has_value());
    Buffer again;
    EncodeEnhancedTag(tag, &again);
    // The low bits of audio's first byte are all used; of ModEx' last byte the low ones are what follows.
    EXPECT_EQ(ToHex(again), ToHex(message));
  }
  std::optional<ErrorCode> code() const { return error.has_value() ? std::optional<ErrorCode>(error->code) : std::nullopt; }

  std::unique_ptr<uint8_t[]> memory;
  Bytes message;
  EnhancedTag tag;
  std::vector<std::string> tracks;
  std::optional<ProtocolError> error;
  std::optional<ProtocolError> track_error;
};
Parsed Video(absl::string_view hex) { return Parsed(MediaType::kVideo, hex); }
Parsed Audio(absl::string_view hex) { return Parsed(MediaType::kAudio, hex); }

TEST(EnhancedTagTest, SequenceStart) {  // ERTMP-01, ERTMP-08
  const Parsed parsed = Video("90 68766331 0102");
  EXPECT_EQ(parsed.tag.frame_type, FrameType::kKey);
  EXPECT_EQ(parsed.tag.packet_type, kPacketSequenceStart);
  EXPECT_EQ(parsed.tag.four_cc, kHevc);
  EXPECT_THAT(parsed.tracks, ElementsAre("0 hvc1 0 0102"));
}

TEST(EnhancedTagTest, CompositionTimes) {  // ERTMP-05, ERTMP-06, ERTMP-07
  for (const char* name : {"avc1", "hvc1", "vvc1"}) {
    const std::string four_cc = ToHex(ToBytes(name));
    EXPECT_THAT(Video(absl::StrCat("a1", four_cc, "ffffd8 aabb")).tracks, ElementsAre(absl::StrCat("0 ", name, " -40 aabb")));
  }
  EXPECT_THAT(Video("a3 68766331 aabbcc").tracks, ElementsAre("0 hvc1 0 aabbcc"));
  for (const char* four_cc : {"61763031", "76703038", "76703039"}) {
    const Parsed parsed = Video(absl::StrCat("91", four_cc, "aabbcc"));
    EXPECT_EQ(parsed.tracks.at(0).substr(6), " 0 aabbcc") << four_cc;
  }
  EXPECT_EQ(Video("a1 68766331 ffff").track_error, (ProtocolError{ErrorCode::kMediaTruncated, 7, ""}));
}

TEST(EnhancedTagTest, FourCcsAreKeptAsTheyAre) {  // ERTMP-02, ERTMP-03
  EXPECT_EQ(FourCcText(Video("90 48564331").tag.four_cc), "HVC1");
  EXPECT_FALSE(IsVideoFourCc(FourCc("HVC1")));
  for (const uint32_t four_cc : {kAv1, kVp8, kVp9, kAvc, kHevc, kVvc})
    EXPECT_TRUE(IsVideoFourCc(four_cc) && !IsAudioFourCc(four_cc));
  for (const uint32_t four_cc : {kAc3, kEac3, kOpus, kMp3, kFlac, kAac})
    EXPECT_TRUE(IsAudioFourCc(four_cc) && !IsVideoFourCc(four_cc));
  EXPECT_EQ(FourCcText(0x41000a42), "A\\x00\\nB");
}

TEST(EnhancedTagTest, SequenceEndAndMetadata) {  // ERTMP-09, ERTMP-10, ERTMP-12
  EXPECT_THAT(Video("92 68766331").tracks, ElementsAre("0 hvc1 0 "));
  EXPECT_THAT(Video("95 61763031 01").tracks, ElementsAre("0 av01 0 01"));
  // Metadata: whatever the frame type is, a command too.
  for (const char* head : {"84", "d4", "f4", "94"}) {
    const Parsed parsed = Video(absl::StrCat(head, " 68766331 02 0009 636f6c6f72496e666f 05"));
    EXPECT_EQ(parsed.code(), std::nullopt) << head;
    EXPECT_EQ(parsed.tracks.size(), 1u);
    EXPECT_FALSE(parsed.tag.command.has_value());
  }
}

TEST(EnhancedTagTest, Commands) {  // ERTMP-11
  for (const char* hex : {"d1 00", "d0 01", "d6 01"}) {
    const Parsed parsed = Video(hex);
    EXPECT_EQ(parsed.tag.command, static_cast<uint8_t>(hex[4] - '0')) << hex;
    EXPECT_TRUE(parsed.tracks.empty());
  }
  EXPECT_EQ(Video("d1").code(), ErrorCode::kMediaTruncated);
}

TEST(EnhancedTagTest, ReservedTypes) {  // ERTMP-04, ERTMP-31
  for (int type = 8; type < 16; ++type) {
    EXPECT_EQ(Parsed(MediaType::kVideo, Buffer{static_cast<uint8_t>(0x90 | type), 'h', 'v', 'c', '1'}).code(),
              ErrorCode::kMediaField);
  }
  for (int type : {3, 6, 8, 9, 10, 11, 12, 13, 14, 15}) {
    EXPECT_EQ(Parsed(MediaType::kAudio, Buffer{static_cast<uint8_t>(0x90 | type), 'O', 'p', 'u', 's'}).code(),
              ErrorCode::kMediaField);
  }
  EXPECT_EQ(Video("9f 68766331").error, (ProtocolError{ErrorCode::kMediaField, 0, ""}));
  EXPECT_EQ(Video("97 00 aa 5f 68766331").error, (ProtocolError{ErrorCode::kMediaField, 3, ""}));
  EXPECT_EQ(Video("80 68766331").code(), ErrorCode::kMediaField);
  EXPECT_EQ(Video("e0 68766331").code(), ErrorCode::kMediaField);
  EXPECT_EQ(Video("17 00").code(), ErrorCode::kMediaField);
  EXPECT_EQ(Audio("af 00").code(), ErrorCode::kMediaField);
}

TEST(EnhancedTagTest, TruncatedEverywhere) {
  for (const char* hex : {"", "90", "90 687663", "96", "96 00", "96 00 687663", "97", "97 02", "97 02 0000", "97 02 000000"}) {
    EXPECT_EQ(Video(hex).code(), ErrorCode::kMediaTruncated) << hex;
  }
}

TEST(EnhancedTagTest, OneTrack) {  // ERTMP-15, ERTMP-17
  const Parsed parsed = Video("96 01 68766331 05 000010 aabb");
  EXPECT_EQ(parsed.tag.multitrack, MultitrackType::kOneTrack);
  EXPECT_EQ(parsed.tag.packet_type, kPacketCodedFrames);
  EXPECT_THAT(parsed.tracks, ElementsAre("5 hvc1 16 aabb"));
  EXPECT_THAT(Audio("95 01 4f707573 00 cc").tracks, ElementsAre("0 Opus 0 cc"));
  EXPECT_EQ(Video("96 01 68766331").track_error->code, ErrorCode::kMediaTruncated) << "no track id";
}

TEST(EnhancedTagTest, ManyTracks) {  // ERTMP-17, ERTMP-20
  EXPECT_THAT(Video("96 13 68766331 00 000002 aabb 01 000000 02 000001 cc").tracks,
              ElementsAre("0 hvc1 0 aabb", "1 hvc1 0 ", "2 hvc1 0 cc"));
  EXPECT_THAT(Video("96 11 68766331 00 000005 000010 aabb").tracks, ElementsAre("0 hvc1 16 aabb"));
  EXPECT_TRUE(Video("96 13 68766331").tracks.empty());
}

TEST(EnhancedTagTest, ManyTracksManyCodecs) {  // ERTMP-17
  EXPECT_THAT(Video("96 21 68766331 00 000005 fffff0 aabb 61763031 01 000002 ccdd").tracks,
              ElementsAre("0 hvc1 -16 aabb", "1 av01 0 ccdd"));
  EXPECT_THAT(Audio("95 20 4f707573 00 000001 aa 6d703461 01 000001 bb").tracks, ElementsAre("0 Opus 0 aa", "1 mp4a 0 bb"));
}

TEST(EnhancedTagTest, TrackSizesThatLie) {  // ERTMP-18
  const Parsed beyond = Video("96 13 68766331 00 000002 aabb 01 000003 ccdd");
  EXPECT_THAT(beyond.tracks, ElementsAre("0 hvc1 0 aabb"));
  EXPECT_EQ(beyond.track_error, (ProtocolError{ErrorCode::kMediaTruncated, 18, ""}));
  EXPECT_EQ(Video("96 13 68766331 00 ffffff aa").track_error->code, ErrorCode::kMediaTruncated);
  for (const char* cut : {"96 13 68766331 00", "96 13 68766331 00 0000", "96 23 687663", "96 11 68766331 00 000002 0000"}) {
    EXPECT_EQ(Video(cut).track_error->code, ErrorCode::kMediaTruncated) << cut;
  }
}

TEST(EnhancedTagTest, MultitrackInsideOfMultitrack) {  // ERTMP-16, ERTMP-19
  EXPECT_EQ(Video("96 06 68766331 00").error, (ProtocolError{ErrorCode::kMediaField, 1, ""}));
  EXPECT_EQ(Video("96 07 68766331 00").code(), ErrorCode::kMediaField);
  EXPECT_EQ(Audio("95 05 4f707573 00").code(), ErrorCode::kMediaField);
  for (int type = 3; type < 16; ++type) {
    EXPECT_EQ(Parsed(MediaType::kVideo, Buffer{0x96, static_cast<uint8_t>(type << 4), 'h', 'v', 'c', '1', 0}).code(),
              ErrorCode::kMediaField);
  }
}

Buffer WithModEx(uint8_t type, size_t size) {
  Buffer mod_ex;
  AppendModEx(type, Buffer(size, 0x55), &mod_ex);
  EnhancedTag tag;
  tag.packet_type = kVideoPacketCodedFramesX;
  tag.four_cc = kHevc;
  tag.mod_ex = mod_ex;
  Buffer out;
  EncodeEnhancedTag(tag, &out);
  return out;
}

TEST(EnhancedTagTest, ModExOfEverySize) {  // ERTMP-23, ERTMP-24
  EXPECT_EQ(ToHex(WithModEx(5, 1)),
            "97005553"
            "68766331");
  EXPECT_EQ(ToHex(Bytes(WithModEx(5, 255)).subspan(0, 3)), "97fe55");
  EXPECT_EQ(ToHex(Bytes(WithModEx(5, 256)).subspan(0, 5)), "97ff00ff55");
  EXPECT_EQ(ToHex(Bytes(WithModEx(5, 65536)).subspan(0, 5)), "97ffffff55");
  for (const size_t size : {1, 2, 255, 256, 257, 65536}) {
    const Parsed parsed(MediaType::kVideo, WithModEx(5, size));
    EXPECT_EQ(parsed.code(), std::nullopt) << size;
    EXPECT_EQ(parsed.tag.packet_type, kVideoPacketCodedFramesX);
    EXPECT_EQ(parsed.tag.nano_offset, std::nullopt);
    ModExReader reader(parsed.tag.mod_ex);
    const auto part = reader.Next();
    ASSERT_TRUE(part.has_value());
    EXPECT_EQ(part->type, 5);
    EXPECT_EQ(part->data.size(), size);
    EXPECT_FALSE(reader.Next().has_value());
  }
}

TEST(EnhancedTagTest, NanoOffset) {  // ERTMP-25
  EXPECT_EQ(Video("97 02 0f423f 01 68766331 000000").tag.nano_offset, 999999u);
  EXPECT_EQ(Video("97 03 000007ff 01 68766331 000000").tag.nano_offset, 7u) << "the first three bytes";
  EXPECT_EQ(Video("97 02 0f4240 01 68766331").error, (ProtocolError{ErrorCode::kMediaField, 1, ""}));
  EXPECT_EQ(Video("97 01 0000 01 68766331").code(), ErrorCode::kMediaField);
  EXPECT_EQ(Audio("97 02 000001 01 4f707573").tag.nano_offset, 1u);
}

TEST(EnhancedTagTest, ModExInFrontOfMultitrackAndMetadata) {  // ERTMP-27
  const Parsed tracks = Video("97 02 000005 06 03 68766331 07 aa");
  EXPECT_EQ(tracks.tag.nano_offset, 5u);
  EXPECT_THAT(tracks.tracks, ElementsAre("7 hvc1 0 aa"));
  EXPECT_EQ(Video("97 00 00 54 68766331").tag.packet_type, kVideoPacketMetadata);
}

TEST(EnhancedTagTest, ModExChains) {  // ERTMP-26
  Buffer mod_ex;
  AppendModEx(5, Buffer{1}, &mod_ex);
  AppendNanoOffset(7, &mod_ex);
  EXPECT_EQ(ToHex(mod_ex), "0001570200000700");
  Buffer endless = {0x97};
  for (int i = 0; i < 10000; ++i) endless.insert(endless.end(), {0x00, 0x00, 0x57});
  EXPECT_EQ(Parsed(MediaType::kVideo, endless).code(), ErrorCode::kMediaTruncated);
  EXPECT_EQ(Video("97 ff ffff 00").error, (ProtocolError{ErrorCode::kMediaTruncated, 5, ""}));
}

// Whatever is built is read again as it was, for seeded random fields.
TEST(EnhancedTagTest, RandomTagsGoRound) {
  const uint32_t codecs[] = {kHevc, kAv1, kAvc, FourCc("zzzz")};
  for (unsigned seed = 1; seed <= 500; ++seed) {
    std::mt19937 random(seed);
    EnhancedTag tag;
    tag.media = random() % 2 == 0 ? MediaType::kVideo : MediaType::kAudio;
    if (tag.media == MediaType::kVideo) tag.frame_type = static_cast<FrameType>(1 + random() % 4);
    tag.packet_type = static_cast<uint8_t>(random() % 3);
    if (random() % 2 == 0) tag.multitrack = static_cast<MultitrackType>(random() % 3);
    if (tag.multitrack != MultitrackType::kManyTracksManyCodecs) tag.four_cc = codecs[random() % 4];
    Buffer mod_ex;
    for (unsigned i = random() % 3; i > 0; --i)
      AppendModEx(static_cast<uint8_t>(1 + random() % 15), Buffer(1 + random() % 600), &mod_ex);
    tag.mod_ex = mod_ex;
    const bool many = tag.multitrack.has_value() && tag.multitrack != MultitrackType::kOneTrack;
    std::vector<Buffer> data(many ? random() % 4 : 1);
    std::vector<std::string> expected;
    Buffer body;
    for (Buffer& bytes : data) {
      bytes.assign(random() % 20, static_cast<uint8_t>(random()));
      Track track;
      if (tag.multitrack.has_value()) track.id = static_cast<uint8_t>(random());
      track.four_cc = tag.multitrack == MultitrackType::kManyTracksManyCodecs ? codecs[random() % 4] : tag.four_cc;
      const bool timed =
          tag.media == MediaType::kVideo && tag.packet_type == kPacketCodedFrames && HasCompositionTime(track.four_cc);
      if (timed) track.composition_time = static_cast<int32_t>(random() % 0x1000000) - 0x800000;
      track.data = bytes;
      AppendTrack(tag, track, &body);
      expected.push_back(TrackText(track));
    }
    tag.body = body;
    Buffer message;
    EncodeEnhancedTag(tag, &message);
    const Parsed parsed(tag.media, message);
    ASSERT_EQ(parsed.code(), std::nullopt) << seed << " " << ToHex(message);
    EXPECT_EQ(parsed.tracks, expected) << seed;
    EXPECT_EQ(parsed.tag.packet_type, tag.packet_type);
    EXPECT_EQ(parsed.tag.multitrack, tag.multitrack);
    EXPECT_EQ(parsed.tag.four_cc, tag.four_cc);
  }
}

}  // namespace
}  // namespace rtmp
