#include "conformance/language/random_transcript.h"

#include <iterator>
#include <limits>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

class Generator {
 public:
  explicit Generator(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 + 1) {}

  Transcript MakeTranscript() {
    Transcript transcript;
    transcript.id = "random";
    if (Chance()) transcript.title = "about something, in#colour";
    if (Chance()) transcript.rows = {"RTMP-CN-02", "AMF0-13"};
    transcript.server_under_test = Chance();
    transcript.client_under_test = Chance();
    transcript.drive = Pick({"any", "publisher", "player"});
    if (Chance()) transcript.tags = {"slow", "reference"};
    if (Chance()) transcript.pins = {{"chunk", "128"}, {"delivery", "whole"}};
    if (Chance()) transcript.needs = "server/a_b/c-1";
    transcript.exact = Chance();
    if (Chance()) transcript.parameters = MakeFields();
    for (size_t i = Below(3); i > 0; --i) {
      CaseRow row{absl::StrCat("case-", i), MakeFields(), {}};
      if (Chance()) row.rows = {"RTMP-PC-10"};
      transcript.cases.push_back(std::move(row));
    }
    transcript.steps = MakeSteps(3, "");
    return transcript;
  }

 private:
  // SplitMix64: the standard library's distributions differ from one library to the next.
  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  size_t Below(size_t bound) { return Next() % bound; }
  bool Chance() { return Below(2) == 0; }
  std::string Pick(std::initializer_list<const char*> words) { return *(words.begin() + Below(words.size())); }

  std::string Name() { return Pick({"a", "app", "x1", "_y", "Zed", "trueish", "infinite"}); }
  std::string Text() {
    std::string text;
    for (size_t i = Below(8); i > 0; --i) text.push_back(static_cast<char>(Chance() ? Below(256) : 'a' + Below(26)));
    return text;
  }
  double AnyNumber() {
    switch (Below(6)) {
      case 0:
        return static_cast<double>(Next() >> Below(64)) / 1024;
      case 1:
        return -static_cast<double>(Below(1000)) - 1;
      case 2:
        return std::numeric_limits<double>::infinity();
      case 3:
        return std::numeric_limits<double>::quiet_NaN();
      default:
        return static_cast<double>(Below(100000));
    }
  }

  Value Plain(Kind kind) {
    Value value;
    value.kind = kind;
    return value;
  }
  Value MakeNumber() {
    Value value = Plain(Kind::kNumber);
    value.number = AnyNumber();
    return value;
  }
  Value MakeWord() {
    Value value = Plain(Kind::kWord);
    value.text = Pick({"dynamic", "avc_header", "omit", "a-b"});
    return value;
  }
  void AddProperties(int depth, Value* value) {
    for (size_t i = Below(3); i > 0; --i) value->properties.emplace_back(Chance() ? Name() : Text(), MakeValue(depth - 1));
    value->open = Chance();
  }
  void SetNumberOrVariable(Value* value) {
    if (Chance()) {
      value->text = Name();
    } else {
      value->number = AnyNumber();
    }
  }

  // A value that may stand behind `?` and between `|`.
  Value MakePrimary(int depth) {
    static constexpr Kind kLeaves[] = {Kind::kNumber,    Kind::kString,     Kind::kBoolean,  Kind::kNull,
                                       Kind::kUndefined, Kind::kLongString, Kind::kXml,      Kind::kReference,
                                       Kind::kHex,       Kind::kRegex,      Kind::kVariable, Kind::kWord};
    static constexpr Kind kInner[] = {Kind::kObject, Kind::kEcmaArray, Kind::kTypedObject, Kind::kStrictArray,
                                      Kind::kDate,   Kind::kAmf3,      Kind::kNest,        Kind::kCall};
    const bool leaf = depth <= 0 || Chance();
    Value value = Plain(leaf ? kLeaves[Below(std::size(kLeaves))] : kInner[Below(std::size(kInner))]);
    switch (value.kind) {
      case Kind::kNumber:
        return MakeNumber();
      case Kind::kWord:
        return MakeWord();
      case Kind::kString:
      case Kind::kLongString:
      case Kind::kXml:
        value.text = Text();
        break;
      case Kind::kBoolean:
        value.boolean = Chance();
        break;
      case Kind::kReference:
        SetNumberOrVariable(&value);
        break;
      case Kind::kHex:
        for (size_t i = Below(5); i > 0; --i) value.bytes.push_back(static_cast<uint8_t>(Below(256)));
        break;
      case Kind::kRegex:
        value.text = Pick({"a.*b", "a\\/b", "[\"#]", "\\\\"});
        break;
      case Kind::kVariable:
        value.text = Name();
        if (Chance()) value.number = static_cast<double>(Below(100)) - 50;
        break;
      case Kind::kEcmaArray:
        value.has_count = Chance();
        if (value.has_count) SetNumberOrVariable(&value);
        AddProperties(depth, &value);
        break;
      case Kind::kTypedObject:
        value.text = Pick({"Foo", "a.b.C", "odd name", "ecma", "", "nan", "true"});
        AddProperties(depth, &value);
        break;
      case Kind::kObject:
        AddProperties(depth, &value);
        break;
      case Kind::kStrictArray:
        value.open = Chance();
        for (size_t i = Below(3); i > 0; --i) value.items.push_back(MakeValue(depth - 1));
        break;
      case Kind::kDate:
        for (size_t i = 1 + Below(2); i > 0; --i) value.items.push_back(MakeNumber());
        break;
      case Kind::kAmf3:
        value.items.push_back(MakeValue(depth - 1));
        break;
      case Kind::kNest:
        SetNumberOrVariable(&value);
        value.items.push_back(Plain(Chance() ? Kind::kObject : Chance() ? Kind::kStrictArray : Kind::kEcmaArray));
        break;
      case Kind::kCall:
        value.text = Pick({"avc_key", "echo", "signed", "fill"});
        for (size_t i = Below(3); i > 0; --i) value.items.push_back(MakeValue(depth - 1));
        // `echo of C1` takes a name, not any word.
        if (value.items.size() == 1 && value.items[0].kind == Kind::kWord) value.items[0].text = "C1";
        break;
      default:
        break;
    }
    return value;
  }

