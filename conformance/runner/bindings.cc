#include "conformance/runner/bindings.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "conformance/runner/script_values.h"

namespace rtmpspec {
namespace {

constexpr double kModulus = 4294967296.0;  // 2^32: timestamps and byte counts wrap there

double AddModulo(double a, double b) {
  const double sum = std::fmod(a + b, kModulus);
  return sum < 0 ? sum + kModulus : sum;
}

absl::Status UnknownVariable(const Value& value) {
  return absl::NotFoundError(ErrorAt(value.position, absl::StrCat("unknown variable $", value.text)).message());
}

// `$x=?5` anywhere inside `value`. The parser bounds the depth of a value.
absl::Status BindCaptures(const Value& value, Bindings* bindings) {
  for (const auto& [name, property] : value.properties) {
    if (absl::Status status = BindCaptures(property, bindings); !status.ok()) return status;
  }
  for (const Value& item : value.items) {
    if (absl::Status status = BindCaptures(item, bindings); !status.ok()) return status;
  }
  if (value.kind != Value::Kind::kCapture) return absl::OkStatus();
  absl::StatusOr<Value> played = bindings->Evaluate(value, /*playing=*/true);
  if (!played.ok()) return played.status();
  bindings->Set(value.text, *std::move(played));
  return absl::OkStatus();
}

// join("a", $b): one string.
absl::StatusOr<Value> Joined(const Value& call) {
  Value joined = StringValue("");
  joined.position = call.position;
  for (const Value& item : call.items) {
    if (item.kind != Value::Kind::kString) {
      return ErrorAt(item.position, absl::StrCat("join takes strings, not ", KindName(item.kind)));
    }
    joined.text += item.text;
  }
  return joined;
}

}  // namespace

void Bindings::SetNumber(const std::string& name, double number) { Set(name, NumberValue(number)); }

void Bindings::SetString(const std::string& name, std::string text) { Set(name, StringValue(std::move(text))); }

const Value* Bindings::Find(const std::string& name) const {
  const auto it = values_.find(name);
  return it == values_.end() ? nullptr : &it->second;
}

absl::StatusOr<Value> Bindings::Evaluate(const Value& value, bool playing) const {
  if (value.kind == Value::Kind::kVariable) {
    const Value* found = Find(value.text);
    if (found == nullptr)
      return absl::NotFoundError(ErrorAt(value.position, absl::StrCat("unknown variable $", value.text)).message());
    Value result = *found;
    result.position = value.position;
    if (value.number == 0) return result;
    if (result.kind != Value::Kind::kNumber) {
      return ErrorAt(value.position,
                     absl::StrCat("$", value.text, " is ", KindName(result.kind), ": nothing can be added to it"));
    }
    result.number = AddModulo(result.number, value.number);
    result.text.clear();
    return result;
  }
  if (playing) {
    switch (value.kind) {
      case Value::Kind::kAny:
      case Value::Kind::kCapture:
      case Value::Kind::kOneOf:
        if (value.items.empty())
          return ErrorAt(value.position, "a bare ? stands for no value that could be played; write ?value");
        return Evaluate(value.items[0], playing);
      case Value::Kind::kRange: {
        Value lower = NumberValue(value.number);
        lower.position = value.position;
        return lower;
      }
      case Value::Kind::kRegex:
        return ErrorAt(value.position, "a regular expression stands for no value that could be played");
      default:
        break;
    }
  }
  Value result = value;
  // ecma(count=$n){..}, nest($n, {}) and ref($n) keep the variable's name where their number will be.
  const bool counted =
      value.kind == Value::Kind::kEcmaArray || value.kind == Value::Kind::kNest || value.kind == Value::Kind::kReference;
  if (counted && !value.text.empty()) {
    const Value* found = Find(value.text);
    if (found == nullptr) return UnknownVariable(value);
    if (found->kind != Value::Kind::kNumber) {
      return ErrorAt(value.position, absl::StrCat("$", value.text, " must be a number here, not ", KindName(found->kind)));
    }
    result.number = found->number;
    result.text.clear();
  }
  for (auto& [name, property] : result.properties) {
    absl::StatusOr<Value> evaluated = Evaluate(property, playing);
    if (!evaluated.ok()) return evaluated.status();
    property = *std::move(evaluated);
  }
  for (Value& item : result.items) {
    absl::StatusOr<Value> evaluated = Evaluate(item, playing);
    if (!evaluated.ok()) return evaluated.status();
    item = *std::move(evaluated);
  }
  if (result.kind == Value::Kind::kCall && result.text == "join") return Joined(result);
  return result;
}

absl::Status BindPlayed(const Message& message, Bindings* bindings) {
  Bindings bound = *bindings;
  for (const auto& [name, field] : message.fields) {
    if (absl::Status status = BindCaptures(field, &bound); !status.ok()) return status;
  }
  for (const Value& argument : message.arguments) {
    if (absl::Status status = BindCaptures(argument, &bound); !status.ok()) return status;
  }
  *bindings = std::move(bound);
  return absl::OkStatus();
}

}  // namespace rtmpspec
