#include <set>

#include "absl/strings/str_cat.h"
#include "conformance/language/lint_rules.h"
#include "conformance/language/walk.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

// What `?5`, `$x=5` and `5|6` are when they are sent.
bool StandsForItsItems(const Value& value) {
  return value.kind == Kind::kAny || value.kind == Kind::kCapture || value.kind == Kind::kOneOf;
}

void LintPlayed(const Value& value, Complaints* complaints) {
  if (value.kind == Kind::kAny && value.items.empty()) {
    return complaints->Add(value.position, "a bare '?' cannot be sent: write ?VALUE");
  }
  if (value.kind == Kind::kRegex) return complaints->Add(value.position, "a regular expression cannot be sent");
  if (StandsForItsItems(value)) return LintPlayed(value.items[0], complaints);
  for (const auto& [key, property] : value.properties) LintPlayed(property, complaints);
  for (const Value& item : value.items) LintPlayed(item, complaints);
}

void LintPattern(const Value& value, Complaints* complaints) {
  ForEachValueIn(value, [&](const Value& inner) {
    std::set<std::string> keys;
    for (const auto& [key, property] : inner.properties) {
      if (keys.insert(key).second) continue;
      complaints->Add(property.position, absl::StrCat("the property '", key, "' is written twice: no object matches this"));
    }
  });
}

}  // namespace

void LintValue(const Value& value, Use use, Complaints* complaints) {
  if (use.played) LintPlayed(value, complaints);
  if (use.checked) LintPattern(value, complaints);
}

void LintAmfValue(const Value& value, const std::string& kind, Complaints* complaints) {
  ForEachValueIn(value, [&](const Value& inner) {
    if (inner.kind != Kind::kWord && inner.kind != Kind::kCall) return;
    if (inner.kind == Kind::kCall && inner.text == "join") return;
    complaints->Add(inner.position, absl::StrCat("'", inner.text, "' is no value that ", kind, " could carry"));
  });
}

void LintPayload(const Value& value, const std::string& kind, Complaints* complaints) {
  if (StandsForItsItems(value)) {
    for (const Value& item : value.items) LintPayload(item, kind, complaints);
    return;
  }
  if (value.kind == Kind::kHex || value.kind == Kind::kVariable) return;
  const MessageWord* generator = value.kind == Kind::kCall || value.kind == Kind::kWord ? FindGenerator(value.text) : nullptr;
  if (generator == nullptr) {
    return complaints->Add(value.position,
                           absl::StrCat("the payload of ", kind, " is hex(..) or a generator such as aac(90, 2)"));
  }
  const int count = static_cast<int>(value.items.size());
  if (count < generator->least || count > generator->most) {
    complaints->Add(value.position, absl::StrCat("expected ", generator->usage));
  }
}

}  // namespace rtmpspec
