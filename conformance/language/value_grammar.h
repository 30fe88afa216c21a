// The grammar of values and messages. Each rule that leaves a node in the tree names its `kind`; each one that can be missed
// says what was `expected`. Alternatives are told apart by their first characters, so that nothing is parsed twice.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_VALUE_GRAMMAR_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_VALUE_GRAMMAR_H_

#include "conformance/language/grammar_base.h"

namespace rtmpspec::grammar {

struct value;
struct primary;

// Numbers: sums are folded, so that a script can say where 2500+1400 comes from.
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct unsigned_number : sor<seq<one<'0'>, one<'x'>, plus<xdigit>>, seq<plus<digit>, opt<one<'.'>, plus<digit>>, opt<exponent>>,
                             keyword_of<TAO_PEGTL_STRING("nan")>, keyword_of<TAO_PEGTL_STRING("inf")>> {};
struct number : seq<opt<one<'+', '-'>>, unsigned_number, star<one<'+', '-'>, unsigned_number>, not_at<identifier_other>> {
  static constexpr Syntax kind = Syntax::kNumber;
  static constexpr char expected[] = "a number";
};
struct sum : plus<one<'+', '-'>, unsigned_number> {
  static constexpr Syntax kind = Syntax::kSum;
};

// Text.
struct escape : sor<one<'n', 't', '"', '\\'>, seq<one<'x'>, xdigit, xdigit>> {
  static constexpr char expected[] = "one of the escapes \\n \\t \\\" \\\\ \\xNN";
};
struct closing_quote : one<'"'> {
  static constexpr char expected[] = "'\"' before the end of the line";
};
struct quoted : seq<one<'"'>, star<sor<seq<one<'\\'>, expect<escape>>, not_one<'"', '\\', '\n'>>>, expect<closing_quote>> {
  static constexpr Syntax kind = Syntax::kString;
  static constexpr char expected[] = "a text in quotes";
};
struct closing_slash : one<'/'> {
  static constexpr char expected[] = "'/' at the end of the regular expression";
};
struct regex : seq<one<'/'>, plus<sor<seq<one<'\\'>, not_one<'\n'>>, not_one<'/', '\\', '\n'>>>, expect<closing_slash>> {
  static constexpr Syntax kind = Syntax::kRegex;
};

// Objects and arrays; "..." stands last.
struct rest : three<'.'> {
  static constexpr Syntax kind = Syntax::kRest;
};
template <typename Item, typename End>
struct list_of : seq<gap, sor<rest, at<End>, seq<expect<Item>, star<comma, not_at<rest>, expect<Item>>, opt<comma, rest>>>, gap,
                     expect<End>> {};

struct property_name : plus<identifier_other> {
  static constexpr Syntax kind = Syntax::kName;
};
struct property : seq<sor<quoted, property_name>, gap, expect<colon>, gap, expect<value>> {
  static constexpr Syntax kind = Syntax::kProperty;
  static constexpr char expected[] = "a property `name: value` or '...'";
};
struct object_end : one<'}'> {
  static constexpr char expected[] = "',' or '}'";
};
struct object : seq<one<'{'>, nested<list_of<property, object_end>>> {
  static constexpr Syntax kind = Syntax::kObject;
  static constexpr char expected[] = "'{'";
};
struct array_end : one<']'> {
  static constexpr char expected[] = "',' or ']'";
};
struct array : seq<one<'['>, nested<list_of<value, array_end>>> {
  static constexpr Syntax kind = Syntax::kArray;
};

struct call_end : one<')'> {
  static constexpr char expected[] = "',' or ')'";
};
struct call : seq<name, one<'('>, nested<seq<gap, opt<value, star<comma, expect<value>>>, gap, expect<call_end>>>> {
  static constexpr Syntax kind = Syntax::kCall;
};
struct hex_bytes : star<sor<xdigit, blank_character, one<'\n'>>> {
  static constexpr Syntax kind = Syntax::kHexBytes;
};
struct hex_end : one<')'> {
  static constexpr char expected[] = "hexadecimal digits and ')'";
};
struct hex : seq<TAO_PEGTL_STRING("hex("), hex_bytes, expect<hex_end>> {
  static constexpr Syntax kind = Syntax::kHex;
};
struct count_word : TAO_PEGTL_STRING("count=") {
  static constexpr char expected[] = "'count='";
};
struct number_or_variable : sor<number, variable_name> {
  static constexpr char expected[] = "a number or a variable";
};
struct count_end : one<')'> {
  static constexpr char expected[] = "')'";
};
struct ecma : seq<TAO_PEGTL_STRING("ecma"), at<one<'{', '('>>,
                  opt<one<'('>, expect<count_word>, expect<number_or_variable>, expect<count_end>>, expect<object>> {
  static constexpr Syntax kind = Syntax::kEcma;
};
struct of_word : keyword_of<sor<TAO_PEGTL_STRING("echo"), TAO_PEGTL_STRING("signed")>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct of_call : seq<of_word, ws1, keyword_of<sor<TAO_PEGTL_STRING("of"), TAO_PEGTL_STRING("for")>>, ws, expect<name>> {
  static constexpr Syntax kind = Syntax::kOfCall;
};
struct prefixed : seq<name, quoted, opt<at<one<'{'>>, object>> {
  static constexpr Syntax kind = Syntax::kPrefixed;
};
struct class_name : seq<identifier, star<one<'.'>, identifier>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct typed : seq<class_name, object> {
  static constexpr Syntax kind = Syntax::kTyped;
};

// Words that end a message: none of them is a value.
struct reserved : keyword_of<sor<TAO_PEGTL_STRING("skipping"), TAO_PEGTL_STRING("check")>> {};
struct word : seq<not_at<reserved>, identifier, star<one<'-'>, plus<identifier_other>>> {
  static constexpr Syntax kind = Syntax::kWord;
};

// Variables and "anything".
struct capture : seq<one<'$'>, name, one<'='>, nested<expect<value>>> {
  static constexpr Syntax kind = Syntax::kCapture;
};
struct variable : seq<one<'$'>, expect<name>, opt<sum>> {
  static constexpr Syntax kind = Syntax::kVariable;
};
struct plain_primary;
struct any : seq<one<'?'>, opt<nested<plain_primary>>> {
  static constexpr Syntax kind = Syntax::kAny;
};

struct plain_primary
    : sor<number, quoted, object, array, regex, capture, variable, hex, ecma, of_call, prefixed, typed, call, word> {};
struct primary : sor<any, plain_primary> {
  static constexpr char expected[] = "a value";
};
struct range_end : seq<two<'.'>, not_at<one<'.'>>, expect<number>> {
  static constexpr Syntax kind = Syntax::kRangeEnd;
};
struct value : seq<primary, opt<sor<range_end, plus<ws, one<'|'>, ws, expect<primary>>>>> {
  static constexpr Syntax kind = Syntax::kValue;
  static constexpr char expected[] = "a value";
};

// Messages.
struct digest_word : seq<identifier, one<':'>, plus<identifier_other>> {
  static constexpr Syntax kind = Syntax::kWord;
};
struct option_value : sor<digest_word, value> {
  static constexpr char expected[] = "the option's value";
};
struct option : seq<one<'@'>, expect<name>, opt<one<'='>, expect<option_value>>> {
  static constexpr Syntax kind = Syntax::kOption;
};
struct field : seq<name, one<'='>, expect<value>> {
  static constexpr Syntax kind = Syntax::kField;
  static constexpr char expected[] = "name=value";
};
struct part : sor<option, field, rest, value> {
  static constexpr char expected[] = "a field, a value or an option";
};
struct quoted_kind : seq<TAO_PEGTL_KEYWORD("command"), ws, expect<quoted>> {
  static constexpr Syntax kind = Syntax::kQuotedKind;
};
struct message_kind : sor<quoted_kind, seq<not_at<reserved>, name>> {};
struct message : seq<message_kind, star<ws, part>> {
  static constexpr Syntax kind = Syntax::kMessage;
  static constexpr char expected[] = "a message";
};

}  // namespace rtmpspec::grammar

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_VALUE_GRAMMAR_H_
