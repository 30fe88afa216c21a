#include "conformance/runner/script_values.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rtmpspec {

Value NumberValue(double number) {
  Value value;
  value.kind = Value::Kind::kNumber;
  value.number = number;
  return value;
}

Value StringValue(std::string text) {
  Value value;
  value.kind = Value::Kind::kString;
  value.text = std::move(text);
  return value;
}

Value HexValue(std::vector<uint8_t> bytes) {
  Value value;
  value.kind = Value::Kind::kHex;
  value.bytes = std::move(bytes);
  return value;
}

Value NullValue() { return Value(); }

absl::string_view KindName(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::kNumber:
      return "a number";
    case Value::Kind::kString:
      return "a string";
    case Value::Kind::kBoolean:
      return "a boolean";
    case Value::Kind::kNull:
      return "null";
    case Value::Kind::kUndefined:
      return "undefined";
    case Value::Kind::kObject:
      return "an object";
    case Value::Kind::kEcmaArray:
      return "an ECMA array";
    case Value::Kind::kTypedObject:
      return "a typed object";
    case Value::Kind::kStrictArray:
      return "a strict array";
    case Value::Kind::kDate:
      return "a date";
    case Value::Kind::kLongString:
      return "a long string";
    case Value::Kind::kXml:
      return "an XML document";
    case Value::Kind::kReference:
      return "a reference";
    case Value::Kind::kAmf3:
      return "an AMF3 value";
    case Value::Kind::kNest:
      return "nested objects";
    case Value::Kind::kHex:
      return "bytes";
    case Value::Kind::kAny:
      return "anything";
    case Value::Kind::kRange:
      return "a range";
    case Value::Kind::kOneOf:
      return "a choice";
    case Value::Kind::kRegex:
      return "a regular expression";
    case Value::Kind::kVariable:
      return "a variable";
    case Value::Kind::kCapture:
      return "a capture";
    case Value::Kind::kCall:
      return "a generator";
    case Value::Kind::kWord:
      return "a word";
  }
  return "a value";
}

absl::StatusOr<uint32_t> AsUint32(const Value& value, absl::string_view what, uint32_t max) {
  if (value.kind != Value::Kind::kNumber) {
    return ErrorAt(value.position, absl::StrCat(what, " must be a number, not ", KindName(value.kind)));
  }
  // The comparison also refuses NaN.
  if (!(value.number >= 0 && value.number <= max) || value.number != std::floor(value.number)) {
    return ErrorAt(value.position, absl::StrCat(what, " must be a whole number within 0..", max, ", not ", value.number));
  }
  return static_cast<uint32_t>(value.number);
}

absl::Status ErrorAt(const Position& position, absl::string_view text) {
  if (position.line == 0) return absl::InvalidArgumentError(text);
  return absl::InvalidArgumentError(absl::StrCat(position.file, ":", position.line, ":", position.column, ": ", text));
}

}  // namespace rtmpspec
