// The model of a transcript: what the parser makes, the printer prints, the linter checks and the runner runs.
// README.md in this folder is the language's reference.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_TRANSCRIPT_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_TRANSCRIPT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace rtmpspec {

struct Position {
  std::string file;
  int line = 0;    // from 1
  int column = 0;  // from 1
};

enum class Side { kClient, kServer };

// An expression on the played side, a pattern on the checked one.
struct Value {
  enum class Kind {
    kNumber,   // number; text keeps how it was written (0x10, 1.5, nan)
    kString,   // text
    kBoolean,  // boolean
    kNull,
    kUndefined,
    kObject,       // {k: v, ...}              properties, open
    kEcmaArray,    // ecma{...} ecma(count=9){...}   properties, open, number = count when has_count. ecma(count=$n){..}: text = n
                   // until
                   //                         LoadScenarios puts the number in its place; nest($n, {}) and ref($n) likewise
    kTypedObject,  // Name{...} class"odd name"{...}   text = class name, properties, open
    kStrictArray,  // [a, b, ...]              items, open
    kDate,         // date(ms) date(ms, zone)  items
    kLongString,   // long"..."                text
    kXml,          // xml"..."                 text
    kReference,    // ref(0)                   number
    kAmf3,         // amf3(hex(...))           items[0]
    kNest,         // nest(100000, {})         number = depth, items[0] = {} or [] or ecma{}
    kHex,          // hex(05 09)               bytes
    kAny,          // ?  ?5  ?"text"           items[0] = the value played, absent for a bare ?
    kRange,        // 1..9                     number, upper
    kOneOf,        // "a"|"b"                  items
    kRegex,        // /text/                   text
    kVariable,     // $x  $x+40  $x-1          text = name, number = what is added
    kCapture,      // $x=?  $x=pattern         text = name, items[0] = pattern
    kCall,         // avc_key(300, 7)  echo of C1 = echo(C1)   signed for C1 = signed(C1)   text = name, items
    kWord,         // dynamic, omit, V, avc_header, empty, digest:0    text
  };
  Value() {}  // NOLINT: clang 14 with libstdc++ 12 cannot default it, because of the pair of an incomplete type below
  Kind kind = Kind::kNull;
  double number = 0;
  double upper = 0;
  bool boolean = false;
  bool has_count = false;
  bool open = false;  // "..." at the end: other properties or elements may follow
  std::string text;
  std::vector<uint8_t> bytes;
  std::vector<std::pair<std::string, Value>> properties;
  std::vector<Value> items;
  Position position;
};
// Asked for here, at the first place where it can be answered: clang 14 gets lost when pair<string, Value> asks first.
static_assert(std::is_default_constructible_v<Value>);

// `video csid=6 time=$t+40 avc_key(300,1) @fmt=1`: also handshake packets (kind C0..C2, S0..S2) and named messages (kind V).
struct Message {
  std::string kind;                                   // as written: a command's name, "video", "SetChunkSize", "C1", "V"
  bool quoted = false;                                // `command "no such method" ...`: kind is a command whatever it says
  std::vector<std::pair<std::string, Value>> fields;  // csid= msid= time= txn= type= prefix= len= sha256= version= random= ...
  std::vector<Value> arguments;
  bool open = false;                                   // a final "...": further arguments may follow
  std::vector<std::pair<std::string, Value>> options;  // @fmt= @basic= @chunk= @ext= @length= @split=
  Position position;

  const Value* field(const std::string& name) const;
  const Value* option(const std::string& name) const;
};

struct Step;
using Steps = std::vector<Step>;

// `check NAME row ID`: an expectation with its own verdict, under that row.
struct Check {
  std::string name;
  std::string row;
};

// What an alternative of `one of` counts as, and the behaviour it puts on record.
struct Outcome {
  std::string verdict;  // pass | fail | nonstrict | info | unsupported
  std::string note;     // "accepted a wrong digest"
  std::string record_key, record_value;
  bool stop = false;  // what follows does not apply
};

