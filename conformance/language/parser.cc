#include "conformance/language/parser.h"

#include "conformance/language/builder.h"
#include "conformance/language/syntax.h"

namespace rtmpspec {

absl::StatusOr<Transcript> ParseTranscript(absl::string_view text, absl::string_view file, absl::string_view id) {
  const absl::StatusOr<SyntaxNode> root = ParseTranscriptSyntax(text, file);
  if (!root.ok()) return root.status();
  Transcript transcript;
  transcript.id = std::string(id);
  transcript.position = Position{std::string(file), 1, 1};
  Builder builder(text, file);
  for (const SyntaxNode& child : root->children) {
    if (child.kind == Syntax::kStep) {
      builder.BuildStep(child, "", &transcript.steps);
    } else {
      builder.BuildHeader(child, &transcript);
    }
  }
  if (!builder.status().ok()) return builder.status();
  return transcript;
}

absl::StatusOr<Value> ParseValue(absl::string_view text) {
  const absl::StatusOr<SyntaxNode> root = ParseValueSyntax(text, "value");
  if (!root.ok()) return root.status();
  Builder builder(text, "value");
  Value value = builder.BuildValue(root->children[0]);
  if (!builder.status().ok()) return builder.status();
  return value;
}

}  // namespace rtmpspec
