#include "fuzz/seeds/media_messages.h"

#include <cstdio>

#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

enum Kind { kAudio, kVideo, kConfig, kAggregate, kSharedObject };

struct Seed {
  Kind kind;
  const char* name;
  const char* hex;
};

constexpr Seed kSeeds[] = {
    {kAudio, "AAC sequence header", "af 00 1210"},
    {kAudio, "AAC frame", "af 01 2110"},
    {kAudio, "MP3", "2f fffb"},
    {kAudio, "Opus SequenceStart", "90 4f707573 4f70757348656164"},
    {kAudio, "Opus CodedFrames", "91 4f707573 fc"},
    {kAudio, "MultichannelConfig", "94 4f707573 01 06 0000003f"},
    {kAudio, "audio of many tracks", "95 11 4f707573 00 000001 aa 01 000001 bb"},
    {kVideo, "AVC sequence header", "17 00 000000 0164001fffe1000467640017010002 68ee"},
    {kVideo, "AVC frame before its time", "27 01 ffffd8 00000001 41"},
    {kVideo, "AVC end of sequence", "17 02 000000"},
    {kVideo, "command", "57 00"},
    {kVideo, "HEVC as codec 12", "1c 01 000000 aa"},
    {kVideo, "hvc1 SequenceStart", "90 68766331 0102"},
    {kVideo, "hvc1 CodedFrames", "a1 68766331 ffffd8 aabb"},
    {kVideo, "av01 CodedFramesX", "93 61763031 aabb"},
    {kVideo, "Metadata", "d4 68766331 02 0009 636f6c6f72496e666f 03 000009"},
    {kVideo, "enhanced command", "d1 00"},
    {kVideo, "one track", "96 01 68766331 05 000010 aabb"},
    {kVideo, "many tracks", "96 13 68766331 00 000002 aabb 01 000000 02 000001 cc"},
    {kVideo, "many tracks and codecs", "96 21 68766331 00 000005 fffff0 aabb 61763031 01 000002 ccdd"},
    {kVideo, "track beyond the message", "96 13 68766331 00 ffffff aa"},
    {kVideo, "Multitrack in Multitrack", "96 06 68766331 00"},
    {kVideo, "nanosecond offset", "97 02 0f423f 01 68766331 000000"},
    {kVideo, "ModEx twice", "97 00 01 57 02 000007 01 68766331 000000"},
    {kVideo, "ModEx of 257 bytes, cut", "97 ff 0100"},
    {kConfig, "AVC configuration", "01 64001f ff e1 0004 67640017 01 0002 68ee fdf8f800"},
    {kConfig, "AAC configuration", "1210"},
    {kConfig, "AAC configuration with a rate of its own", "0f80 5dc0 1000"},
    {kConfig, "custom channels", "02 03 000102"},
    {kAggregate, "audio and video", "08 000002 000064 00 000000 af01 0000000d 09 000001 000078 00 000000 27 0000000c"},
    {kAggregate, "part beyond the aggregate", "09 ffffff 000000 00 000000 aa"},
    {kSharedObject, "Use", "0004 63686174 00000003 00000002 00000000 01 00000000"},
    {kSharedObject, "event beyond the message", "0001 61 00000000 00000000 00000000 06 ffffffff 02"},
};

// Options as the targets take them: flv_tag none, enhanced_rtmp whether it is video, aggregate its timestamp.
void AddMediaMessage(Kind kind, Bytes bytes, const std::string& name, CorpusWriter& writer) {
  switch (kind) {
    case kAggregate:
      writer.Add("aggregate", bytes, {0, 0, 0x13, 0x88}, name);
      return;
    case kSharedObject:
      writer.Add("shared_object", bytes, {}, name);
      return;
    default:
      writer.Add("flv_tag", bytes, {}, name);
      writer.Add("enhanced_rtmp", bytes, {kind == kVideo ? uint8_t{1} : uint8_t{0}}, name);
  }
}

}  // namespace

void AddCapturedMedia(uint8_t type_id, Bytes payload, const std::string& source, CorpusWriter& writer) {
  constexpr size_t kLongest = 600;  // headers are what matters
  AddMediaMessage(type_id == 9 ? kVideo : kAudio, payload.subspan(0, kLongest), source, writer);
}

bool AddMediaMessages(CorpusWriter& writer) {
  for (const Seed& seed : kSeeds) {
    const auto bytes = ParseHex(seed.hex);
    if (!bytes.ok()) {
      std::fprintf(stderr, "%s: %s\n", seed.name, bytes.status().ToString().c_str());
      return false;
    }
    AddMediaMessage(seed.kind, *bytes, seed.name, writer);
  }
  return true;
}

}  // namespace rtmp