  Value MakeValue(int depth) {
    switch (Below(8)) {
      case 0: {
        Value any = Plain(Kind::kAny);
        if (Chance()) any.items.push_back(MakePrimary(depth - 1));
        return any;
      }
      case 1: {
        Value range = Plain(Kind::kRange);
        range.number = static_cast<double>(Below(100)) - 50.5;
        range.upper = range.number + static_cast<double>(Below(1000));
        return range;
      }
      case 2: {
        Value one_of = Plain(Kind::kOneOf);
        for (size_t i = 2 + Below(2); i > 0; --i) one_of.items.push_back(MakePrimary(depth - 1));
        return one_of;
      }
      case 3: {
        Value capture = Plain(Kind::kCapture);
        capture.text = Name();
        capture.items.push_back(MakeValue(depth - 1));
        return capture;
      }
      default:
        return MakePrimary(depth);
    }
  }

  std::vector<std::pair<std::string, Value>> MakeFields() {
    std::vector<std::pair<std::string, Value>> fields;
    for (const char* name : {"csid", "time", "x"}) {
      if (Chance()) fields.emplace_back(name, MakeValue(2));
    }
    return fields;
  }

  Message MakeMessage() {
    Message message;
    message.quoted = Below(4) == 0;
    message.kind = message.quoted ? Text() : Pick({"connect", "video", "V", "SetChunkSize", "_result", "C1"});
    message.fields = MakeFields();
    for (size_t i = Below(3); i > 0; --i) message.arguments.push_back(MakeValue(3));
    message.open = Chance();
    if (Chance()) message.options.emplace_back("fmt", MakeValue(1));
    if (Chance()) message.options.emplace_back("flip", DigestWord());
    if (Chance()) {
      Value flag = Plain(Kind::kBoolean);
      flag.boolean = true;
      message.options.emplace_back("noheader", flag);
    }
    return message;
  }
  Value DigestWord() {
    Value word = Plain(Kind::kWord);
    word.text = "digest:0";
    return word;
  }

  Side AnySide() { return Chance() ? Side::kClient : Side::kServer; }
  std::vector<std::string> Skipping() { return Chance() ? std::vector<std::string>{} : std::vector<std::string>{"data", "any"}; }

  Step Wrap(std::string connection) {
    Step step;
    step.connection = std::move(connection);
    if (Below(4) == 0) step.check = Check{Name(), "RTMP-CM-16"};
    return step;
  }
  Step MakeMessageStep(Side side, const std::string& connection) {
    Step step = Wrap(connection);
    step.what = MessageStep{side, MakeMessage(), Chance(), Skipping()};
    return step;
  }

  Steps MakeSteps(int depth, const std::string& outer) {
    Steps steps;
    for (size_t i = 1 + Below(5); i > 0; --i) steps.push_back(MakeStep(depth, Chance() ? outer : Pick({"player", "p2"})));
    return steps;
  }

  BytesStep MakeBytes() {
    BytesStep bytes;
    bytes.side = AnySide();
    bytes.items = {{{3, 0xff}, "", false, 0}, {{}, "x", true, 1 + Below(9)}};
    bytes.lines = {"03 | C0", absl::StrCat("ff $x=?:", bytes.items[1].length, " # note")};
    return bytes;
  }

