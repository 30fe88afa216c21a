#include "conformance/runner/value_match.h"

#include <cmath>
#include <regex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_message.h"
#include "conformance/runner/script_values.h"

namespace rtmpspec {
namespace {

// std::regex takes stack for each character: longer strings match no regular expression.
constexpr size_t kMaxRegexText = 1024;

using Path = std::vector<size_t>;

class ValueMatcher {
 public:
  explicit ValueMatcher(Bindings* bindings) : bindings_(bindings) {}

  std::optional<ValueMismatch> Match(const Value& pattern, const Value& actual, const std::string& what) {
    switch (pattern.kind) {
      case Value::Kind::kAny:
        return std::nullopt;
      case Value::Kind::kCapture: {
        if (!pattern.items.empty()) {
          if (auto mismatch = Match(pattern.items[0], actual, what)) return mismatch;
        }
        bindings_->Set(pattern.text, actual);
        return std::nullopt;
      }
      case Value::Kind::kCall:
      case Value::Kind::kVariable: {
        absl::StatusOr<Value> value = bindings_->Evaluate(pattern, /*playing=*/false);
        if (!value.ok()) return At(std::string(value.status().message()));
        if (value->kind == Value::Kind::kCall) return At(absl::StrCat(value->text, "(..) is no value"));
        return Match(*value, actual, what);
      }
      case Value::Kind::kOneOf:
        return MatchOneOf(pattern, actual, what);
      case Value::Kind::kRange:
        if (actual.kind != Value::Kind::kNumber) return WrongKind("a number", actual, what);
        if (actual.number >= pattern.number && actual.number <= pattern.upper) return std::nullopt;
        return Expected(pattern, actual, what);
      case Value::Kind::kRegex:
        return MatchRegex(pattern, actual, what);
      case Value::Kind::kWord:
        return MatchLimitType(pattern, actual, what);
      case Value::Kind::kHex:
      case Value::Kind::kNest:
        return MatchEncoded(pattern, actual, what);
      default:
        return MatchPlain(pattern, actual, what);
    }
  }

 private:
  ValueMismatch At(std::string reason) const { return {std::move(reason), path_}; }

  ValueMismatch Expected(const Value& pattern, const Value& actual, const std::string& what) const {
    return At(absl::StrCat(what, " is ", ShortText(actual), ", expected ", ShortText(pattern)));
  }

  ValueMismatch WrongKind(absl::string_view expected, const Value& actual, const std::string& what) const {
    // null and undefined are their own names.
    const bool bare = actual.kind == Value::Kind::kNull || actual.kind == Value::Kind::kUndefined;
    return At(absl::StrCat(what, ": expected ", expected, ", came ", KindName(actual.kind), bare ? "" : " ",
                           bare ? "" : ShortText(actual)));
  }

  std::optional<ValueMismatch> MatchOneOf(const Value& pattern, const Value& actual, const std::string& what) {
    for (const Value& alternative : pattern.items) {
      const Bindings before = *bindings_;
      const Path path = path_;
      if (!Match(alternative, actual, what)) return std::nullopt;
      *bindings_ = before;
      path_ = path;
    }
    return Expected(pattern, actual, what);
  }

  std::optional<ValueMismatch> MatchRegex(const Value& pattern, const Value& actual, const std::string& what) {
    if (actual.kind != Value::Kind::kString && actual.kind != Value::Kind::kLongString)
      return WrongKind("a string", actual, what);
    // std::regex reports a malformed expression by an exception only.
    try {
      if (actual.text.size() <= kMaxRegexText && std::regex_match(actual.text, std::regex(pattern.text))) return std::nullopt;
    } catch (const std::regex_error& error) {
      return At(absl::StrCat("/", pattern.text, "/ is no regular expression: ", error.what()));
    }
    return Expected(pattern, actual, what);
  }

  std::optional<ValueMismatch> MatchLimitType(const Value& pattern, const Value& actual, const std::string& what) {
    const int number = pattern.text == "hard" ? 0 : pattern.text == "soft" ? 1 : pattern.text == "dynamic" ? 2 : -1;
    if (number < 0) return At(absl::StrCat(pattern.text, " is no value"));
    if (actual.kind == Value::Kind::kNumber && actual.number == number) return std::nullopt;
    return Expected(pattern, actual, what);
  }

