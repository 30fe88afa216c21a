// The syntax tree of a transcript: what the grammar saw, before any meaning is given to it. Internal to this folder.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_SYNTAX_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_SYNTAX_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rtmpspec {

// Objects, arrays, calls and blocks inside each other.
inline constexpr int kMaxNesting = 64;

enum class Syntax {
  kRoot,
  // Leaves.
  kName,      // a word: kinds, keys, names, keywords that matter
  kNumber,    // 5 -1 0x10 2500+1400 nan
  kString,    // "..." with quotes and escapes
  kRegex,     // /.../ with slashes
  kHexBytes,  // what stands between hex( and )
  kSum,       // +40-1 behind a variable
  kRest,      // ...
  kLines,     // the lines of `bytes`
  // Values. A value's first child is its primary.
  kValue,
  kRangeEnd,  // number
  kWord,
  kVariable,  // name [sum]
  kCapture,   // name value
  kAny,       // [primary]
  kObject,    // property* [rest]
  kProperty,  // name|string value
  kEcma,      // [number|variable] object
  kTyped,     // name object
  kArray,     // value* [rest]
  kCall,      // name value*
  kHex,       // hex bytes
  kOfCall,    // name name: echo of C1
  kPrefixed,  // name string [object]: long"..." xml"..." class"..."{}
  // Messages.
  kMessage,  // name|quoted kind, then options, fields, values, rest
  kQuotedKind,
  kField,        // name value
  kOption,       // name [value]
  kAlternative,  // steps, name (verdict), [string], [record]; in `KIND one of`: a message tail
  kTail,         // what stands behind a message's kind
  kRecord,       // name name
  kStop,
  // Steps.
  kStep,
  kSide,
  kOptional,
  kSkipping,  // name*
  kCheck,     // name name
  kBytes,
  kChunks,  // chunk items
  kChunkItem,
  kGroup,  // name (ordered, unordered), group entries
  kGroupEntry,
  kOneOf,
  kMessageOneOf,  // name, alternatives
  kNothing,       // [message]
  kCloses,        // [name]
  kAcks,          // variable, conditions, [number]
  kUnacked,       // value
  kServe,         // message
  kOn,            // name, steps
  kUse,           // name, fields
  kLet,           // name message
  kAbandon,
  kMark,
  kRepeat,    // number|variable, [time step], [from], steps
  kTimeStep,  // number
  kFrom,      // number|variable
  kState,     // fields whose values are names
  kStateOf,
  kDelivers,  // name message
  kAuto,
  kSet,
  kSync,
  kAlive,
  kQuiet,
  kDuration,
  kSilence,
  // The header.
  kTitle,
  kRows,
  kPeer,
  kDrive,
  kTags,
  kPin,
  kNeeds,
  kExact,
  kParams,
  kCases,
  kCaseRow,  // name, fields and rows
  kRow,
};

struct SyntaxNode {
  Syntax kind = Syntax::kRoot;
  absl::string_view text;  // of the parsed text
  int line = 1;
  int column = 1;
  std::vector<SyntaxNode> children;
};

// The tree of a whole transcript or of one value. `text` must outlive it. Errors as ParseTranscript.
absl::StatusOr<SyntaxNode> ParseTranscriptSyntax(absl::string_view text, absl::string_view file);
absl::StatusOr<SyntaxNode> ParseValueSyntax(absl::string_view text, absl::string_view file);

// "file:line:col: message", the line, and a caret under the column.
absl::Status ErrorAt(absl::string_view text, absl::string_view file, int line, int column, absl::string_view message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_SYNTAX_H_
