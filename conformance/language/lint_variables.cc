#include <set>

#include "absl/strings/str_cat.h"
#include "conformance/language/lint_rules.h"
#include "conformance/language/walk.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

// Follows the steps in the order of the run. An alternative's captures count as made.
class VariableLint {
 public:
  VariableLint(const Scenario& scenario, Complaints* complaints) : transcript_(scenario.transcript), complaints_(complaints) {
    for (const auto& [name, value] : scenario.variables) known_.insert(name);
  }

  void Run() {
    ForEachStep(transcript_.steps, [&](const Step& step) { Visit(step); });
    // A named message is evaluated when it is sent.
    for (const Value* value : late_) Used(*value);
  }

 private:
  void Visit(const Step& step) {
    if (std::holds_alternative<LetStep>(step.what)) {
      ForEachValue(step, [&](const Value& value) { late_.push_back(&value); });
      return;
    }
    // C1 random=$r is how a random part gets a name.
    ForEachMessage(step, [&](const Message& message) {
      const Value* random = IsHandshakePacket(message.kind) ? message.field("random") : nullptr;
      if (random != nullptr && random->kind == Value::Kind::kVariable) known_.insert(random->text);
    });
    ForEachValue(step, [&](const Value& value) {
      Used(value);
      if (value.kind == Value::Kind::kCapture) known_.insert(value.text);
    });
    if (const auto* set = std::get_if<SetStep>(&step.what)) known_.insert(set->variable);
    if (const auto* mark = std::get_if<MarkStep>(&step.what)) marks_.insert(mark->variable);
    if (const auto* acks = std::get_if<AcksStep>(&step.what); acks != nullptr && marks_.count(acks->mark) == 0) {
      complaints_->Add(step.position, absl::StrCat("$", acks->mark, " is not marked before"));
    }
    if (const auto* bytes = std::get_if<BytesStep>(&step.what)) {
      for (const BytesStep::Item& item : bytes->items) Bytes(step, bytes->side, item);
    }
  }

  void Used(const Value& value) {
    if (value.kind != Value::Kind::kVariable || known_.count(value.text) > 0) return;
    complaints_->Add(value.position, absl::StrCat("unknown variable $", value.text));
  }

  // ?:4 and $x=?:4 are expected; $x:4 is sent at random where nothing has set it.
  void Bytes(const Step& step, Side side, const BytesStep::Item& item) {
    const Use use = UseOf(transcript_, side);
    const bool any = item.bytes.empty() && (item.variable.empty() || item.capture);
    if (any && use.played) complaints_->Add(step.position, "?:LENGTH cannot be sent: write $x:LENGTH");
    const bool sets = item.capture || (use.played && item.length > 0);
    if (item.variable.empty()) return;
    if (sets) {
      known_.insert(item.variable);
    } else if (known_.count(item.variable) == 0) {
      complaints_->Add(step.position, absl::StrCat("unknown variable $", item.variable));
    }
  }

  const Transcript& transcript_;
  Complaints* complaints_;
  std::set<std::string> known_ = {"app", "tcUrl", "stream", "msid", "time", "i"};
  std::set<std::string> marks_;
  std::vector<const Value*> late_;
};

}  // namespace

void LintVariables(const Scenario& scenario, Complaints* complaints) { VariableLint(scenario, complaints).Run(); }

}  // namespace rtmpspec