struct MessageStep {  // C: <message>   S: <message>
  Side side = Side::kClient;
  Message message;
  bool optional = false;
  std::vector<std::string> skipping;  // kinds of messages that may come before: data audio video command ...
};
struct BytesStep {  // S: bytes + indented lines of annotated hex
  struct Item {     // one run: literal bytes, or $name:len, $name=?:len, ?:len
    std::vector<uint8_t> bytes;
    std::string variable;
    bool capture = false;
    size_t length = 0;
  };
  Side side = Side::kClient;
  std::vector<Item> items;
  std::vector<std::string> lines;  // as written, comments kept, for printing
};
struct ChunksStep {  // C: chunks V A V*
  Side side = Side::kClient;
  struct Item {
    std::string name;
    bool rest = false;  // V*: all chunks that are left
  };
  std::vector<Item> items;
};
struct AbandonStep {  // abandon V: never finish it
  std::string name;
};
struct LetStep {  // let V = video ...
  std::string name;
  Message message;
};
struct GroupStep {  // S: unordered { ... }   S: ordered { ... }
  Side side = Side::kServer;
  bool ordered = true;
  Steps steps;  // MessageStep of the same side
  std::vector<std::string> skipping;
};
struct Alternative;
struct OneOfStep {  // S: one of { <alternative> -> <outcome> ... }
  Side side = Side::kServer;
  std::vector<Alternative> alternatives;
};
struct NothingStep {  // S: nothing   S: nothing matching <message>
  Side side = Side::kServer;
  std::optional<Message> matching;
};
struct SilenceStep {};  // only inside one of: neither bytes nor a close before the deadline
struct SyncStep {};     // sync
struct AliveStep {};    // alive
struct QuietStep {      // quiet 300ms
  double milliseconds = 0;
};
struct ClosesStep {  // S: closes   C: closes fin|rst
  Side side = Side::kServer;
  std::string how;  // "fin", "rst", or "" for either (checked side only)
};
struct StateStep {  // state server=Connected client=Connected
  std::vector<std::pair<Side, std::string>> states;
};
struct DeliversStep {         // client delivers video time=16777216 avc_key(300,7)
  Side side = Side::kClient;  // the side under test; skipped where the stack does not show what it delivers
  Message message;
};
struct MarkStep {  // mark $m: the count of bytes played so far after the handshake
  std::string variable;
};
struct AcksStep {  // S: acks since $m { unacked <= 3900 increasing cumulative } slack 3073
  Side side = Side::kServer;
  std::string mark;
  std::optional<Value> unacked_at_most;
  bool increasing = false;
  bool cumulative = false;  // the last Ack lies within [sent - window, sent + slack]
  double slack = 0;
};
struct RepeatStep {  // repeat 5 time+=40 from=1000 { ... }
  int count = 0;
  double time_step = 0;  // added to $time, a variable of the block that starts at `from`, after each round
  double from = 0;
  std::string count_variable, from_variable;  // repeat $n from=$t: LoadScenarios puts the numbers in their place
  Steps steps;
};
struct AutoStep {  // auto off   auto on
  bool on = false;
};
struct ServeStep {  // S: serve until C: publish {...}     (client under test)
  Message until;
};
struct SetStep {  // set $x = 5
  std::string variable;
  Value value;
};
struct UseStep {  // use relay(start=0x00fffff0): replaced by the prelude's steps when a suite is loaded
  std::string name;
  std::vector<std::pair<std::string, Value>> arguments;
};

struct Step {
  std::variant<MessageStep, BytesStep, ChunksStep, AbandonStep, LetStep, GroupStep, OneOfStep, NothingStep, SilenceStep, SyncStep,
               AliveStep, QuietStep, ClosesStep, StateStep, DeliversStep, MarkStep, AcksStep, RepeatStep, AutoStep, ServeStep,
               SetStep, UseStep>
      what;
  std::string connection;  // `on publisher: ...`; empty: the only connection
  std::optional<Check> check;
  Position position;
};

struct Alternative {
  Steps steps;  // matched in order; the first decides which alternative it is
  Outcome outcome;
  Position position;
};

// A row of `cases { zero wire="00000000" ... }`: a case of its own, id/name, with these variables set.
struct CaseRow {
  std::string name;
  std::vector<std::pair<std::string, Value>> variables;
  std::vector<std::string> rows;  // `row ID` after the variables replaces the transcript's rows
};

// One file, as parsed.
struct Transcript {
  std::string id;  // path below the transcripts folder, without extension: server/handshake/echo
  std::string title;
  std::vector<std::string> rows;  // the first one is the one that an unlabelled failure is reported under
  bool server_under_test = false, client_under_test = false;  // peer server client
  std::string drive = "any";                                  // publisher | player | any
  std::vector<std::string> tags;                              // slow, reference (only where the target is the built-in reference)
  std::vector<std::pair<std::string, std::string>> pins;      // pin chunk=128 handshake=plain delivery=whole
  std::string needs;                                          // the id of a case: where that fails this one is not judged
  std::vector<std::pair<std::string, Value>> parameters;      // of a prelude: `params start=0`
  bool exact = false;                                         // no autopilot, no ambient messages
  std::vector<CaseRow> cases;
  Steps steps;
  Position position;
};

// One case to run: preludes expanded, one row of its table bound.
struct Scenario {
  std::string id;         // transcript id, or id/row
  Transcript transcript;  // `cases` empty, `steps` without UseStep
  std::vector<std::pair<std::string, Value>> variables;
  std::shared_ptr<const Scenario> needed = nullptr;  // that of `needs`
};

// Equal by what they say: positions and the spelling of numbers do not count, and NaN equals NaN.
bool operator==(const Value& a, const Value& b);
bool operator==(const Message& a, const Message& b);
bool operator==(const Step& a, const Step& b);
bool operator==(const Transcript& a, const Transcript& b);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_TRANSCRIPT_H_
