#include "conformance/language/transcript.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace rtmpspec {
namespace {

const Value* FindIn(const std::vector<std::pair<std::string, Value>>& values, const std::string& name) {
  const auto it = std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == name; });
  return it == values.end() ? nullptr : &it->second;
}

bool SameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool IsSigned(const Value& number) { return !number.text.empty() && number.text[0] == '+'; }

}  // namespace

const Value* Message::field(const std::string& name) const { return FindIn(fields, name); }
const Value* Message::option(const std::string& name) const { return FindIn(options, name); }

bool operator==(const Value& a, const Value& b) {
  // @length=+1 is relative, @length=1 is not: a sign is more than spelling.
  const bool spelling_only = a.kind == Value::Kind::kNumber && IsSigned(a) == IsSigned(b);
  return a.kind == b.kind && SameNumber(a.number, b.number) && SameNumber(a.upper, b.upper) && a.boolean == b.boolean &&
         a.has_count == b.has_count && a.open == b.open && (spelling_only || a.text == b.text) && a.bytes == b.bytes &&
         a.properties == b.properties && a.items == b.items;
}

bool operator==(const Message& a, const Message& b) {
  const auto tie = [](const Message& m) { return std::tie(m.kind, m.quoted, m.fields, m.arguments, m.open, m.options); };
  return tie(a) == tie(b);
}

namespace {

// One overload for each kind of step, its members tied.
auto Tie(const Check& s) { return std::tie(s.name, s.row); }
auto Tie(const Outcome& s) { return std::tie(s.verdict, s.note, s.record_key, s.record_value, s.stop); }
auto Tie(const MessageStep& s) { return std::tie(s.side, s.message, s.optional, s.skipping); }
auto Tie(const BytesStep::Item& s) { return std::tie(s.bytes, s.variable, s.capture, s.length); }
auto Tie(const ChunksStep::Item& s) { return std::tie(s.name, s.rest); }
auto Tie(const AbandonStep& s) { return std::tie(s.name); }
auto Tie(const LetStep& s) { return std::tie(s.name, s.message); }
auto Tie(const GroupStep& s) { return std::tie(s.side, s.ordered, s.steps, s.skipping); }
auto Tie(const NothingStep& s) { return std::tie(s.side, s.matching); }
auto Tie(const SilenceStep&) { return std::tuple<>(); }
auto Tie(const SyncStep&) { return std::tuple<>(); }
auto Tie(const AliveStep&) { return std::tuple<>(); }
auto Tie(const QuietStep& s) { return std::tie(s.milliseconds); }
auto Tie(const ClosesStep& s) { return std::tie(s.side, s.how); }
auto Tie(const StateStep& s) { return std::tie(s.states); }
auto Tie(const DeliversStep& s) { return std::tie(s.side, s.message); }
auto Tie(const MarkStep& s) { return std::tie(s.variable); }
auto Tie(const AcksStep& s) { return std::tie(s.side, s.mark, s.unacked_at_most, s.increasing, s.cumulative, s.slack); }
auto Tie(const RepeatStep& s) { return std::tie(s.count, s.time_step, s.from, s.count_variable, s.from_variable, s.steps); }
auto Tie(const AutoStep& s) { return std::tie(s.on); }
auto Tie(const ServeStep& s) { return std::tie(s.until); }
auto Tie(const SetStep& s) { return std::tie(s.variable, s.value); }
auto Tie(const UseStep& s) { return std::tie(s.name, s.arguments); }

template <typename T>
bool Same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return Tie(x) == Tie(y); });
}

template <typename T>
bool Same(const T& a, const T& b) {
  return Tie(a) == Tie(b);
}
bool Same(const BytesStep& a, const BytesStep& b) { return a.side == b.side && Same(a.items, b.items) && a.lines == b.lines; }
bool Same(const ChunksStep& a, const ChunksStep& b) { return a.side == b.side && Same(a.items, b.items); }
bool Same(const OneOfStep& a, const OneOfStep& b) {
  return a.side == b.side && std::equal(a.alternatives.begin(), a.alternatives.end(), b.alternatives.begin(),
                                        b.alternatives.end(), [](const Alternative& x, const Alternative& y) {
                                          return x.steps == y.steps && Tie(x.outcome) == Tie(y.outcome);
                                        });
}

}  // namespace

bool operator==(const Step& a, const Step& b) {
  if (a.what.index() != b.what.index() || a.connection != b.connection || a.check.has_value() != b.check.has_value())
    return false;
  if (a.check.has_value() && Tie(*a.check) != Tie(*b.check)) return false;
  return std::visit([&](const auto& step) { return Same(step, std::get<std::decay_t<decltype(step)>>(b.what)); }, a.what);
}

bool operator==(const Transcript& a, const Transcript& b) {
  const auto tie = [](const Transcript& t) {
    return std::tie(t.id, t.title, t.rows, t.server_under_test, t.client_under_test, t.drive, t.tags, t.pins, t.needs,
                    t.parameters, t.exact, t.steps);
  };
  return tie(a) == tie(b) &&
         std::equal(a.cases.begin(), a.cases.end(), b.cases.begin(), b.cases.end(), [](const CaseRow& x, const CaseRow& y) {
           return std::tie(x.name, x.variables, x.rows) == std::tie(y.name, y.variables, y.rows);
         });
}

}  // namespace rtmpspec
