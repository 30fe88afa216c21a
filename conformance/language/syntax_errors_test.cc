// What a writer is told: each error by itself, with its place.
#include <string>

#include "conformance/language/hints.h"
#include "conformance/language/language_testing.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

// The first line of the error of `text`, behind "transcript 1\n".
std::string Error(const std::string& text) {
  const auto transcript = ParseTranscript("transcript 1\n" + text, "f.transcript", "f");
  if (transcript.ok()) return "no error";
  const std::string message(transcript.status().message());
  return message.substr(0, message.find('\n'));
}

TEST(SyntaxErrorsTest, LineAndCaret) {
  const auto transcript = ParseTranscript("transcript 1\nuse handshake\n  C: video\t%\n", "f", "f");
  EXPECT_EQ(transcript.status().message(),
            "f:3:12: expected a value, a field or the end of the step, found '%'\n"
            "  C: video\t%\n"
            "          \t^");
  const auto wide = ParseTranscript("transcript 1\nset $x = \"日本\" %\n", "f", "f");
  EXPECT_EQ(wide.status().message(),
            "f:2:19: expected a value, a field or the end of the step, found '%'\n"
            "set $x = \"日本\" %\n"
            "              ^");
}

TEST(SyntaxErrorsTest, LongLinesAreCut) {
  const std::string message(ParseTranscript("transcript 1\n" + std::string(100000, ' ') + "%", "f", "f").status().message());
  EXPECT_LT(message.size(), 400u);
  EXPECT_NE(message.find("f:2:100001: expected a step, found '%'"), std::string::npos);
}

TEST(SyntaxErrorsTest, FirstLine) {
  const auto error = [](const char* text) {
    const std::string message(ParseTranscript(text, "f", "f").status().message());
    return message.substr(0, message.find('\n'));
  };
  EXPECT_EQ(error(""), "f:1:1: expected 'transcript 1' on the first line, found the end of the file");
  EXPECT_EQ(error("title x"), "f:1:1: expected 'transcript 1' on the first line, found 'title'");
  EXPECT_EQ(error("transcript 2"), "f:1:1: expected 'transcript 1' on the first line, found 'transcript'");
}

TEST(SyntaxErrorsTest, Header) {
  EXPECT_EQ(Error("titel x"), "f.transcript:2:1: expected a step, found 'titel'; did you mean 'title'?");
  EXPECT_EQ(Error("use x\nrows A-01"),
            "f.transcript:3:1: expected a step, found 'rows'; header lines such as 'rows' stand before the first step");
  EXPECT_EQ(Error("peer srver"), "f.transcript:2:6: expected server or client, found 'srver'");
  EXPECT_EQ(Error("peer server; peer client"), "f.transcript:2:14: this header line is written twice");
  EXPECT_EQ(Error("rows A-01 A-01"), "f.transcript:2:11: 'A-01' is written twice");
  EXPECT_EQ(Error("rows"), "f.transcript:2:5: expected the id of a requirement, found the end of the file");
  EXPECT_EQ(Error("drive both"), "f.transcript:2:7: expected publisher, player or any, found 'both'");
  EXPECT_EQ(Error("tags fast"), "f.transcript:2:6: expected slow or reference, found 'fast'");
  EXPECT_EQ(Error("pin chunk"), "f.transcript:2:10: expected '=', found the end of the file");
  EXPECT_EQ(Error("needs"), "f.transcript:2:6: expected the id of a case, found the end of the file");
  EXPECT_EQ(Error("exact yes"), "f.transcript:2:7: expected the end of the line, found 'yes'");
  EXPECT_EQ(Error("title\n"), "f.transcript:2:6: expected what the transcript is about, found the end of the line");
  EXPECT_EQ(Error("cases {\n a x=1\n a x=2\n}"), "f.transcript:4:2: the case 'a' is written twice");
  EXPECT_EQ(Error("cases {\n a x=1 x=2\n}"), "f.transcript:3:8: 'x' is written twice");
  EXPECT_EQ(Error("cases { }"), "f.transcript:2:1: a table of no cases");
  EXPECT_EQ(
      Error("cases {\n a x=1\nsync"),
      "f.transcript:4:5: expected a case `name variable=value ...` or '}', found the end of the file; the '{' stands on line 2");
  EXPECT_EQ(Error("params start"), "f.transcript:2:8: expected name=value, found 'start'");
}

