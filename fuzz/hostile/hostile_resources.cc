// H52 and floods: a peer that never reads what it makes the server answer.
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddResourceInputs(Inputs* inputs) {
  const ErrorCode overflow = ErrorCode::kOutputOverflow;
  const auto flood = [](size_t times, const Wire& one) {
    Wire wire;
    for (size_t i = 0; i < times; ++i) wire.Raw(one.bytes());
    return wire;
  };
  const Wire create = Wire().Message(20, 0, Head("createStream", 4) + Hex("05"));
  GoesOn(inputs, "h52_pings_1000", Prelude::kConnected, flood(1000, Wire().Control(4, "0006 00000001")));
  Fails(inputs, "h52_pings_200000", Prelude::kConnected, flood(200000, Wire().Control(4, "0006 00000001")), overflow);
  GoesOn(inputs, "h50_create_stream_1000", Prelude::kConnected, flood(1000, create));
  Fails(inputs, "h50_create_stream_100000", Prelude::kConnected, flood(100000, create), overflow);
  Fails(inputs, "h52_unknown_commands", Prelude::kConnected, flood(50000, Wire().Message(20, 0, Head("nothing", 1))), overflow);
  Fails(inputs, "h52_bandwidths", Prelude::kConnected, flood(150000, Wire().Control(6, "00000001 00").Control(6, "00000002 00")),
        overflow);
  Fails(inputs, "h32_an_acknowledgement_a_byte", Prelude::kPublishing, flood(300000, Wire().Control(5, "00000001")), overflow);
}

}  // namespace rtmp::hostile
