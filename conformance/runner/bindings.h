// The variables of one running scenario.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_BINDINGS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_BINDINGS_H_

#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

// Maps a name (without $) to a plain value: number, string, hex, object, ... Never a matcher.
class Bindings {
 public:
  void Set(const std::string& name, Value value) { values_[name] = std::move(value); }
  void SetNumber(const std::string& name, double number);
  void SetString(const std::string& name, std::string text);
  // Null for an unknown name.
  const Value* Find(const std::string& name) const;

  // Replaces variables and arithmetic (modulo 2^32) all through `value`; `?5` becomes 5 when `playing`. NotFound names an unknown
  // variable. When playing, matchers become the value they stand for as well: `"a"|"b"` its first, `1..9` its lower end,
  // `$x=?5` 5. Those that stand for none (`?`, `/regex/`) are InvalidArgument.
  absl::StatusOr<Value> Evaluate(const Value& value, bool playing) const;

 private:
  std::map<std::string, Value> values_;
};

// A played line that names a value (`S: _result txn=2 null $msid=?1`) sets that variable, as the same line would when it is
// checked. Changes nothing on an error.
absl::Status BindPlayed(const Message& message, Bindings* bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_BINDINGS_H_