TEST(SyntaxErrorsTest, Steps) {
  EXPECT_EQ(Error("snyc"), "f.transcript:2:1: expected a step, found 'snyc'; did you mean 'sync'?");
  EXPECT_EQ(Error("connect txn=1"), "f.transcript:2:1: expected a step, found 'connect'; messages begin with 'C:' or 'S:'");
  EXPECT_EQ(Error("closes"), "f.transcript:2:1: expected a step, found 'closes'; say whose: 'C: closes ...' or 'S: closes ...'");
  EXPECT_EQ(Error("silence"),
            "f.transcript:2:1: expected a step, found 'silence'; it stands only in an alternative of `S: one of`");
  EXPECT_EQ(Error("}"), "f.transcript:2:1: expected a step, found '}'");
  EXPECT_EQ(
      Error("S:"),
      "f.transcript:2:3: expected a message, or bytes, chunks, unordered, ordered, one of, nothing, closes, acks, serve, found "
      "the end of the file");
  EXPECT_EQ(Error("S: sync"), "f.transcript:2:4: 'sync' is no message here; a command of that name is written: command \"sync\"");
  EXPECT_EQ(Error("S: video % 5"), "f.transcript:2:10: expected a value, a field or the end of the step, found '%'");
  EXPECT_EQ(Error("S: video 12ab"), "f.transcript:2:10: expected a value, a field or the end of the step, found '12ab'");
  EXPECT_EQ(Error("S: video time="), "f.transcript:2:15: expected a value, found the end of the file");
  EXPECT_EQ(Error("S: video time=1 time=2"), "f.transcript:2:17: 'time' is written twice");
  EXPECT_EQ(Error("S: video ... 5"), "f.transcript:2:14: '...' stands behind the last value");
  EXPECT_EQ(Error("S: video @"), "f.transcript:2:11: expected a name, found the end of the file");
  EXPECT_EQ(Error("S: command play"), "f.transcript:2:12: expected a text in quotes, found 'play'");
  EXPECT_EQ(Error("S: video check intact"),
            "f.transcript:2:22: expected 'row' and the requirement: check NAME row ID, found the end of the file");
  EXPECT_EQ(Error("sync skipping {data}"),
            "f.transcript:2:6: expected a value, a field or the end of the step, found 'skipping'");
  EXPECT_EQ(Error("S: closes skipping {data}"), "f.transcript:2:11: 'skipping' stands behind a message or a group");
  EXPECT_EQ(Error("on p { sync } check a row B"), "f.transcript:2:1: 'check' stands behind a step, not behind a block");
  EXPECT_EQ(Error("quiet 300"), "f.transcript:2:7: expected a time such as 300ms or 2s, found '300'");
  EXPECT_EQ(Error("on publisher C: video"), "f.transcript:2:14: expected ':' and a step, or '{', found 'C'");
  EXPECT_EQ(Error("repeat x { }"), "f.transcript:2:8: expected a number or a variable, found 'x'");
  EXPECT_EQ(Error("repeat 1e9 { }"), "f.transcript:2:8: expected a count from 0 to 1000000");
  EXPECT_EQ(Error("repeat -1 { }"), "f.transcript:2:8: expected a count from 0 to 1000000");
  EXPECT_EQ(Error("repeat 5 sync"), "f.transcript:2:10: expected '{', found 'sync'");
  EXPECT_EQ(Error("let V video"), "f.transcript:2:7: expected '=', found 'video'");
  EXPECT_EQ(Error("mark m"), "f.transcript:2:6: expected a variable such as $x, found 'm'");
  EXPECT_EQ(Error("auto of"), "f.transcript:2:6: expected on or off, found 'of'");
  EXPECT_EQ(Error("server deliver V"), "f.transcript:2:8: expected 'delivers' and a message, found 'deliver'");
  EXPECT_EQ(Error("state Connected"), "f.transcript:2:7: expected server=STATE or client=STATE, found 'Connected'");
  EXPECT_EQ(Error("C: serve until C: publish"), "f.transcript:2:4: the server serves: S: serve until C: ...");
  EXPECT_EQ(Error("S: acks since $m { }"), "f.transcript:2:4: acks without a condition");
  EXPECT_EQ(Error("S: acks since $m { unacked < 5 }"), "f.transcript:2:28: expected '<=', found '<'");
  EXPECT_EQ(Error("use relay(start)"), "f.transcript:2:11: expected name=value, ',' or ')', found 'start'");
}

