// Syntax tree to model. Internal to this folder.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_BUILDER_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_BUILDER_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "conformance/language/syntax.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

// Keeps the first error; what it builds after one is of no use. Recursion is as deep as the tree, which the grammar bounds.
class Builder {
 public:
  Builder(absl::string_view text, absl::string_view file) : text_(text), file_(file) {}

  Value BuildValue(const SyntaxNode& node);      // kValue, or any primary
  Message BuildMessage(const SyntaxNode& node);  // kMessage
  void BuildHeader(const SyntaxNode& node, Transcript* transcript);
  // Appends what the node stands for: nothing or one step, or the steps of an `on x { ... }`.
  void BuildStep(const SyntaxNode& node, const std::string& connection, Steps* steps);

  const absl::Status& status() const { return status_; }

 private:
  using Named = std::vector<std::pair<std::string, Value>>;

  void Fail(const SyntaxNode& at, absl::string_view message);
  Position At(const SyntaxNode& node) const;

  // Values.
  void BuildPrimary(const SyntaxNode& node, Value* value);
  void BuildObject(const SyntaxNode& node, Value* value);
  void BuildCall(const SyntaxNode& node, Value* value);
  void BuildPrefixed(const SyntaxNode& node, Value* value);
  double BuildNumber(const SyntaxNode& node);
  std::string BuildString(const SyntaxNode& node);
  std::vector<uint8_t> BuildHex(const SyntaxNode& node, absl::string_view digits);
  // A number, or the name of the variable that will become one.
  void BuildNumberOrVariable(const SyntaxNode& node, double* number, std::string* variable);

  // Messages.
  // Fails for words of steps and for `command`, which a message may be called only in quotes.
  void MustBeMessage(const SyntaxNode& kind);
  void BuildParts(const SyntaxNode* begin, const SyntaxNode* end, Message* message);
  void AddField(const SyntaxNode& node, Named* fields);

  // Steps.
  Step NewStep(const SyntaxNode& node, const std::string& connection) const;
  void BuildSideStep(const SyntaxNode& node, const std::string& connection, Steps* steps);
  void BuildSideBody(const SyntaxNode& node, Side side, Step* step);
  void BuildOn(const SyntaxNode& node, Steps* steps);
  void BuildRepeat(const SyntaxNode& node, const std::string& connection, RepeatStep* step);
  void BuildGroup(const SyntaxNode& node, Side side, const std::string& connection, GroupStep* group);
  void BuildOneOf(const SyntaxNode& node, Side side, const std::string& connection, OneOfStep* one_of);
  void BuildAlternativeStep(const SyntaxNode& node, Side side, const std::string& connection, Steps* steps);
  void BuildOutcome(const SyntaxNode& alternative, Outcome* outcome);
  AcksStep BuildAcks(const SyntaxNode& node, Side side);
  BytesStep BuildBytes(const SyntaxNode& node, Side side);
  void BuildByteLine(const SyntaxNode& at, absl::string_view line, BytesStep* bytes);
  void BuildTails(const SyntaxNode& node, Step* step, std::vector<std::string>* skipping);
  std::vector<std::string> Names(const SyntaxNode& node) const;

  // The header.
  void BuildCases(const SyntaxNode& node, Transcript* transcript);

  absl::string_view text_;
  absl::string_view file_;
  std::set<Syntax> header_seen_;
  absl::Status status_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_BUILDER_H_
