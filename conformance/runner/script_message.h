// A message that came over the wire, seen as a line of a script.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_MESSAGE_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/runner/message_kinds.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

struct ScriptMessage {
  KindClass kind_class = KindClass::kRaw;
  std::string kind;  // "connect", "video", "SetChunkSize", "PingRequest", "UserControl", "data", "message"
  bool has_transaction_id = false;
  Value transaction_id;  // a number
  uint16_t event = 0;    // user control
  // Commands: command object and arguments. Data: all values. Control and named user control: numbers. Else empty.
  std::vector<Value> arguments;
  // Media, raw events (behind the event) and raw messages: where the payload starts.
  size_t payload_offset = 0;
  // Why the values end early; empty when the payload is AMF0 to its end.
  std::string problem;
};

// Never fails: what no word describes is `message type=.. hex(..)`, a command without a name is too.
ScriptMessage ReadScriptMessage(const WireMessage& message);

// What is marked in the printed text.
struct Mark {
  enum class What { kNothing, kKind, kField, kArgument, kPayloadByte, kEnd };
  What what = What::kNothing;
  std::string field;         // kField: "csid", "txn", "len", ...
  std::vector<size_t> path;  // kArgument: argument, then property or element, ...
  size_t offset = 0;         // kPayloadByte
};

struct MarkedText {
  std::string text;
  size_t begin = 0;
  size_t end = 0;
};

// In the script's notation, at most a few thousand characters: long strings and containers are cut with `...`. A field that is
// not usually printed is printed when it is marked.
MarkedText PrintScriptMessage(const ScriptMessage& script, const WireMessage& message, const Mark& mark);

// One value, cut at about `max_length`.
std::string ShortText(const Value& value, size_t max_length = 80);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_MESSAGE_H_
