// FFmpeg's libavformat beside us, as far as its public calls reach: RTMP is a protocol of its avio, over a socket. Its chunks and
// AMF are not public.
extern "C" {
#include <libavformat/avio.h>
#include <libavutil/log.h>
}

#include "bench/support/loopback.h"
#include "bench/support/measure.h"
#include "impl/bytes/byte_writer.h"

namespace rtmp::bench {
namespace {

void Publish(benchmark::State& state) {
  av_log_set_level(AV_LOG_ERROR);
  LoopbackServer server;
  AVIOContext* context = nullptr;
  const std::string url = absl::StrCat("rtmp://127.0.0.1:", server.port(), "/live/ffmpeg");
  if (avio_open2(&context, url.c_str(), AVIO_FLAG_WRITE, nullptr, nullptr) < 0) return state.SkipWithError("it does not publish");
  // It takes an FLV file.
  const uint8_t flv[] = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
  avio_write(context, flv, sizeof(flv));
  Buffer tag;
  MeasureThread(state, [&](const RawMessage& message) {
    const auto size = static_cast<uint32_t>(message.payload.size());
    tag.clear();
    ByteWriter writer(&tag);
    writer.WriteU8(message.type_id);
    writer.WriteU24(size);
    writer.WriteU24(message.timestamp);
    writer.WriteU8(static_cast<uint8_t>(message.timestamp >> 24));
    writer.WriteU24(0);
    writer.WriteBytes(message.payload);
    writer.WriteU32(11 + size);
    avio_write(context, tag.data(), static_cast<int>(tag.size()));
    avio_flush(context);
    return context->error >= 0;
  });
  avio_close(context);
}

const bool registered = Register(kLoopbackRow, "FFmpeg", Publish);

}  // namespace
}  // namespace rtmp::bench
