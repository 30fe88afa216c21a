// For the tests of this folder.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_LANGUAGE_TESTING_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_LANGUAGE_TESTING_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/parser.h"
#include "gtest/gtest.h"

namespace rtmpspec {

// The steps of a transcript that holds nothing else; a failure and no steps if they do not parse. They begin on line 2.
inline Steps ParseSteps(const std::string& text) {
  absl::StatusOr<Transcript> transcript = ParseTranscript(absl::StrCat("transcript 1\n", text), "t", "t");
  if (!transcript.ok()) {
    ADD_FAILURE() << transcript.status().message();
    return {};
  }
  return std::move(transcript->steps);
}

// The only step of `text`, which must be a `T`.
template <typename T>
T ParseStep(const std::string& text) {
  const Steps steps = ParseSteps(text);
  if (steps.size() != 1 || !std::holds_alternative<T>(steps[0].what)) {
    ADD_FAILURE() << "not one step of the kind that was expected: " << text;
    return T();
  }
  return std::get<T>(steps[0].what);
}

inline Value ParseGoodValue(const std::string& text) {
  absl::StatusOr<Value> value = ParseValue(text);
  if (!value.ok()) {
    ADD_FAILURE() << value.status().message();
    return Value();
  }
  return *std::move(value);
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_LANGUAGE_TESTING_H_
