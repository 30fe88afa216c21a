// Words with a meaning of their own, for the parser, the printer and the linter.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_WORDS_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_WORDS_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace rtmpspec {

// sync, bytes, one, ...: never the kind of a message; such a command is written `command "sync"`.
bool IsStepWord(absl::string_view word);

// Messages that are not commands, with how many values they take on the played side.
struct MessageWord {
  absl::string_view word;
  int least;
  int most;  // -1: any number
  absl::string_view usage;
};
// Null where `kind` is a command or a name given by `let`.
const MessageWord* FindMessageWord(absl::string_view kind);

// All of their words.
std::vector<absl::string_view> MessageWords();

// Fields and options that a message of any kind may carry. `handshake`: of C0..C2 and S0..S2.
bool IsField(absl::string_view name, bool handshake);
bool IsOption(absl::string_view name);

// Payload generators.
const MessageWord* FindGenerator(absl::string_view name);

// C0 C1 C2 S0 S1 S2.
bool IsHandshakePacket(absl::string_view kind);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_WORDS_H_
