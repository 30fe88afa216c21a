#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/language/printer.h"

namespace rtmpspec {
namespace {

constexpr int kBlockIndent = 2;

std::string Number(double number) {
  Value value;
  value.kind = Value::Kind::kNumber;
  value.number = number;
  return PrintValue(value);
}

std::string SidePrefix(Side side) { return side == Side::kClient ? "C: " : "S: "; }

std::string Quoted(const std::string& text) {
  Value value;
  value.kind = Value::Kind::kString;
  value.text = text;
  return PrintValue(value);
}

std::string Skipping(const std::vector<std::string>& kinds) {
  return kinds.empty() ? "" : absl::StrCat(" skipping {", absl::StrJoin(kinds, " "), "}");
}

// `$name` if there is a name, else the number.
std::string NumberOr(double number, const std::string& variable) {
  return variable.empty() ? Number(number) : absl::StrCat("$", variable);
}

// Prints steps one by one; `outer_` is the connection that an enclosing block already named.
class StepPrinter {
 public:
  StepPrinter(int indent, std::string outer) : indent_(indent), outer_(std::move(outer)) {}

  std::string Print(const Step& step) {
    const std::string on = step.connection.empty() || step.connection == outer_ ? "" : absl::StrCat("on ", step.connection, ": ");
    connection_ = step.connection.empty() ? outer_ : step.connection;
    check_ = step.check.has_value() ? absl::StrCat(" check ", step.check->name, " row ", step.check->row) : "";
    const std::string text = std::visit(*this, step.what);  // may take the check away
    return absl::StrCat(on, text, check_);
  }

  std::string operator()(const MessageStep& step) {
    return absl::StrCat(SidePrefix(step.side), step.optional ? "optional " : "", PrintMessage(step.message),
                        Skipping(step.skipping));
  }
  std::string operator()(const BytesStep& step) {
    std::string text = absl::StrCat(SidePrefix(step.side), "bytes", check_);
    check_.clear();  // it stands before the lines
    for (const std::string& line : step.lines.empty() ? Lines(step) : step.lines) {
      absl::StrAppend(&text, "\n", Spaces(indent_ + kBlockIndent + 1), line);
    }
    return text;
  }
  std::string operator()(const ChunksStep& step) {
    std::string text = absl::StrCat(SidePrefix(step.side), "chunks");
    for (const auto& item : step.items) absl::StrAppend(&text, " ", item.name, item.rest ? "*" : "");
    return text;
  }
  std::string operator()(const AbandonStep& step) { return absl::StrCat("abandon ", step.name); }
  std::string operator()(const LetStep& step) { return absl::StrCat("let ", step.name, " = ", PrintMessage(step.message)); }
  std::string operator()(const GroupStep& step) {
    std::string text = absl::StrCat(SidePrefix(step.side), step.ordered ? "ordered {" : "unordered {");
    for (const Step& entry : step.steps) {
      std::string line = Inner(entry);
      line.erase(0, SidePrefix(step.side).size());
      absl::StrAppend(&text, "\n", Spaces(indent_ + kBlockIndent), line);
    }
    return absl::StrCat(text, "\n", Spaces(indent_), "}", Skipping(step.skipping));
  }
  std::string operator()(const OneOfStep& step) {
    std::string text = absl::StrCat(SidePrefix(step.side), "one of {");
    for (const Alternative& alternative : step.alternatives) {
      std::vector<std::string> steps;
      for (const Step& inner : alternative.steps) steps.push_back(InAlternative(inner, step.side));
      absl::StrAppend(&text, "\n", Spaces(indent_ + kBlockIndent), absl::StrJoin(steps, "; "), " -> ",
                      alternative.outcome.verdict);
      if (!alternative.outcome.note.empty()) absl::StrAppend(&text, " ", Quoted(alternative.outcome.note));
      if (!alternative.outcome.record_key.empty()) {
        absl::StrAppend(&text, " records ", alternative.outcome.record_key, "=", alternative.outcome.record_value);
      }
      if (alternative.outcome.stop) absl::StrAppend(&text, " stop");
    }
    return absl::StrCat(text, "\n", Spaces(indent_), "}");
  }
  std::string operator()(const NothingStep& step) {
    return absl::StrCat(SidePrefix(step.side), "nothing",
                        step.matching.has_value() ? absl::StrCat(" matching ", PrintMessage(*step.matching)) : "");
  }
  std::string operator()(const SilenceStep&) { return "silence"; }
  std::string operator()(const SyncStep&) { return "sync"; }
  std::string operator()(const AliveStep&) { return "alive"; }
  std::string operator()(const QuietStep& step) { return absl::StrFormat("quiet %sms", Number(step.milliseconds)); }
  std::string operator()(const ClosesStep& step) {
    return absl::StrCat(SidePrefix(step.side), "closes", step.how.empty() ? "" : " ", step.how);
  }
  std::string operator()(const StateStep& step) {
    std::string text = "state";
    for (const auto& [side, state] : step.states) {
      absl::StrAppend(&text, side == Side::kClient ? " client=" : " server=", state);
    }
    return text;
  }
  std::string operator()(const DeliversStep& step) {
    return absl::StrCat(step.side == Side::kClient ? "client" : "server", " delivers ", PrintMessage(step.message));
  }
  std::string operator()(const MarkStep& step) { return absl::StrCat("mark $", step.variable); }
  std::string operator()(const AcksStep& step) {
    return absl::StrCat(SidePrefix(step.side), "acks since $", step.mark, " {",
                        step.unacked_at_most.has_value() ? absl::StrCat(" unacked <= ", PrintValue(*step.unacked_at_most)) : "",
                        step.increasing ? " increasing" : "", step.cumulative ? " cumulative" : "", " }",
                        step.slack == 0 ? "" : absl::StrCat(" slack ", Number(step.slack)));
  }
  std::string operator()(const RepeatStep& step) {
    std::string text = absl::StrCat("repeat ", NumberOr(step.count, step.count_variable));
    if (step.time_step != 0) absl::StrAppend(&text, " time+=", Number(step.time_step));
    if (step.from != 0 || !step.from_variable.empty()) absl::StrAppend(&text, " from=", NumberOr(step.from, step.from_variable));
    absl::StrAppend(&text, " {");
    for (const Step& inner : step.steps) absl::StrAppend(&text, "\n", Spaces(indent_ + kBlockIndent), Inner(inner));
    return absl::StrCat(text, "\n", Spaces(indent_), "}");
  }
  std::string operator()(const AutoStep& step) { return step.on ? "auto on" : "auto off"; }
  std::string operator()(const ServeStep& step) { return absl::StrCat("S: serve until C: ", PrintMessage(step.until)); }
  std::string operator()(const SetStep& step) { return absl::StrCat("set $", step.variable, " = ", PrintValue(step.value)); }
  std::string operator()(const UseStep& step) {
    if (step.arguments.empty()) return absl::StrCat("use ", step.name);
    std::string text;
    for (const auto& [name, value] : step.arguments) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", name, "=", PrintValue(value));
    }
    return absl::StrCat("use ", step.name, "(", text, ")");
  }