  // Compares what both are on the wire.
  std::optional<ValueMismatch> MatchEncoded(const Value& pattern, const Value& actual, const std::string& what) {
    rtmp::Buffer expected_bytes, actual_bytes;
    if (!AppendAmf0(pattern, &expected_bytes).ok()) return At(absl::StrCat(ShortText(pattern), " cannot be expected"));
    if (AppendAmf0(actual, &actual_bytes).ok() && expected_bytes == actual_bytes) return std::nullopt;
    return Expected(pattern, actual, what);
  }

  std::optional<ValueMismatch> MatchPlain(const Value& pattern, const Value& actual, const std::string& what) {
    if (pattern.kind != actual.kind) return WrongKind(KindName(pattern.kind), actual, what);
    bool equal = true;
    switch (pattern.kind) {
      case Value::Kind::kNumber:
      case Value::Kind::kReference:
        equal = pattern.number == actual.number || (std::isnan(pattern.number) && std::isnan(actual.number));
        break;
      case Value::Kind::kString:
      case Value::Kind::kLongString:
      case Value::Kind::kXml:
        equal = pattern.text == actual.text;
        break;
      case Value::Kind::kBoolean:
        equal = pattern.boolean == actual.boolean;
        break;
      case Value::Kind::kObject:
        return MatchProperties(pattern, actual, what);
      case Value::Kind::kTypedObject:
        if (pattern.text != actual.text) return Expected(pattern, actual, what);
        return MatchProperties(pattern, actual, what);
      case Value::Kind::kEcmaArray: {
        // `actual` keeps its count apart only where it differs from the number of properties.
        const double count = actual.has_count ? actual.number : static_cast<double>(actual.properties.size());
        if (pattern.has_count && pattern.number != count) {
          return At(absl::StrCat(what, ": expected the count ", ShortText(NumberValue(pattern.number)), ", came ",
                                 ShortText(NumberValue(count))));
        }
        return MatchProperties(pattern, actual, what);
      }
      case Value::Kind::kStrictArray:
      case Value::Kind::kAmf3:
        return MatchItems(pattern, actual, what);
      case Value::Kind::kDate:
        equal = MatchDate(pattern, actual);
        break;
      default:
        break;
    }
    if (equal) return std::nullopt;
    return Expected(pattern, actual, what);
  }

  // A time zone that is not written is 0, as it should be (AMF0 2.13).
  bool MatchDate(const Value& pattern, const Value& actual) {
    for (size_t i = 0; i < 2; ++i) {
      const Value zero = NumberValue(0);
      const Value& expected = i < pattern.items.size() ? pattern.items[i] : zero;
      if (Match(expected, i < actual.items.size() ? actual.items[i] : zero, "date")) return false;
    }
    return true;
  }

  std::optional<ValueMismatch> MatchProperties(const Value& pattern, const Value& actual, const std::string& what) {
    std::vector<bool> matched(actual.properties.size(), false);
    for (const auto& [name, expected] : pattern.properties) {
      size_t i = 0;
      while (i < actual.properties.size() && (matched[i] || actual.properties[i].first != name)) ++i;
      if (i == actual.properties.size()) return At(absl::StrCat(what, ": the property ", name, " is missing"));
      matched[i] = true;
      path_.push_back(i);
      if (auto mismatch = Match(expected, actual.properties[i].second, name)) return mismatch;
      path_.pop_back();
    }
    if (pattern.open) return std::nullopt;
    for (size_t i = 0; i < matched.size(); ++i) {
      if (matched[i]) continue;
      path_.push_back(i);
      return At(absl::StrCat(what, ": unexpected property ", ShortText(StringValue(actual.properties[i].first))));
    }
    return std::nullopt;
  }

  std::optional<ValueMismatch> MatchItems(const Value& pattern, const Value& actual, const std::string& what) {
    for (size_t i = 0; i < pattern.items.size(); ++i) {
      if (i >= actual.items.size()) {
        return At(absl::StrCat(what, ": ", actual.items.size(), " elements, expected ", pattern.open ? "at least " : "",
                               pattern.items.size()));
      }
      path_.push_back(i);
      if (auto mismatch = Match(pattern.items[i], actual.items[i], absl::StrCat("element ", i))) return mismatch;
      path_.pop_back();
    }
    if (pattern.open || actual.items.size() == pattern.items.size()) return std::nullopt;
    return At(absl::StrCat(what, ": ", actual.items.size(), " elements, expected ", pattern.items.size()));
  }

  Bindings* const bindings_;
  Path path_;
};

}  // namespace

std::optional<ValueMismatch> MatchValue(const Value& pattern, const Value& actual, absl::string_view what, Bindings* bindings) {
  return ValueMatcher(bindings).Match(pattern, actual, std::string(what));
}

}  // namespace rtmpspec
