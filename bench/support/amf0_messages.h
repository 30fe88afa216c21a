// The AMF0 messages of a session's beginning.
#ifndef RTMPSPEC_BENCH_SUPPORT_AMF0_MESSAGES_H_
#define RTMPSPEC_BENCH_SUPPORT_AMF0_MESSAGES_H_

#include "impl/amf0/encoder.h"

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

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_AMF0_MESSAGES_H_
