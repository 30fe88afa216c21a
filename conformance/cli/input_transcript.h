// The input of a fuzz target as a transcript: what its bytes are to a peer, readable, and playable against any stack.
#ifndef RTMPSPEC_CONFORMANCE_CLI_INPUT_TRANSCRIPT_H_
#define RTMPSPEC_CONFORMANCE_CLI_INPUT_TRANSCRIPT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

// `target` is a fuzz target's name: "chunk_decoder". Options at the end of the input choose what leads to its bytes; how they
// were cut is left out, as it must not matter. NotFound for a name that is none, InvalidArgument for a target whose inputs are no
// bytes of a peer.
absl::StatusOr<std::string> InputTranscript(absl::string_view target, rtmp::Bytes input);

// The layer that a target tests: "chunk streams". Empty for a name that is none.
absl::string_view LayerOfTarget(absl::string_view target);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_INPUT_TRANSCRIPT_H_
