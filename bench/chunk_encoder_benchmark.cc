// How fast do messages become chunks, next to copying their payload?
#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/bytes/send_buffer.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kMessages = 60;
constexpr size_t kFlushAt = 64 * 1024;  // what a socket takes at a time

void RegisterEncode(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  const std::string row = absl::StrCat("encode ", what, ", chunk ", chunk_size);
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    const std::vector<RawMessage> messages = MediaMessages(sizes, kMessages);
    size_t bytes = 0;
    for (const RawMessage& message : messages) bytes += message.payload.size();
    ChunkEncoder encoder;
    encoder.set_chunk_size(chunk_size);
    SendBuffer out;
    Measure(state, {kMessages, bytes}, [&] {
      for (const RawMessage& message : messages) {
        uint8_t* const begin = out.Reserve(encoder.MostBytes(message));
        out.Commit(static_cast<size_t>(encoder.Write(message, begin) - begin));
        if (out.size() < kFlushAt) continue;
        benchmark::DoNotOptimize(out.data());
        out.Advance(out.size());
      }
    });
  });
  RegisterCopy(row, sizes, kMessages, chunk_size);
}

const bool registered = [] {
  for (const uint32_t chunk_size : {65536, 4096, 128}) RegisterEncode("mix", kMixSizes, chunk_size);
  RegisterEncode("200 B audio", kAudioSizes, 4096);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
