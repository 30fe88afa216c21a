// How fast do chunks become messages, at the specification's chunk size and at larger ones, in pieces as a socket, a packet and a
// byte-wise reader give them, next to copying their payload?
#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kMessages = 60;

// Feeds the whole stream; returns the payload bytes, so that nothing is left out.
size_t DecodeAll(ChunkDecoder& decoder, Bytes stream, size_t piece) {
  size_t payload = 0;
  for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size()))) {
    Bytes input = stream.subspan(0, piece);
    RawMessage message;
    while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) {
      benchmark::DoNotOptimize(message.payload.data());
      payload += message.payload.size();
    }
  }
  return payload;
}

void RegisterDecode(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size, size_t piece) {
  const std::string pieces = piece == 64 * 1024 ? "" : absl::StrCat(", ", piece, " B at a time");
  const std::string row = absl::StrCat("decode ", what, ", chunk ", chunk_size, pieces);
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
    ChunkDecoder decoder;
    Measure(state, {kMessages, stream.size()}, [&] { benchmark::DoNotOptimize(DecodeAll(decoder, stream, piece)); });
    if (decoder.error().has_value()) state.SkipWithError("it does not decode");
  });
  RegisterCopy(row, sizes, kMessages, chunk_size);
}

const bool registered = [] {
  for (const size_t piece : {size_t{64} * 1024, size_t{1460}, size_t{1}}) {
    for (const uint32_t chunk_size : {65536, 4096, 128}) RegisterDecode("mix", kMixSizes, chunk_size, piece);
  }
  RegisterDecode("200 B audio", kAudioSizes, 4096, 64 * 1024);
  RegisterDecode("200 B audio", kAudioSizes, 128, 64 * 1024);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