 private:
  static std::string Spaces(int count) { return std::string(count, ' '); }
  std::string Inner(const Step& step) const { return StepPrinter(indent_ + kBlockIndent, connection_).Print(step); }

  // Steps of the same side need no prefix there, and `sync` has none.
  std::string InAlternative(const Step& step, Side side) const {
    std::string text = Inner(step);
    const bool plain = std::holds_alternative<MessageStep>(step.what) || std::holds_alternative<NothingStep>(step.what) ||
                       std::holds_alternative<ClosesStep>(step.what);
    if (plain && text.compare(0, 3, SidePrefix(side)) == 0) text.erase(0, 3);
    return text;
  }

  // For a model that was made, not parsed: a line for each run.
  static std::vector<std::string> Lines(const BytesStep& step) {
    std::vector<std::string> lines;
    for (const auto& item : step.items) {
      std::string line;
      for (const uint8_t byte : item.bytes) absl::StrAppendFormat(&line, "%s%02x", line.empty() ? "" : " ", byte);
      if (!item.variable.empty()) absl::StrAppend(&line, "$", item.variable, item.capture ? "=?" : "");
      if (item.variable.empty() && item.length > 0) line = "?";
      if (item.length > 0) absl::StrAppend(&line, ":", item.length);
      lines.push_back(line);
    }
    return lines;
  }

  int indent_;
  std::string outer_;
  std::string connection_;
  std::string check_;
};

void PrintHeader(const Transcript& transcript, std::string* text) {
  const auto line = [&](absl::string_view word, const std::string& rest) {
    if (!rest.empty()) absl::StrAppend(text, word, std::string(9 - word.size(), ' '), rest, "\n");
  };
  absl::StrAppend(text, "transcript 1\n");
  line("title", transcript.title);
  line("rows", absl::StrJoin(transcript.rows, " "));
  std::vector<std::string> peers;
  if (transcript.server_under_test) peers.push_back("server");
  if (transcript.client_under_test) peers.push_back("client");
  line("peer", absl::StrJoin(peers, " "));
  line("drive", transcript.drive == "any" ? "" : transcript.drive);
  line("tags", absl::StrJoin(transcript.tags, " "));
  line("pin", absl::StrJoin(transcript.pins, " ", absl::PairFormatter("=")));
  line("needs", transcript.needs);
  if (transcript.exact) absl::StrAppend(text, "exact\n");
  const auto format = [](std::string* out, const std::pair<std::string, Value>& field) {
    absl::StrAppend(out, field.first, "=", PrintValue(field.second));
  };
  line("params", absl::StrJoin(transcript.parameters, " ", format));
  if (transcript.cases.empty()) return;
  absl::StrAppend(text, "cases {\n");
  for (const CaseRow& row : transcript.cases) {
    absl::StrAppend(text, "  ", row.name, row.variables.empty() ? "" : " ", absl::StrJoin(row.variables, " ", format));
    if (!row.rows.empty()) absl::StrAppend(text, " row ", absl::StrJoin(row.rows, " "));
    absl::StrAppend(text, "\n");
  }
  absl::StrAppend(text, "}\n");
}

}  // namespace

std::string PrintStep(const Step& step, int indent) { return StepPrinter(indent, "").Print(step); }

std::string PrintTranscript(const Transcript& transcript) {
  std::string text;
  PrintHeader(transcript, &text);
  absl::StrAppend(&text, "\n");
  for (const Step& step : transcript.steps) absl::StrAppend(&text, PrintStep(step), "\n");
  return text;
}

}  // namespace rtmpspec
