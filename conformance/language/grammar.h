// The grammar of steps and of a whole transcript. README.md says what each construct means.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_H_

#include "conformance/language/value_grammar.h"

namespace rtmpspec::grammar {

struct step;

// Behind a step.
struct skip_end : one<'}'> {
  static constexpr char expected[] = "kinds of messages and '}'";
};
struct skipping : seq<TAO_PEGTL_KEYWORD("skipping"), ws, expect<open_brace>, gap, star<plain_name, gap>, expect<skip_end>> {
  static constexpr Syntax kind = Syntax::kSkipping;
};
struct row_word : TAO_PEGTL_KEYWORD("row") {
  static constexpr char expected[] = "'row' and the requirement: check NAME row ID";
};
struct row_id : plain_name {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "the id of a requirement";
};
struct check : seq<TAO_PEGTL_KEYWORD("check"), ws, expect<plain_name>, ws, expect<row_word>, ws, expect<row_id>> {
  static constexpr Syntax kind = Syntax::kCheck;
};
struct tails : seq<opt<ws, skipping>, opt<ws, check>> {};

// Where a step, a group's entry or an alternative ends. Does not consume the end.
struct line_end : sor<at<one<'\n', '#'>>, eof> {
  static constexpr char expected[] = "the end of the line";
};
struct step_end : sor<at<one<';', '\n', '#', '}'>>, eof> {
  static constexpr char expected[] = "a value, a field or the end of the step";
};
struct between : star<sor<blank_character, one<'\n', ';'>, comment>> {};
struct block_end : one<'}'> {
  static constexpr char expected[] = "a step or '}'";
};
struct steps : seq<between, star<step, ws, expect<step_end>, between>> {};
struct block : seq<one<'{'>, nested<seq<steps, expect<block_end>>>> {
  static constexpr char expected[] = "'{'";
};

// bytes: all lines below that are indented deeper than the line it stands on.
struct byte_lines {
  using rule_t = byte_lines;
  using subs_t = type_list<>;
  static constexpr Syntax kind = Syntax::kLines;
  static constexpr char expected[] = "the bytes on the lines below, indented deeper than this line";

  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class, typename Input,
            typename... States>
  static bool match(Input& in, States&&...) {
    const size_t length = Length(in.begin(), in.current(), in.end());
    in.bump(length);
    return length > 0;
  }
  static size_t Length(const char* begin, const char* here, const char* end);
};
struct bytes : seq<TAO_PEGTL_KEYWORD("bytes"), opt<ws, check>, ws, opt<comment>, expect<byte_lines>> {
  static constexpr Syntax kind = Syntax::kBytes;
};

struct chunk_item : seq<not_at<reserved>, identifier, opt<one<'*'>>> {
  static constexpr Syntax kind = Syntax::kChunkItem;
  static constexpr char expected[] = "the names of messages: V, or V* for all that is left";
};
struct chunks : seq<TAO_PEGTL_KEYWORD("chunks"), ws, expect<chunk_item>, star<ws, chunk_item>> {
  static constexpr Syntax kind = Syntax::kChunks;
};

struct optional_word : TAO_PEGTL_KEYWORD("optional") {
  static constexpr Syntax kind = Syntax::kOptional;
};
struct group_word : keyword_of<sor<TAO_PEGTL_STRING("unordered"), TAO_PEGTL_STRING("ordered")>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct group_entry : seq<opt<optional_word, ws>, message, tails> {
  static constexpr Syntax kind = Syntax::kGroupEntry;
};
struct group_end : one<'}'> {
  static constexpr char expected[] = "a message or '}'";
};
struct group : seq<group_word, ws, expect<open_brace>,
                   nested<seq<between, star<group_entry, ws, expect<step_end>, between>, expect<group_end>>>> {
  static constexpr Syntax kind = Syntax::kGroup;
};

struct nothing : seq<TAO_PEGTL_KEYWORD("nothing"), opt<ws, TAO_PEGTL_KEYWORD("matching"), ws, expect<message>>> {
  static constexpr Syntax kind = Syntax::kNothing;
};
struct how_closed : keyword_of<sor<TAO_PEGTL_STRING("fin"), TAO_PEGTL_STRING("rst")>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct closes : seq<TAO_PEGTL_KEYWORD("closes"), opt<ws, how_closed>> {
  static constexpr Syntax kind = Syntax::kCloses;
};
struct sync : TAO_PEGTL_KEYWORD("sync") {
  static constexpr Syntax kind = Syntax::kSync;
};
struct alive : TAO_PEGTL_KEYWORD("alive") {
  static constexpr Syntax kind = Syntax::kAlive;
};
struct silence : TAO_PEGTL_KEYWORD("silence") {
  static constexpr Syntax kind = Syntax::kSilence;
};
struct duration : seq<plus<digit>, opt<one<'.'>, plus<digit>>, keyword_of<sor<TAO_PEGTL_STRING("ms"), one<'s'>>>> {
  static constexpr Syntax kind = Syntax::kDuration;
  static constexpr char expected[] = "a time such as 300ms or 2s";
};
struct quiet : seq<TAO_PEGTL_KEYWORD("quiet"), ws, expect<duration>> {
  static constexpr Syntax kind = Syntax::kQuiet;
};

// one of.
struct arrow : seq<one<'-'>, one<'>'>> {
  static constexpr char expected[] = "'->' and a verdict";
};
struct verdict : keyword_of<sor<TAO_PEGTL_STRING("pass"), TAO_PEGTL_STRING("fail"), TAO_PEGTL_STRING("nonstrict"),
                                TAO_PEGTL_STRING("info"), TAO_PEGTL_STRING("unsupported")>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "pass, fail, nonstrict, info or unsupported";
};
struct record_name : plain_name {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "a behaviour: records key=value";
};
struct records : seq<TAO_PEGTL_KEYWORD("records"), ws, expect<record_name>, expect<equals>, expect<record_name>> {
  static constexpr Syntax kind = Syntax::kRecord;
};
struct stop : TAO_PEGTL_KEYWORD("stop") {
  static constexpr Syntax kind = Syntax::kStop;
};
struct outcome : seq<ws, expect<arrow>, ws, expect<verdict>, star<ws, sor<quoted, records, stop>>> {};
struct side_step;
struct alternative_step_core
    : sor<side_step, nothing, closes, sync, silence, alive, quiet, seq<opt<optional_word, ws>, message, tails>> {};
