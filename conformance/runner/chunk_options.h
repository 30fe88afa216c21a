// The @ options of a played line.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_CHUNK_OPTIONS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_CHUNK_OPTIONS_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"

namespace rtmpspec {

struct ChunkOptions {
  std::optional<uint8_t> format;             // @fmt
  std::optional<uint8_t> basic_header_size;  // @basic, of every chunk of the message
  std::optional<uint32_t> chunk_size;        // @chunk
  bool repeat_extended_timestamp = true;     // @ext=repeat|omit: in type 3 chunks
  bool force_extended_timestamp = false;     // @ext=force
  std::optional<uint32_t> length;            // @length=N
  int64_t length_offset = 0;                 // @length=+1
  std::optional<uint64_t> stop;              // @stop: only that many bytes of the message's chunks
  uint8_t continuation = 3;                  // @cont
  bool remember = true;                      // not @noheader
};

// InvalidArgument for an unknown option or a value that it does not have.
absl::StatusOr<ChunkOptions> ReadChunkOptions(const Message& line, const Bindings& bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_CHUNK_OPTIONS_H_
