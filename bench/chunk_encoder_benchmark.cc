// How fast do messages become chunks, next to copying their payload?
#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/bytes/send_buffer.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kMessages = 60;

// `waiting` bytes are gathered before they are taken: 1 is a message at a time, as a peer that keeps up gets it.
void RegisterEncode(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size, size_t waiting = 1) {
  const std::string gathered = waiting == 1 ? "" : absl::StrCat(", ", waiting >> 10, " KiB waiting");
  const std::string row = absl::StrCat("encode ", what, ", chunk ", chunk_size, gathered);
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
        if (out.size() < waiting) continue;
        benchmark::DoNotOptimize(out.data());
        out.Advance(out.size());
      }
    });
  });
  RegisterCopy(row, sizes, kMessages, chunk_size);
}

const bool registered = [] {
  for (const uint32_t chunk_size : {65536, 4096, 128}) RegisterEncode("mix", kMixSizes, chunk_size);
  RegisterEncode("mix", kMixSizes, 4096, 64 * 1024);
  RegisterEncode("200 B audio", kAudioSizes, 4096);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