struct alternative_step : alternative_step_core {
  static constexpr Syntax kind = Syntax::kStep;
  static constexpr char expected[] = "a message, nothing, closes, sync or silence";
};
struct alternative : seq<alternative_step, star<ws, one<';'>, gap, expect<alternative_step>>, outcome> {
  static constexpr Syntax kind = Syntax::kAlternative;
};
struct one_of_words : seq<TAO_PEGTL_KEYWORD("one"), ws, TAO_PEGTL_KEYWORD("of"), ws> {};
struct one_of_end : one<'}'> {
  static constexpr char expected[] = "an alternative `<step> -> <verdict>` or '}'";
};
template <typename Alternative>
struct alternatives : seq<expect<open_brace>, nested<seq<between, star<Alternative, between>, expect<one_of_end>>>> {};
struct one_of : seq<one_of_words, alternatives<alternative>> {
  static constexpr Syntax kind = Syntax::kOneOf;
};
// `S2 one of { echo of C1 -> pass }`: the kind stands once, before the alternatives.
struct message_tail : plus<part, ws> {
  static constexpr Syntax kind = Syntax::kTail;
};
struct short_alternative : seq<message_tail, outcome> {
  static constexpr Syntax kind = Syntax::kAlternative;
};
struct message_one_of : seq<name, ws1, one_of_words, alternatives<short_alternative>> {
  static constexpr Syntax kind = Syntax::kMessageOneOf;
};

// Acknowledgements.
struct since_word : TAO_PEGTL_KEYWORD("since") {
  static constexpr char expected[] = "'since' and the variable of a mark";
};
struct at_most : seq<one<'<'>, one<'='>> {
  static constexpr char expected[] = "'<='";
};
struct unacked : seq<TAO_PEGTL_KEYWORD("unacked"), ws, expect<at_most>, ws, expect<value>> {
  static constexpr Syntax kind = Syntax::kUnacked;
};
struct acks_word : keyword_of<sor<TAO_PEGTL_STRING("increasing"), TAO_PEGTL_STRING("cumulative")>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct acks_end : one<'}'> {
  static constexpr char expected[] = "unacked <= N, increasing, cumulative or '}'";
};
struct acks : seq<TAO_PEGTL_KEYWORD("acks"), ws, expect<since_word>, ws, expect<variable_name>, ws, expect<open_brace>, gap,
                  star<sor<unacked, acks_word>, gap>, expect<acks_end>, opt<ws, TAO_PEGTL_KEYWORD("slack"), ws, expect<number>>> {
  static constexpr Syntax kind = Syntax::kAcks;
};

