// The media that the benchmarks move.
#ifndef RTMPSPEC_BENCH_SUPPORT_MEDIA_MIX_H_
#define RTMPSPEC_BENCH_SUPPORT_MEDIA_MIX_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp::bench {

// The payload sizes of the mix, over and over: audio of 200 bytes before video of 1, 4 and 16 KiB, 3.7 KB a message.
inline constexpr size_t kMixSizes[] = {200, 1024, 200, 4096, 200, 16384};
inline constexpr size_t kAudioSizes[] = {200};

// `count` messages of these sizes, audio (up to 200 bytes) on chunk stream 4 and video on 6, 20 ms apart from message to message
// and ever 1 ms more, so that type 3 headers are as rare as in real media. Payloads live as long as the program.
std::vector<RawMessage> MediaMessages(absl::Span<const size_t> sizes, size_t count);

// The same as a chunk stream that begins with SetChunkSize, so that a decoder can take it again and again.
Buffer MediaStream(absl::Span<const size_t> sizes, size_t count, uint32_t chunk_size);
// With the first bytes of FLV tags, which a relay looks at: AAC, and AVC with a key frame each second.
Buffer TaggedMediaStream(absl::Span<const size_t> sizes, size_t count, uint32_t chunk_size);

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_MEDIA_MIX_H_