TEST(SyntaxErrorsTest, Blocks) {
  EXPECT_EQ(Error("on p {\n  sync\n\n"),
            "f.transcript:5:1: expected a step or '}', found the end of the file; the '{' stands on line 2");
  EXPECT_EQ(Error("repeat 5 {\n  on p {\n    sync\n}\n"),
            "f.transcript:6:1: expected a step or '}', found the end of the file; the '{' stands on line 2");
  EXPECT_EQ(Error("S: unordered {\n  Ack 5\n"),
            "f.transcript:4:1: expected a message or '}', found the end of the file; the '{' stands on line 2");
  EXPECT_EQ(Error("S: unordered { A on }"),
            "f.transcript:2:18: 'on' is no message here; a command of that name is written: command \"on\"");
  EXPECT_EQ(Error("S: unordered { A command }"),
            "f.transcript:2:18: 'command' is no message here; a command of that name is written: command \"command\"");
  EXPECT_EQ(Error("S: unordered { }"), "f.transcript:2:4: a group of no messages");
  EXPECT_EQ(
      Error("S: one of {\n  closes -> pass\n"),
      "f.transcript:4:1: expected an alternative `<step> -> <verdict>` or '}', found the end of the file; the '{' stands on "
      "line 2");
  EXPECT_EQ(Error("S: one of { }"), "f.transcript:2:4: 'one of' without an alternative");
  EXPECT_EQ(Error("S: one of { closes }"), "f.transcript:2:20: expected '->' and a verdict, found '}'");
  EXPECT_EQ(Error("S: one of { closes -> passed }"),
            "f.transcript:2:23: expected pass, fail, nonstrict, info or unsupported, found 'passed'");
  EXPECT_EQ(Error("S: one of { sync; -> pass }"),
            "f.transcript:2:19: expected a message, nothing, closes, sync or silence, found '-'");
  EXPECT_EQ(Error("S: one of { sync -> pass records x }"), "f.transcript:2:35: expected '=', found ' '");
  EXPECT_EQ(Error("C: on p: sync"), "f.transcript:2:8: expected a value, a field or the end of the step, found ':'");
}

TEST(SyntaxErrorsTest, Bytes) {
  EXPECT_EQ(Error("C: bytes\nsync"),
            "f.transcript:2:9: expected the bytes on the lines below, indented deeper than this line, found the end of the line");
  EXPECT_EQ(Error("C: bytes\n  03 0\n"),
            "f.transcript:3:6: expected bytes by twos, ?:LENGTH, $x=?:LENGTH, $x or $x:LENGTH, and a note behind '|'");
  EXPECT_EQ(Error("C: bytes\n  03\n  $x=?\n").substr(0, 18), "f.transcript:4:3: ");
  EXPECT_EQ(Error("C: bytes\n  ?:0\n").substr(0, 18), "f.transcript:3:3: ");
  EXPECT_EQ(Error("C: bytes\n  ?:99999999999999999999\n").substr(0, 18), "f.transcript:3:3: ");
  EXPECT_EQ(Error("C: bytes\n  | only a note\n"), "f.transcript:2:4: expected at least one byte");
}

TEST(SyntaxErrorsTest, NestingIsLimited) {
  std::string blocks;
  for (int i = 0; i < 100000; ++i) blocks += "on a { ";
  EXPECT_EQ(Error(blocks), "f.transcript:2:455: nested more than 64 deep");
  std::string connections;
  for (int i = 0; i < 100000; ++i) connections += "on a: ";
  EXPECT_EQ(Error(connections), "f.transcript:2:391: nested more than 64 deep");
}

TEST(SyntaxErrorsTest, ClosestWord) {
  EXPECT_EQ(ClosestWord("aliv", {"alive", "auto"}), "alive");
  EXPECT_EQ(ClosestWord("zzz", {"alive", "auto"}), "");
  EXPECT_EQ(ClosestWord("", {"on"}), "");
  EXPECT_EQ(ClosestWord(std::string(1000000, 'a'), {"alive"}), "");
}

}  // namespace
}  // namespace rtmpspec
