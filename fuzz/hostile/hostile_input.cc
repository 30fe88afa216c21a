#include "fuzz/hostile/hostile_input.h"

#include "fuzz/hostile/hostile_bytes.h"
#include "impl/handshake/handshake.h"

namespace rtmp::hostile {

absl::string_view PreludeName(Prelude prelude) {
  constexpr absl::string_view kNames[] = {"nothing", "handshake", "connected", "created", "publishing", "playing"};
  return kNames[static_cast<size_t>(prelude)];
}

Buffer PreludeBytes(Prelude prelude) {
  Wire wire;
  if (prelude >= Prelude::kHandshake) wire.Raw(Buffer(kHandshakeSize, 3));
  if (prelude >= Prelude::kConnected) {
    wire.Message(20, 0, Head("connect", 1) + Hex("03 0003 617070 02 0004 6c697665 000009"));
  }
  if (prelude >= Prelude::kCreated) wire.Message(20, 0, Head("createStream", 2) + Hex("05"));
  if (prelude >= Prelude::kPublishing) {
    wire.Message(20, 1, Head(prelude == Prelude::kPlaying ? "play" : "publish", 3) + Hex("05 02 0003 63616d"), 8);
  }
  return wire.bytes();
}

Inputs AllHostileInputs() {
  Inputs inputs;
  AddHandshakeInputs(&inputs);
  AddChunkInputs(&inputs);
  AddControlInputs(&inputs);
  AddAmf0Inputs(&inputs);
  AddAmf3Inputs(&inputs);
  AddCommandInputs(&inputs);
  AddMediaInputs(&inputs);
  AddResourceInputs(&inputs);
  return inputs;
}

}  // namespace rtmp::hostile