struct until_client : seq<TAO_PEGTL_KEYWORD("until"), ws, one<'C'>, ws, one<':'>> {
  static constexpr char expected[] = "'until C:' and a message";
};
struct serve : seq<TAO_PEGTL_KEYWORD("serve"), ws, expect<until_client>, ws, expect<message>> {
  static constexpr Syntax kind = Syntax::kServe;
};

// C: ...   S: ...
struct side : one<'C', 'S'> {
  static constexpr Syntax kind = Syntax::kSide;
};
struct side_body
    : sor<bytes, chunks, group, one_of, nothing, closes, acks, serve, message_one_of, seq<opt<optional_word, ws>, message>> {
  static constexpr char expected[] = "a message, or bytes, chunks, unordered, ordered, one of, nothing, closes, acks, serve";
};
struct side_step : seq<side, ws, one<':'>, ws, expect<side_body>, tails> {};

// The other steps.
struct one_step : seq<step> {
  static constexpr char expected[] = "a step";
};
struct on_colon : seq<one<':'>, ws, nested<expect<one_step>>> {};
struct on_body : sor<on_colon, block> {
  static constexpr char expected[] = "':' and a step, or '{'";
};
struct connection_name : plain_name {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "the name of a connection";
};
struct on : seq<TAO_PEGTL_KEYWORD("on"), ws, expect<connection_name>, ws, expect<on_body>> {
  static constexpr Syntax kind = Syntax::kOn;
};
struct prelude_name : seq<plus<identifier_other>, star<one<'-', '/'>, plus<identifier_other>>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "the name of a prelude";
};
struct use_end : one<')'> {
  static constexpr char expected[] = "name=value, ',' or ')'";
};
struct use : seq<TAO_PEGTL_KEYWORD("use"), ws, expect<prelude_name>,
                 opt<one<'('>, gap, opt<field, star<comma, expect<field>>>, gap, expect<use_end>>> {
  static constexpr Syntax kind = Syntax::kUse;
};
struct let : seq<TAO_PEGTL_KEYWORD("let"), ws, expect<name>, ws, expect<equals>, ws, expect<message>> {
  static constexpr Syntax kind = Syntax::kLet;
};
struct abandon : seq<TAO_PEGTL_KEYWORD("abandon"), ws, expect<name>> {
  static constexpr Syntax kind = Syntax::kAbandon;
};
struct mark : seq<TAO_PEGTL_KEYWORD("mark"), ws, expect<variable_name>> {
  static constexpr Syntax kind = Syntax::kMark;
};
struct time_step : seq<TAO_PEGTL_STRING("time+="), expect<number>> {
  static constexpr Syntax kind = Syntax::kTimeStep;
};
struct from : seq<TAO_PEGTL_STRING("from="), expect<number_or_variable>> {
  static constexpr Syntax kind = Syntax::kFrom;
};
struct repeat
    : seq<TAO_PEGTL_KEYWORD("repeat"), ws, expect<number_or_variable>, star<ws, sor<time_step, from>>, ws, expect<block>> {
  static constexpr Syntax kind = Syntax::kRepeat;
};
struct role : keyword_of<sor<TAO_PEGTL_STRING("server"), TAO_PEGTL_STRING("client")>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct state_of : seq<role, one<'='>, expect<name>> {
  static constexpr Syntax kind = Syntax::kStateOf;
  static constexpr char expected[] = "server=STATE or client=STATE";
};
struct state : seq<TAO_PEGTL_KEYWORD("state"), ws, expect<state_of>, star<ws, state_of>> {
  static constexpr Syntax kind = Syntax::kState;
};
struct delivers_word : TAO_PEGTL_KEYWORD("delivers") {
  static constexpr char expected[] = "'delivers' and a message";
};
struct delivers : seq<role, ws, expect<delivers_word>, ws, expect<message>> {
  static constexpr Syntax kind = Syntax::kDelivers;
};
struct on_or_off : keyword_of<sor<TAO_PEGTL_STRING("on"), TAO_PEGTL_STRING("off")>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "on or off";
};
struct auto_step : seq<TAO_PEGTL_KEYWORD("auto"), ws, expect<on_or_off>> {
  static constexpr Syntax kind = Syntax::kAuto;
};
struct set : seq<TAO_PEGTL_KEYWORD("set"), ws, expect<variable_name>, ws, expect<equals>, ws, expect<value>> {
  static constexpr Syntax kind = Syntax::kSet;
};
struct step : seq<sor<side_step, on, use, let, abandon, mark, repeat, state, delivers, auto_step, set, sync, alive, quiet>,
                  opt<ws, check>> {
  static constexpr Syntax kind = Syntax::kStep;
};

