// The handshake's packets as a script writes them: `C1 time=1 zero=0 random=$r`, `S2 echo of C1 time2=?` (RTMP 1.0 5.2).
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_HANDSHAKE_STEPS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_HANDSHAKE_STEPS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

// C0, S0: 1; C1, C2, S1, S2: 1536; anything else: 0.
size_t HandshakePacketSize(absl::string_view kind);

// Packets that crossed the wire, by kind: what `echo of` refers to.
using HandshakePackets = std::map<std::string, rtmp::Buffer>;
using RandomFill = absl::FunctionRef<void(absl::Span<uint8_t>)>;

// The packet of a played line. Fields not written: version 3, time 0, zero 0, random from `random`; C2 and S2 echo the other
// side's first packet, time2 0. `digest=scheme1` signs a first packet (its version is 0x80000702 where nothing is written),
// `signed for S1` a second one; `@flip=digest:N` flips a bit of what was signed. InvalidArgument for an unknown field,
// FailedPrecondition when what is echoed has not come.
absl::StatusOr<rtmp::Buffer> BuildHandshakePacket(const Message& line, const Bindings& bindings, const HandshakePackets& packets,
                                                  RandomFill random);

struct PacketMismatch {
  size_t offset = 0;   // in the packet
  std::string reason;  // "time is 0, expected 5"
};

// Compares `packet` with a checked line, field by field; fields not written are not checked. Captures are set on success.
std::optional<PacketMismatch> MatchHandshakePacket(const Message& line, rtmp::Bytes packet, const HandshakePackets& packets,
                                                   Bindings* bindings);

// `S1 time=5 zero=0 random=hex(0102..)`: a packet for people.
std::string DescribeHandshakePacket(absl::string_view kind, rtmp::Bytes packet);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_HANDSHAKE_STEPS_H_
