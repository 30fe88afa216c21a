// Compares what came over the wire with what the script expects.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_

#include <map>
#include <optional>
#include <string>

#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

struct Mismatch {
  std::string reason;         // "transaction id 0, the request had 1"
  std::string actual;         // the message in the script's notation
  size_t mark_begin = 0;      // the differing part of `actual`: [mark_begin, mark_end)
  size_t mark_end = 0;
};

// How a message that came over the wire would be written in a script: `_result txn=1 {...} {level: "status"}`, payloads as the
// generator that made them would be (`video csid=6 msid=1 time=40 len=300 prefix=hex(17 01 ..)`).
std::string DescribeMessage(const WireMessage& message);

// Matches `actual` against `pattern`, whose names given by `let` are in `named`. On success captures are set in `bindings` and nothing is
// returned; on a mismatch the bindings are unchanged.
std::optional<Mismatch> MatchMessage(const Message& pattern, const std::map<std::string, Message>& named, const WireMessage& actual,
                                     Side sender, Bindings* bindings);

// The kind of a message for `skipping` and errors: a command's name, "video", "SetChunkSize", "PingRequest", "data", ...
std::string MessageKind(const WireMessage& message);
// Accepted between steps without being asked for (see the language's reference).
bool IsAmbient(const WireMessage& message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_
