// Inputs that have broken RTMP stacks, each with what the reference makes of it. One table for tests, corpus files and fuzz
// seeds.
#ifndef RTMPSPEC_FUZZ_HOSTILE_HOSTILE_INPUT_H_
#define RTMPSPEC_FUZZ_HOSTILE_HOSTILE_INPUT_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::hostile {

// Where the server that is fed stands when the input begins; the order is that of a session.
enum class Prelude : uint8_t { kNothing, kHandshake, kConnected, kCreated, kPublishing, kPlaying };
absl::string_view PreludeName(Prelude prelude);
// A client's bytes that lead there.
Buffer PreludeBytes(Prelude prelude);

enum class Outcome : uint8_t {
  kError,   // ends with `error`
  kGoesOn,  // the next PingRequest is answered
  kWaits,   // the input ends inside something; what came is held, nothing is wrong yet
  kCloses,  // Disconnecting by the protocol, without an error
};

struct HostileInput {
  std::string name;  // "h24_set_chunk_size_0": the kind of input, then what is special
  Prelude prelude;
  Buffer bytes;
  Outcome outcome;
  std::optional<ErrorCode> error;  // set for kError
  std::string row;                 // of the catalogue, where the outcome is a choice; else empty
  uint32_t chunk_size = 128;       // of the sender behind `bytes`

  // For GoogleTest, which else prints the bytes of the struct.
  friend std::ostream& operator<<(std::ostream& os, const HostileInput& input) { return os << input.name; }
};

// All of them; the names are unique. The same in every run.
std::vector<HostileInput> AllHostileInputs();

// One function a layer, each in the file of its name.
using Inputs = std::vector<HostileInput>;
void AddHandshakeInputs(Inputs* inputs);
void AddChunkInputs(Inputs* inputs);
void AddControlInputs(Inputs* inputs);
void AddAmf0Inputs(Inputs* inputs);
void AddAmf3Inputs(Inputs* inputs);
void AddCommandInputs(Inputs* inputs);
void AddMediaInputs(Inputs* inputs);
void AddResourceInputs(Inputs* inputs);

}  // namespace rtmp::hostile

#endif  // RTMPSPEC_FUZZ_HOSTILE_HOSTILE_INPUT_H_
