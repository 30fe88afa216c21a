#include "conformance/language/substitute.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "conformance/language/walk.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

constexpr double kModulus = 4294967296.0;
constexpr double kMostRepeats = 1000000;

const Value* Find(const Variables& variables, const std::string& name) {
  const auto it = std::find_if(variables.begin(), variables.end(), [&](const auto& v) { return v.first == name; });
  return it == variables.end() ? nullptr : &it->second;
}

bool HasNumberByName(const Value& value) {
  const bool kind = value.kind == Kind::kEcmaArray || value.kind == Kind::kNest || value.kind == Kind::kReference;
  return kind && !value.text.empty();
}

// A number written as a variable becomes the number, or the name of another variable. False if the value is neither.
bool PutNumber(const Value& replacement, double* number, std::string* variable) {
  if (replacement.kind == Kind::kNumber) {
    *number = replacement.number;
    variable->clear();
    return true;
  }
  const bool renamed = replacement.kind == Kind::kVariable && replacement.number == 0;
  *variable = renamed ? replacement.text : "";
  return renamed;
}

class Substitution {
 public:
  Substitution(const Variables& variables, std::vector<std::string>* complaints)
      : variables_(variables), complaints_(complaints) {}

  void Numbers(Step& step) {
    if (auto* repeat = std::get_if<RepeatStep>(&step.what)) {
      double count = repeat->count;
      Number(step.position, &count, &repeat->count_variable);
      Number(step.position, &repeat->from, &repeat->from_variable);
      if (!(count >= 0 && count <= kMostRepeats)) {
        Complain(step.position, "expected a count from 0 to 1000000");
        count = 0;
      }
      repeat->count = static_cast<int>(count);
    }
    ForEachValue(step, [&](Value& value) {
      if (HasNumberByName(value)) Number(value.position, &value.number, &value.text);
    });
  }

  void Values(Step& step) {
    ForEachRoot(step, [&](Value& value) { Replace(&value); });
    if (auto* bytes = std::get_if<BytesStep>(&step.what)) {
      for (BytesStep::Item& item : bytes->items) Bytes(step.position, bytes, &item);
    }
  }

 private:
  void Complain(const Position& position, const std::string& message) { complaints_->push_back(Complaint(position, message)); }

  void Number(const Position& position, double* number, std::string* variable) {
    if (variable->empty()) return;
    const Value* replacement = Find(variables_, *variable);
    if (replacement == nullptr) return;
    const std::string name = *variable;
    if (!PutNumber(*replacement, number, variable)) Complain(position, absl::StrCat("$", name, " must be a number here"));
  }

  // What has been put in is not looked into again: an argument may use the parameter's name for a variable of its own.
  void Replace(Value* value) {
    if (value->kind == Kind::kVariable) return Variable(value);
    for (auto& property : value->properties) Replace(&property.second);
    for (Value& item : value->items) Replace(&item);
  }

  void Variable(Value* value) {
    const Value* found = Find(variables_, value->text);
    if (found == nullptr) return;
    Value replacement = *found;
    replacement.position = value->position;
    if (value->number != 0) {
      if (replacement.kind == Kind::kNumber) {
        const double sum = std::fmod(replacement.number + value->number, kModulus);
        replacement.number = sum < 0 ? sum + kModulus : sum;
        replacement.text.clear();
      } else if (replacement.kind == Kind::kVariable) {
        replacement.number += value->number;
      } else {
        Complain(value->position, absl::StrCat("$", value->text, " is no number, nothing can be added to it"));
      }
    }
    *value = std::move(replacement);
  }

  void Bytes(const Position& position, BytesStep* step, BytesStep::Item* item) {
    const Value* replacement = item->variable.empty() || item->capture ? nullptr : Find(variables_, item->variable);
    if (replacement == nullptr) return;
    if (replacement->kind == Kind::kHex) {
      item->bytes = replacement->bytes;
      item->variable.clear();
      item->length = 0;
    } else if (replacement->kind == Kind::kVariable && replacement->number == 0) {
      item->variable = replacement->text;
    } else {
      Complain(position, absl::StrCat("$", item->variable, " must be hex(..) to stand between bytes"));
    }
    step->lines.clear();  // they no longer say what is sent
  }

  const Variables& variables_;
  std::vector<std::string>* complaints_;
};

}  // namespace

std::string Complaint(const Position& position, const std::string& message) {
  return absl::StrCat(position.file, ":", position.line, ":", position.column, ": ", message);
}

void Substitute(const Variables& variables, Steps* steps, std::vector<std::string>* complaints) {
  Substitution substitution(variables, complaints);
  ForEachStep(*steps, [&](Step& step) {
    substitution.Numbers(step);
    substitution.Values(step);
  });
}

void ResolveNumbers(const Variables& variables, Steps* steps, std::vector<std::string>* complaints) {
  Substitution substitution(variables, complaints);
  ForEachStep(*steps, [&](Step& step) {
    substitution.Numbers(step);
    const auto missing = [&](const Position& position, const std::string& variable) {
      if (variable.empty()) return;
      complaints->push_back(Complaint(position, absl::StrCat("$", variable, " must be set by a case or a parameter")));
    };
    if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) {
      missing(step.position, repeat->count_variable);
      missing(step.position, repeat->from_variable);
    }
    ForEachValue(step, [&](const Value& value) {
      if (HasNumberByName(value)) missing(value.position, value.text);
    });
  });
}

std::set<std::string> UsedVariables(const Steps& steps) {
  std::set<std::string> used;
  ForEachStep(steps, [&](const Step& step) {
    ForEachValue(step, [&](const Value& value) {
      if (value.kind == Kind::kVariable || HasNumberByName(value)) used.insert(value.text);
    });
    if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) {
      used.insert(repeat->count_variable);
      used.insert(repeat->from_variable);
    }
    if (const auto* acks = std::get_if<AcksStep>(&step.what)) used.insert(acks->mark);
    if (const auto* bytes = std::get_if<BytesStep>(&step.what)) {
      for (const BytesStep::Item& item : bytes->items) {
        if (!item.capture) used.insert(item.variable);
      }
    }
  });
  return used;
}

}  // namespace rtmpspec
