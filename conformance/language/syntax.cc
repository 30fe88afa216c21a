#include "conformance/language/syntax.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/language/grammar.h"
#include "conformance/language/hints.h"
#include "tao/pegtl/contrib/parse_tree.hpp"

namespace rtmpspec {
namespace grammar {
namespace {

size_t Indentation(const char* line, const char* end) {
  const char* text = std::find_if(line, end, [](char c) { return c != ' ' && c != '\t'; });
  return text - line;
}

}  // namespace

size_t byte_lines::Length(const char* begin, const char* here, const char* end) {
  const char* line = here;
  while (line != begin && line[-1] != '\n') --line;
  const size_t outer = Indentation(line, end);
  const char* taken = here;
  const char* next = std::find(here, end, '\n');
  while (next != end) {
    const char* line_end = std::find(next + 1, end, '\n');
    const size_t indentation = Indentation(next + 1, line_end);
    const char* first = next + 1 + indentation;
    const bool blank = first == line_end || *first == '\r' || *first == '#';
    if (!blank && indentation <= outer) break;
    if (!blank) taken = line_end;
    next = line_end;
  }
  return taken - here;
}

}  // namespace grammar

namespace {

struct TreeNode : tao::pegtl::parse_tree::basic_node<TreeNode> {
  Syntax kind = Syntax::kRoot;

  template <typename Rule, typename Input, typename... States>
  void start(const Input& in, States&&...) {
    kind = Rule::kind;
    m_begin = in.iterator();
  }
};

template <typename Rule>
struct Selected {
  static constexpr bool value = requires { Rule::kind; };
};

SyntaxNode Convert(const TreeNode& tree) {
  SyntaxNode node;
  node.kind = tree.kind;
  if (tree.has_content()) {
    node.text = absl::string_view(tree.m_begin.data, tree.m_end.data - tree.m_begin.data);
    node.line = static_cast<int>(tree.m_begin.line);
    node.column = static_cast<int>(tree.m_begin.column);
  }
  node.children.reserve(tree.children.size());
  for (const auto& child : tree.children) node.children.push_back(Convert(*child));
  return node;
}

template <typename Grammar>
absl::StatusOr<SyntaxNode> Parse(absl::string_view text, absl::string_view file) {
  tao::pegtl::memory_input<> input(text.data(), text.data() + text.size(), "");
  grammar::Context context;
  try {
    const auto tree = tao::pegtl::parse_tree::parse<Grammar, TreeNode, Selected>(input, context);
    return Convert(*tree);
  } catch (const tao::pegtl::parse_error& error) {
    const auto& position = error.positions().front();
    const std::string_view message = error.message();
    const grammar::Open* open = context.open.empty() ? nullptr : &context.open.back();
    return ErrorAt(
        text, file, static_cast<int>(position.line), static_cast<int>(position.column),
        Hint({message.data(), message.size()}, text.substr(std::min(position.byte, text.size())),
             open == nullptr ? ' ' : open->bracket, open == nullptr ? 0 : open->line, static_cast<int>(position.line)));
  }
}

}  // namespace

absl::StatusOr<SyntaxNode> ParseTranscriptSyntax(absl::string_view text, absl::string_view file) {
  return Parse<grammar::transcript>(text, file);
}

absl::StatusOr<SyntaxNode> ParseValueSyntax(absl::string_view text, absl::string_view file) {
  return Parse<grammar::single_value>(text, file);
}

}  // namespace rtmpspec
