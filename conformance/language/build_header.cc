#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/language/builder.h"

namespace rtmpspec {

void Builder::BuildCases(const SyntaxNode& node, Transcript* transcript) {
  std::set<std::string> names;
  for (const SyntaxNode& child : node.children) {
    CaseRow row;
    row.name = std::string(child.children[0].text);
    if (!names.insert(row.name).second) Fail(child, absl::StrCat("the case '", row.name, "' is written twice"));
    for (size_t i = 1; i < child.children.size(); ++i) {
      const SyntaxNode& part = child.children[i];
      if (part.kind == Syntax::kRow) {
        for (std::string& id : Names(part)) row.rows.push_back(std::move(id));
      } else {
        AddField(part, &row.variables);
      }
    }
    transcript->cases.push_back(std::move(row));
  }
  if (transcript->cases.empty()) Fail(node, "a table of no cases");
}

void Builder::BuildHeader(const SyntaxNode& node, Transcript* transcript) {
  if (!header_seen_.insert(node.kind).second) {
    return Fail(node, "this header line is written twice");
  }
  switch (node.kind) {
    case Syntax::kTitle:
      transcript->title = std::string(absl::StripAsciiWhitespace(node.text));
      if (transcript->title.empty()) Fail(node, "expected what the transcript is about");
      return;
    case Syntax::kRows: {
      transcript->rows = Names(node);
      std::set<std::string> seen;
      for (const SyntaxNode& row : node.children) {
        if (!seen.insert(std::string(row.text)).second) Fail(row, absl::StrCat("'", row.text, "' is written twice"));
      }
      return;
    }
    case Syntax::kPeer:
      for (const SyntaxNode& role : node.children) {
        (role.text == "server" ? transcript->server_under_test : transcript->client_under_test) = true;
      }
      return;
    case Syntax::kDrive:
      transcript->drive = std::string(node.children[0].text);
      return;
    case Syntax::kTags:
      transcript->tags = Names(node);
      return;
    case Syntax::kPin:
      for (const SyntaxNode& pin : node.children) {
        transcript->pins.emplace_back(pin.children[0].text, pin.children[1].text);
      }
      return;
    case Syntax::kNeeds:
      transcript->needs = std::string(node.children[0].text);
      return;
    case Syntax::kExact:
      transcript->exact = true;
      return;
    case Syntax::kParams:
      for (const SyntaxNode& field : node.children) AddField(field, &transcript->parameters);
      return;
    case Syntax::kCases:
      return BuildCases(node, transcript);
    default:
      return Fail(node, "expected a header line");
  }
}

}  // namespace rtmpspec