// The header.
struct header_end : sor<one<';'>, line_end> {
  static constexpr char expected[] = "the end of the line";
};
struct version : seq<TAO_PEGTL_KEYWORD("transcript"), ws, keyword_of<one<'1'>>, ws, line_end> {
  static constexpr char expected[] = "'transcript 1' on the first line";
};
struct title_text : seq<not_at<one<'\n'>>, star<not_at<one<' ', '\t'>, ws, one<'#'>>, not_one<'\n'>>> {
  static constexpr Syntax kind = Syntax::kTitle;
  static constexpr char expected[] = "what the transcript is about";
};
struct title : seq<TAO_PEGTL_KEYWORD("title"), ws, expect<title_text>, ws> {};
struct rows : seq<TAO_PEGTL_KEYWORD("rows"), ws, expect<row_id>, star<ws, row_id>> {
  static constexpr Syntax kind = Syntax::kRows;
};
struct peer_word : role {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "server or client";
};
struct peer : seq<TAO_PEGTL_KEYWORD("peer"), ws, expect<peer_word>, star<ws, peer_word>> {
  static constexpr Syntax kind = Syntax::kPeer;
};
struct drive_word : keyword_of<sor<TAO_PEGTL_STRING("publisher"), TAO_PEGTL_STRING("player"), TAO_PEGTL_STRING("any")>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "publisher, player or any";
};
struct drive : seq<TAO_PEGTL_KEYWORD("drive"), ws, expect<drive_word>> {
  static constexpr Syntax kind = Syntax::kDrive;
};
struct tag : keyword_of<sor<TAO_PEGTL_STRING("slow"), TAO_PEGTL_STRING("reference")>> {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "slow or reference";
};
struct tags : seq<TAO_PEGTL_KEYWORD("tags"), ws, expect<tag>, star<ws, tag>> {
  static constexpr Syntax kind = Syntax::kTags;
};
struct pin_value : plain_name {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "a variant's value";
};
struct pin_pair : seq<plain_name, expect<equals>, expect<pin_value>> {
  static constexpr Syntax kind = Syntax::kRecord;
  static constexpr char expected[] = "variant=value, such as chunk=128";
};
struct pin : seq<TAO_PEGTL_KEYWORD("pin"), ws, expect<pin_pair>, star<ws, pin_pair>> {
  static constexpr Syntax kind = Syntax::kPin;
};
struct case_id : prelude_name {
  static constexpr Syntax kind = Syntax::kName;
  static constexpr char expected[] = "the id of a case";
};
struct needs : seq<TAO_PEGTL_KEYWORD("needs"), ws, expect<case_id>> {
  static constexpr Syntax kind = Syntax::kNeeds;
};
struct exact : TAO_PEGTL_KEYWORD("exact") {
  static constexpr Syntax kind = Syntax::kExact;
};
struct params : seq<TAO_PEGTL_KEYWORD("params"), ws, expect<field>, star<ws, field>> {
  static constexpr Syntax kind = Syntax::kParams;
};
// Further ids on the same line are told from the next case's name by their capitals.
struct another_row_id
    : seq<upper, star<sor<upper, digit>>, plus<one<'-'>, plus<sor<upper, digit>>>, not_at<sor<identifier_other, one<'-', '='>>>> {
  static constexpr Syntax kind = Syntax::kName;
};
struct case_requirement : seq<TAO_PEGTL_KEYWORD("row"), ws, expect<row_id>, star<ws, another_row_id>> {
  static constexpr Syntax kind = Syntax::kRow;
};
struct case_row : seq<plain_name, star<gap, sor<case_requirement, field>>> {
  static constexpr Syntax kind = Syntax::kCaseRow;
};
struct cases_end : one<'}'> {
  static constexpr char expected[] = "a case `name variable=value ...` or '}'";
};
struct cases : seq<TAO_PEGTL_KEYWORD("cases"), ws, expect<open_brace>, nested<seq<gap, star<case_row, gap>, expect<cases_end>>>> {
  static constexpr Syntax kind = Syntax::kCases;
};
struct header_line : sor<title, rows, peer, drive, tags, pin, needs, exact, params, cases> {};

struct file_end : eof {
  static constexpr char expected[] = "a step";
};
struct transcript
    : seq<opt<utf8::bom>, gap, expect<version>, gap, star<header_line, ws, expect<header_end>, gap>, steps, expect<file_end>> {};

struct value_end : eof {
  static constexpr char expected[] = "the end of the value";
};
struct single_value : seq<gap, expect<value>, gap, expect<value_end>> {};

}  // namespace rtmpspec::grammar

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_GRAMMAR_H_