  GroupStep MakeGroup(const std::string& connection) {
    GroupStep group;
    group.side = AnySide();
    group.ordered = Chance();
    group.skipping = Skipping();
    for (size_t i = 1 + Below(3); i > 0; --i) {
      Step entry = MakeMessageStep(group.side, connection);
      // Nothing but names would be a list of messages.
      Message& message = std::get<MessageStep>(entry.what).message;
      if (message.fields.empty()) message.fields.emplace_back("csid", MakeNumber());
      group.steps.push_back(std::move(entry));
    }
    return group;
  }

  OneOfStep MakeOneOf(const std::string& connection) {
    OneOfStep one_of;
    one_of.side = AnySide();
    for (size_t i = 1 + Below(3); i > 0; --i) {
      Alternative alternative;
      for (size_t j = 1 + Below(2); j > 0; --j) {
        Step step;
        step.connection = connection;
        switch (Below(6)) {
          case 0:
            step.what = NothingStep{AnySide(), Chance() ? std::optional<Message>(MakeMessage()) : std::nullopt};
            break;
          case 1:
            step.what = ClosesStep{AnySide(), Pick({"", "fin", "rst"})};
            break;
          case 2:
            step.what = SyncStep{};
            break;
          case 3:
            step.what = SilenceStep{};
            break;
          default:
            step = MakeMessageStep(AnySide(), connection);
        }
        alternative.steps.push_back(std::move(step));
      }
      alternative.outcome.verdict = Pick({"pass", "fail", "nonstrict", "info", "unsupported"});
      if (Chance()) alternative.outcome.note = Text() + ".";
      alternative.outcome.stop = Chance();
      if (Chance()) alternative.outcome.record_key = "some-key", alternative.outcome.record_value = "value-1";
      one_of.alternatives.push_back(std::move(alternative));
    }
    return one_of;
  }

  RepeatStep MakeRepeat(int depth, const std::string& connection) {
    RepeatStep repeat;
    if (Chance()) {
      repeat.count_variable = Name();
    } else {
      repeat.count = static_cast<int>(Below(100));
    }
    if (Chance()) repeat.time_step = 40;
    if (Chance()) {
      repeat.from_variable = Name();
    } else {
      repeat.from = static_cast<double>(Below(2) * 16777215);
    }
    repeat.steps = MakeSteps(depth - 1, connection);
    return repeat;
  }

  Step MakeStep(int depth, const std::string& connection) {
    Step step = Wrap(connection);
    switch (Below(19)) {
      case 0:
        step.what = MakeBytes();
        break;
      case 1:
        step.what = ChunksStep{AnySide(), {{"V", false}, {Name(), Chance()}}};
        break;
      case 2:
        step.what = AbandonStep{Name()};
        break;
      case 3:
        step.what = LetStep{Name(), MakeMessage()};
        break;
      case 4:
        step.what = MakeGroup(connection);
        break;
      case 5:
        step.what = MakeOneOf(connection);
        break;
      case 6:
        step.what = NothingStep{AnySide(), Chance() ? std::optional<Message>(MakeMessage()) : std::nullopt};
        break;
      case 7:
        step.what = SyncStep{};
        break;
      case 8:
        step.what = AliveStep{};
        break;
      case 9:
        step.what = QuietStep{static_cast<double>(Below(5000))};
        break;
      case 10:
        step.what = ClosesStep{AnySide(), Pick({"", "fin", "rst"})};
        break;
      case 11:
        step.what = StateStep{{{AnySide(), "Connected"}, {AnySide(), "Playing"}}};
        break;
      case 12:
        step.what = DeliversStep{AnySide(), MakeMessage()};
        break;
      case 13:
        step.what = MarkStep{Name()};
        break;
      case 14:
        step.what = AcksStep{AnySide(), Name(), Chance() ? std::optional<Value>(MakeValue(1)) : std::nullopt,
                             Chance(),  true,   static_cast<double>(Below(3) * 3073)};
        break;
      case 15:
        step.what = AutoStep{Chance()};
        break;
      case 16:
        step.what = ServeStep{MakeMessage()};
        break;
      case 17:
        step.what = SetStep{Name(), MakeValue(3)};
        break;
      default:
        if (depth > 0) {
          step.what = MakeRepeat(depth, connection);
        } else {
          step.what = UseStep{Pick({"relay", "sub/x-y"}), MakeFields()};
        }
    }
    if (Below(8) == 0) return MakeMessageStep(AnySide(), connection);
    return step;
  }

  uint64_t state_;
};

}  // namespace

Transcript RandomTranscript(uint64_t seed) { return Generator(seed).MakeTranscript(); }

}  // namespace rtmpspec
