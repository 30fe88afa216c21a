// The parts of the linter. Internal to this folder.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_RULES_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_RULES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/language/substitute.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

// Complaints, each once.
class Complaints {
 public:
  void Add(const Position& position, const std::string& message) {
    std::string text = Complaint(position, message);
    if (seen_.insert(text).second) list_.push_back(std::move(text));
  }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  std::set<std::string> seen_;
  std::vector<std::string> list_;
};

// What becomes of a message: sent in some role of the transcript, expected in some role.
struct Use {
  bool played = false;
  bool checked = false;
};
Use UseOf(const Transcript& transcript, Side side);

using NamedMessages = std::map<std::string, const Message*>;

// lint_messages.cc: one message by itself.
void LintMessage(const Message& message, Use use, const NamedMessages& named, Complaints* complaints);
// lint_values.cc: a value that is sent, or that is expected, wherever it stands.
void LintValue(const Value& value, Use use, Complaints* complaints);
// A value of AMF, matchers included: no word and no payload.
void LintAmfValue(const Value& value, const std::string& kind, Complaints* complaints);
void LintPayload(const Value& value, const std::string& kind, Complaints* complaints);
// lint_variables.cc: variables in the order of the run.
void LintVariables(const Scenario& scenario, Complaints* complaints);
// lint_chunks.cc: `chunks` and `abandon`, and the last chunk of a message that announces more.
void LintChunks(const Scenario& scenario, const NamedMessages& named, Complaints* complaints);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_RULES_H_
