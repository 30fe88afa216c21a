// What the grammars of values and of transcripts are made of. Include from .cc files only: PEGTL is heavy.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_BASE_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_BASE_H_

#include <tao/pegtl.hpp>
#include <utility>
#include <vector>

#include "conformance/language/syntax.h"

namespace rtmpspec::grammar {

using namespace tao::pegtl;  // NOLINT: a grammar is written in PEGTL's words

// Where the brackets stand that are open, for the depth limit and for "to close the '{' of line 12".
struct Open {
  char bracket;
  int line;
};
struct Context {
  std::vector<Open> open;
};

// `Rule` must follow; else the error is "expected " + Rule::expected, at the place where Rule began.
template <typename Rule>
struct expect {
  using rule_t = expect;
  using subs_t = type_list<Rule>;

  template <apply_mode A, rewind_mode, template <typename...> class Action, template <typename...> class Control, typename Input,
            typename... States>
  static bool match(Input& in, States&&... states) {
    if (Control<Rule>::template match<A, rewind_mode::required, Action, Control>(in, states...)) return true;
    throw parse_error(Rule::expected, in);
  }
};

// One level deeper, behind a bracket that has just been read. The context keeps the bracket when an error ends the parse.
template <typename Rule>
struct nested {
  using rule_t = nested;
  using subs_t = type_list<Rule>;

  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input, typename... States>
  static bool match(Input& in, Context& context, States&&... states) {
    if (context.open.size() >= static_cast<size_t>(kMaxNesting)) throw parse_error("nested more than 64 deep", in);
    const auto position = in.iterator();
    context.open.push_back({position.data == in.begin() ? ' ' : position.data[-1], static_cast<int>(position.line)});
    const bool matched = Control<Rule>::template match<A, M, Action, Control>(in, context, states...);
    context.open.pop_back();
    return matched;
  }
};

// Blanks within a line; a backslash at its end continues it.
struct blank_character : sor<one<' ', '\t', '\r'>, seq<one<'\\'>, opt<one<'\r'>>, one<'\n'>>> {};
struct ws : star<blank_character> {};
struct ws1 : plus<blank_character> {};
struct comment : seq<one<'#'>, star<not_one<'\n'>>> {};
// Anything between two things inside brackets.
struct gap : star<sor<blank_character, one<'\n'>, comment>> {};

template <typename Rule>
struct keyword_of : seq<Rule, not_at<identifier_other>> {};

struct comma : seq<gap, one<','>, gap> {};

// Words. `plain_name` may begin with a digit and hold hyphens: rows, cases, connections, records.
struct name : identifier {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "a name";
};
struct plain_name : seq<plus<identifier_other>, star<one<'-', '.'>, plus<identifier_other>>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "a name";
};
struct variable_name : seq<one<'$'>, name> {
  static constexpr char expected[] = "a variable such as $x";
};
struct colon : one<':'> {
  static constexpr char expected[] = "':'";
};
struct equals : one<'='> {
  static constexpr char expected[] = "'='";
};
struct open_brace : one<'{'> {
  static constexpr char expected[] = "'{'";
};
struct close_brace : one<'}'> {
  static constexpr char expected[] = "'}'";
};

}  // namespace rtmpspec::grammar

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_BASE_H_
