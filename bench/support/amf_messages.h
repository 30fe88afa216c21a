// The AMF messages that are measured.
#ifndef RTMPSPEC_BENCH_SUPPORT_AMF_MESSAGES_H_
#define RTMPSPEC_BENCH_SUPPORT_AMF_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impl/amf0/encoder.h"
#include "impl/amf3/encoder.h"

namespace rtmp::bench {

// connect as a player of some age sends it: 9 properties, about 215 bytes.
inline void WriteConnect(amf0::Encoder& encoder) {
  encoder.String("connect");
  encoder.Number(1);
  encoder.BeginObject();
  encoder.Property("app", "live");
  encoder.Property("flashVer", "LNX 9,0,124,2");
  encoder.Property("tcUrl", "rtmp://127.0.0.1:1935/live");
  encoder.Property("fpad", false);
  encoder.Property("capabilities", 15.0);
  encoder.Property("audioCodecs", 4071.0);
  encoder.Property("videoCodecs", 252.0);
  encoder.Property("videoFunction", 1.0);
  encoder.Property("objectEncoding", 0.0);
  encoder.EndObject();
}

// onMetaData as an encoder sends it: 16 properties, about 390 bytes.
inline void WriteMetadata(amf0::Encoder& encoder) {
  encoder.String("@setDataFrame");
  encoder.String("onMetaData");
  encoder.BeginEcmaArray(16);
  encoder.Property("duration", 0.0);
  encoder.Property("fileSize", 0.0);
  encoder.Property("width", 1920.0);
  encoder.Property("height", 1080.0);
  encoder.Property("videocodecid", 7.0);
  encoder.Property("videodatarate", 4000.0);
  encoder.Property("framerate", 30.0);
  encoder.Property("audiocodecid", 10.0);
  encoder.Property("audiodatarate", 128.0);
  encoder.Property("audiosamplerate", 48000.0);
  encoder.Property("audiosamplesize", 16.0);
  encoder.Property("audiochannels", 2.0);
  encoder.Property("stereo", true);
  encoder.Property("2.1", false);
  encoder.Property("encoder", "Lavf59.27.100 (an encoder's name)");
  encoder.Property("server", "none");
  encoder.EndObject();
}

// Objects in objects, as deep as the default limits let them.
inline constexpr int kDeep = 30;
inline void WriteDeep(amf0::Encoder& encoder) {
  for (int i = 0; i < kDeep; ++i) {
    encoder.BeginObject();
    encoder.Key("child");
  }
  encoder.Number(1);
  for (int i = 0; i < kDeep; ++i) encoder.EndObject();
}
inline void WriteDeepAmf3(amf3::Encoder& encoder) {
  for (int i = 0; i < kDeep; ++i) {
    encoder.BeginObject("", {}, /*dynamic=*/true);
    encoder.Key("child");
  }
  encoder.Double(1);
  for (int i = 0; i < kDeep; ++i) encoder.EndKeys();
}

// One object with many members.
inline constexpr int kWide = 200;
inline const std::vector<std::string>& WideNames() {
  static const auto& names = *[] {
    auto* const made = new std::vector<std::string>;
    for (int i = 0; i < kWide; ++i) made->push_back(absl::StrCat("name", i));
    return made;
  }();
  return names;
}
inline void WriteWide(amf0::Encoder& encoder) {
  encoder.BeginObject();
  double value = 0;
  for (const std::string& name : WideNames()) encoder.Property(name, value++);
  encoder.EndObject();
}
inline void WriteWideAmf3(amf3::Encoder& encoder) {
  encoder.BeginObject("", {}, /*dynamic=*/true);
  double value = 0;
  for (const std::string& name : WideNames()) {
    encoder.Key(name);
    encoder.Double(value++);
  }
  encoder.EndKeys();
}

// The command object of connect in AMF3: the same members.
inline void WriteConnectAmf3(amf3::Encoder& encoder) {
  encoder.BeginObject("", {}, /*dynamic=*/true);
  const auto text = [&](absl::string_view name, absl::string_view value) {
    encoder.Key(name);
    encoder.String(value);
  };
  const auto number = [&](absl::string_view name, double value) {
    encoder.Key(name);
    encoder.Double(value);
  };
  text("app", "live");
  text("flashVer", "LNX 9,0,124,2");
  text("tcUrl", "rtmp://127.0.0.1:1935/live");
  encoder.Key("fpad");
  encoder.Boolean(false);
  number("capabilities", 15);
  number("audioCodecs", 4071);
  number("videoCodecs", 252);
  number("videoFunction", 1);
  number("objectEncoding", 3);
  encoder.EndKeys();
}

// An array of objects as Flash sends one: sealed and dynamic members, names and texts that come again.
inline void WriteTracksAmf3(amf3::Encoder& encoder) {
  encoder.BeginArray(8);
  encoder.EndKeys();
  for (int i = 0; i < 8; ++i) {
    encoder.BeginObject("org.example.Track", {"id", "name", "rate"}, /*dynamic=*/true);
    encoder.Integer(i);
    encoder.String("a name of some length");
    encoder.Double(29.97);
    encoder.Key("live");
    encoder.Boolean(true);
    encoder.Key("codec");
    encoder.String("avc1");
    encoder.EndKeys();
  }
}

// The bytes that such a function writes.
template <typename Encoder>
Buffer Written(void (*write)(Encoder&)) {
  Buffer bytes;
  Encoder encoder(&bytes);
  write(encoder);
  return bytes;
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_AMF_MESSAGES_H_
