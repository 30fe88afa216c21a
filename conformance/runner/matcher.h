// Compares what came over the wire with what the script expects.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

struct Mismatch {
  std::string reason;     // "transaction id is 0, expected 1"
  std::string actual;     // the message in the script's notation
  size_t mark_begin = 0;  // the differing part of `actual`: [mark_begin, mark_end); empty, at its end, where something is missing
  size_t mark_end = 0;
};

// How a message that came over the wire would be written in a script: `_result txn=1 {...} {level: "status"}`, media with length
// and first bytes (`video csid=6 msid=1 time=40 len=300 prefix=hex(17 01 ..)`). At most a few thousand characters.
std::string DescribeMessage(const WireMessage& message);

// Matches `actual` against `pattern`, whose names given by `let` are in `named`. On success captures are set in `bindings` and
// nothing is returned; on a mismatch the bindings are unchanged.
//
// A message without any argument and without `...` says nothing about its arguments: `S: nothing matching onStatus` is any
// onStatus. Commands come in type 20 or 17, data in 18 or 15, unless `type=` is written. A name given by `let` is that message's
// type and payload (for commands and data: its values), and the fields written behind the name; the fields of the `let` itself
// are not checked.
std::optional<Mismatch> MatchMessage(const Message& pattern, const std::map<std::string, Message>& named,
                                     const WireMessage& actual, Side sender, Bindings* bindings);

// The kind of a message for `skipping` and errors: a command's name, "video", "SetChunkSize", "PingRequest", "data",
// "UserControl" for other events, "message" for what no word describes.
std::string MessageKind(const WireMessage& message);
// Accepted between steps without being asked for (see the language's reference).
bool IsAmbient(const WireMessage& message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_MATCHER_H_
