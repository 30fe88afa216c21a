// Each rule of the linter: what it says, where, and what it lets pass.
#include "conformance/language/lint.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "conformance/language/language_testing.h"
#include "conformance/language/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Catalogue& Rows() {
  static const auto& catalogue = *new Catalogue([] {
    std::string text = "version = \"1\"\n";
    for (const char* row : {"S-01 S F", "S-02 S F", "C-01 C F", "B-01 B F", "B-02 B I"}) {
      const std::string line = row;
      absl::StrAppend(&text, "[[requirement]]\nid = \"", line.substr(0, 4), "\"\nwho = \"", line.substr(5, 1), "\"\nv = \"",
                      line.substr(7), "\"\nlevel = \"I\"\nsection = \"de facto\"\ntext = \"a\"\ntest = \"b\"\n");
    }
    return *Catalogue::Parse(text, "rows");
  }());
  return catalogue;
}

std::vector<Scenario> Scenarios(const std::string& text) {
  const absl::StatusOr<Transcript> transcript = ParseTranscript(text, "f", "f");
  if (!transcript.ok()) {
    ADD_FAILURE() << transcript.status().message();
    return {};
  }
  Scenario scenario{"f", *transcript, {}};
  if (!transcript->cases.empty()) scenario.variables = transcript->cases[0].variables;
  std::vector<std::string> complaints;
  ResolveNumbers(scenario.variables, &scenario.transcript.steps, &complaints);
  EXPECT_THAT(complaints, IsEmpty());
  return {scenario};
}

// Complaints about these steps, which begin on line 4, of a server's transcript.
std::vector<std::string> LintSteps(const std::string& steps, const std::string& peer = "server") {
  return Lint(Scenarios(absl::StrCat("transcript 1\nrows B-01\npeer ", peer, "\n", steps)), Rows());
}
std::string Only(const std::vector<std::string>& complaints) {
  return complaints.empty()      ? "nothing"
         : complaints.size() > 1 ? absl::StrCat(complaints[0], " AND ", complaints[1])
                                 : complaints[0];
}
std::string Server(const std::string& steps) { return Only(LintSteps(steps)); }
std::string Both(const std::string& steps) { return Only(LintSteps(steps, "server client")); }
std::string Client(const std::string& steps) { return Only(LintSteps(steps, "client")); }

TEST(LintTest, Rows) {
  EXPECT_THAT(Lint(Scenarios("transcript 1\nrows B-01 X-99\npeer server\nsync check a row Y-01"), Rows()),
              ElementsAre("f:1:1: unknown row X-99", "f:4:1: unknown row Y-01"));
}

TEST(LintTest, EachComplaintOnce) {
  const std::vector<Scenario> one = Scenarios("transcript 1\nrows X-99\npeer server\nsync");
  EXPECT_EQ(Lint({one[0], one[0]}, Rows()).size(), 1u);
}

TEST(LintTest, Header) {
  EXPECT_THAT(
      Lint(Scenarios("transcript 1\npeer server\ndrive player\npin colour=red chunk=128\nsync"), Rows()),
      ElementsAre("f:1:1: 'drive' is about a client under test, and there is none", "f:1:1: unknown variant 'colour' in 'pin'"));
}

TEST(LintTest, Kinds) {
  EXPECT_EQ(Server("C: SetChunksize 5"), "f:4:4: no message is called 'SetChunksize'; did you mean 'SetChunkSize'?");
  EXPECT_EQ(Server("S: V"), "f:4:4: no message is called 'V'");
  EXPECT_EQ(Server("C: vidoe hex(00)"),
            "f:4:4: no message is called 'vidoe'; did you mean 'video'? A command of that name is written: command \"vidoe\"");
  EXPECT_EQ(Server("C: command \"vidoe\" hex(00)"), "nothing");
  EXPECT_EQ(Server("C: anyCommand txn=5 null; C: command \"Capital\""), "nothing");
}

TEST(LintTest, Fields) {
  EXPECT_EQ(Server("C: video tme=5 aac_header"), "f:4:14: video has no field 'tme'");
  EXPECT_EQ(Server("C: video txn=5 aac_header"), "f:4:14: txn= is a field of commands");
  EXPECT_EQ(Server("C: video event=5 aac_header"), "f:4:16: event= is a field of UserControl");
  EXPECT_EQ(Server("C: video len=5 aac_header"), "f:4:14: len= tests a payload, it cannot be sent");
  EXPECT_EQ(Server("S: video len=5 prefix=hex(17)"), "nothing");
  EXPECT_EQ(Server("S: video delta=5"), "f:4:16: delta= can be sent, not expected: expect time=");
  EXPECT_EQ(Server("C: video time=5 delta=5 aac_header"), "f:4:4: time= or delta=, not both");
  EXPECT_EQ(Server("C: C1 csid=5"), "f:4:12: C1 has no field 'csid'");
  EXPECT_EQ(Server("C: C1 time=1 zero=0 random=$r"), "nothing");
}

TEST(LintTest, Options) {
  EXPECT_EQ(Server("C: video aac_header @fnt=1"), "f:4:26: unknown option @fnt");
  EXPECT_EQ(Server("S: video @fmt=1"), "f:4:15: @fmt says how a message is sent; this one is not");
  EXPECT_EQ(Server("C: video aac_header @fmt=4"), "f:4:26: expected @fmt=0 to 3");
  EXPECT_EQ(Server("C: video aac_header @basic=0"), "f:4:28: expected @basic=1 to 3");
  EXPECT_EQ(Server("C: video aac_header @ext=maybe"), "f:4:26: expected @ext=repeat, omit or force");
  EXPECT_EQ(Server("C: video time=5 aac_header @fmt=3"), "f:4:4: a chunk of type 3 carries no time: neither time= nor delta=");
  EXPECT_EQ(Server("C: video delta=5 aac_header @fmt=0"), "f:4:4: a chunk of type 0 carries a time, not a delta");
  EXPECT_EQ(Server("C: video delta=5 aac_header @fmt=1 @basic=2 @chunk=5 @ext=omit @length=+1 @stop=3 @cont=0 @noheader"),
            "nothing");
}

// RTMP 1.0 5.3.1.2.5: a receiver takes a whole chunk, whatever is sent of it.
TEST(LintTest, AnnouncedBeyondTheLastChunk) {
  EXPECT_EQ(Server("C: audio fill(114, 1) @length=16777215 @chunk=128"),
            "f:4:31: 16777215 bytes are announced, and the payload of 114 ends inside a chunk of 128: fill it, or write @stop=N");
  EXPECT_EQ(Server("C: audio fill(128, 1) @length=16777215 @chunk=128"), "nothing");
  EXPECT_EQ(Server("C: audio fill(114, 1) @length=16777215 @stop=126"), "nothing");
  EXPECT_EQ(Server("C: audio fill(127, 1) @length=+1"),
            "f:4:31: 128 bytes are announced, and the payload of 127 ends inside a chunk of 128: fill it, or write @stop=N");
  EXPECT_EQ(Server("C: audio fill(128, 1) @length=+1"), "nothing");
  EXPECT_EQ(Server("C: audio fill(127, 1) @length=127; C: audio fill(127, 1) @length=-1"), "nothing");
  EXPECT_EQ(Server("C: audio empty @length=1"),
            "f:4:24: 1 bytes are announced, and the payload of 0 ends inside a chunk of 128: fill it, or write @stop=N");
  EXPECT_EQ(Server("C: SetChunkSize 114; C: audio fill(114, 1) @length=115"), "nothing");
  EXPECT_EQ(Server("let V = audio fill(114, 1)\nC: V @length=115"),
            "f:5:14: 115 bytes are announced, and the payload of 114 ends inside a chunk of 128: fill it, or write @stop=N");
  EXPECT_EQ(Server("let V = audio fill(114, 1) @length=+1\nC: chunks V; abandon V"),
            "f:4:36: 115 bytes are announced, and the payload of 114 ends inside a chunk of 128: fill it, or write @stop=N");
}

TEST(LintTest, Arguments) {
  EXPECT_EQ(Server("C: SetChunkSize"), "f:4:4: expected SetChunkSize SIZE");
  EXPECT_EQ(Server("C: SetChunkSize 5 6"), "f:4:4: expected SetChunkSize SIZE");
  EXPECT_EQ(Server("C: SetChunkSize \"5\""), "f:4:17: expected SetChunkSize SIZE");
  EXPECT_EQ(Server("C: SetPeerBandwidth 5 medium"), "f:4:23: expected SetPeerBandwidth SIZE hard|soft|dynamic|N");
  EXPECT_EQ(Server("C: SetPeerBandwidth 5 hard; S: SetPeerBandwidth ? ?dynamic; S: SetPeerBandwidth"), "nothing");
  EXPECT_EQ(Server("C: video"), "f:4:4: expected video PAYLOAD");
  EXPECT_EQ(Server("C: video 5"), "f:4:10: the payload of video is hex(..) or a generator such as aac(90, 2)");
  EXPECT_EQ(Server("C: video avc_kye(5, 1)"), "f:4:10: the payload of video is hex(..) or a generator such as aac(90, 2)");
  EXPECT_EQ(Server("C: video avc_key(5)"), "f:4:10: expected avc_key(SIZE, SEED)");
  EXPECT_EQ(Server("C: message hex(00)"), "f:4:4: message needs type=");
  EXPECT_EQ(Server("C: UserControl hex(00)"), "f:4:4: UserControl needs event=");
  EXPECT_EQ(Server("C: call txn=1 {a: [avc_header]}"), "f:4:20: 'avc_header' is no value that a command could carry");
  EXPECT_EQ(Server("C: data \"a\" fill(5, 0)"), "f:4:13: 'fill' is no value that data could carry");
  EXPECT_EQ(Server("C: C2 echo of V"), "f:4:7: expected C2 [echo of S1]");
  EXPECT_EQ(Server("C: C1 5"), "f:4:7: expected C1 [?] or C1 time=.. zero=.. random=..");
  EXPECT_EQ(Server("C: C0 3; C: C1 ?; S: S2 echo of C1|signed for C1 time=?; C: C2 echo of S1"), "nothing");
  EXPECT_EQ(Server("let V = video hex(00)\nC: V 5"), "f:5:4: 'V' is a whole message, it takes no values");
}

TEST(LintTest, WhatCannotBeSent) {
  EXPECT_EQ(Server("C: call txn=1 {a: ?}"), "f:4:19: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Server("C: call txn=$t=?"), "f:4:16: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Server("C: call /a/"), "f:4:9: a regular expression cannot be sent");
  EXPECT_EQ(Server("C: call ?5 1..9 \"a\"|? {a: ?\"b\", ...} ..."), "nothing");
  EXPECT_EQ(Server("S: call ? /a/"), "nothing");
  EXPECT_EQ(Both("S: call ?"), "f:4:9: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Client("S: call ?"), "f:4:9: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Server("let V = call ?\nC: V"), "f:4:14: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Server("let V = call ?\nS: V"), "nothing");
  EXPECT_EQ(Server("set $x = [?]"), "f:4:11: a bare '?' cannot be sent: write ?VALUE");
}

TEST(LintTest, OfAlternativesTheFirstIsSent) {
  EXPECT_EQ(Both("S: one of {\n  call 5 -> pass\n  call ? -> pass\n}"), "nothing");
  EXPECT_EQ(Both("S: one of {\n  call ? -> pass\n  call 5 -> pass\n}"), "f:5:8: a bare '?' cannot be sent: write ?VALUE");
  EXPECT_EQ(Server("S: one of {\n  call 5 -> pass\n  call 6 ; C: call ? -> pass\n}"),
            "f:6:20: a bare '?' cannot be sent: write ?VALUE");
}

TEST(LintTest, PatternsThatNothingMatches) {
  EXPECT_EQ(Server("S: call {a: 1, a: 1}"), "f:4:19: the property 'a' is written twice: no object matches this");
  EXPECT_EQ(Server("C: call {a: 1, a: 1}"), "nothing");
}

TEST(LintTest, Variables) {
  EXPECT_EQ(Server("C: call $app {u: $tcUrl} $stream $msid $time $i"), "nothing");
  EXPECT_EQ(Server("C: call {a: $x+1}"), "f:4:13: unknown variable $x");
  EXPECT_EQ(Server("C: call $x; S: call $x=?"), "f:4:9: unknown variable $x");
  EXPECT_EQ(Server("S: call $x=? {a: $x}; C: call $x"), "nothing");
  EXPECT_EQ(Server("set $x = 5; C: call $x"), "nothing");
  EXPECT_EQ(Server("S: one of { call $b=? -> pass }\nC: call $b"), "nothing");
  EXPECT_EQ(Server("let V = call $x\nS: call $x=?\nC: V"), "nothing");
  EXPECT_EQ(Server("let V = call $x\nC: V"), "f:4:14: unknown variable $x");
  EXPECT_EQ(Only(Lint(Scenarios("transcript 1\npeer server\ncases { a x=1 }\nC: call $x"), Rows())), "nothing");
  EXPECT_EQ(Server("S: acks since $m { increasing }"), "f:4:1: $m is not marked before");
  EXPECT_EQ(Server("mark $m; S: acks since $m { increasing }"), "nothing");
}

TEST(LintTest, Bytes) {
  EXPECT_EQ(Server("C: bytes\n  $r:5 $r\nS: bytes\n  $r $x=?:4 ?:4 $x"), "nothing");
  EXPECT_EQ(Server("C: bytes\n  $r"), "f:4:1: unknown variable $r");
  EXPECT_EQ(Server("C: bytes\n  ?:5"), "f:4:1: ?:LENGTH cannot be sent: write $x:LENGTH");
  EXPECT_EQ(Server("S: bytes\n  $r:5"), "f:4:1: unknown variable $r");
  EXPECT_EQ(Both("C: bytes\n  $r:5"), "nothing");
}

TEST(LintTest, NamedMessages) {
  EXPECT_EQ(Server("let V = video avc_key(5, 1)"), "f:4:1: 'V' is not used");
  EXPECT_EQ(Server("let video = data 5\nC: video hex(00)"), "f:4:1: 'video' is a word of the language");
  EXPECT_EQ(Server("let V = video hex(00)\nS: ordered { V }"), "nothing");
  EXPECT_EQ(Server("C: chunks V"), "f:4:1: no message is named 'V'");
  EXPECT_EQ(Server("abandon V"), "f:4:1: no message is named 'V'");
}

TEST(LintTest, MessagesBegunAreCompletedOrAbandoned) {
  const std::string let = "let V = video avc_key(300, 1)\nlet D = data \"onTextData\" {n: 1}\n";
  const std::string used = "S: nothing matching D\n";
  const auto chunks = [&](const std::string& steps) { return Server(let + used + steps); };
  EXPECT_EQ(chunks("C: chunks V V V"), "nothing");
  EXPECT_EQ(chunks("C: chunks V V"), "f:7:1: 'V' is begun here and neither completed nor abandoned");
  EXPECT_EQ(chunks("C: chunks V V; abandon V"), "nothing");
  EXPECT_EQ(chunks("C: chunks V; C: chunks V*"), "nothing");
  EXPECT_EQ(chunks("C: chunks V*; abandon V"), "f:7:15: 'V' is not begun, there is nothing to abandon");
  EXPECT_EQ(chunks("C: chunks V V V V"), "f:7:1: 'V' is begun here and neither completed nor abandoned");
  EXPECT_EQ(chunks("repeat 3 { C: chunks V }"), "nothing");
  EXPECT_EQ(chunks("C: SetChunkSize 150; C: chunks V V"), "nothing");
  EXPECT_EQ(chunks("C: chunks V; C: SetChunkSize 172; C: chunks V"), "nothing");
  EXPECT_EQ(chunks("C: SetChunkSize 1; C: chunks V D D; abandon V"),
            "f:7:20: 'D' is begun here and neither completed nor abandoned");
  EXPECT_EQ(chunks("C: chunks D V*"), "nothing");
  // Another connection has a chunk size of its own.
  EXPECT_EQ(chunks("on a: C: SetChunkSize 5000; on b: C: chunks V"),
            "f:7:35: 'V' is begun here and neither completed nor abandoned");
  // What cannot be told is not judged.
  EXPECT_EQ(Server("S: call $n=?\nlet V = video fill($n, 0)\nC: chunks V"), "nothing");
  EXPECT_EQ(Server("let V = video file(\"x\")\nC: chunks V"), "nothing");
  EXPECT_EQ(Server("let V = video avc_key(300, 1) @chunk=300\nC: chunks V"), "nothing");
  EXPECT_EQ(Server("let V = call txn=1 {a: \"b\"} null true undefined ecma{} long\"x\" hex(00)\nC: SetChunkSize 46; C: chunks V"),
            "nothing");
  EXPECT_EQ(Server("let V = call txn=1 {a: \"b\"} null true undefined ecma{} long\"x\" hex(00)\nC: SetChunkSize 45; C: chunks V"),
            "f:5:21: 'V' is begun here and neither completed nor abandoned");
}

TEST(LintTest, ExpectationsOfTheSideThatIsPlayed) {
  EXPECT_EQ(Server("C: nothing"), "f:4:1: 'nothing' expects something of the client, but 'peer' does not name it");
  EXPECT_EQ(Both("C: nothing"), "nothing");
  EXPECT_EQ(Client("S: one of { sync -> pass }"), "f:4:1: 'one of' expects something of the server, but 'peer' does not name it");
  EXPECT_EQ(Client("S: unordered { Ack 5 }"), "f:4:1: 'unordered' expects something of the server, but 'peer' does not name it");
  EXPECT_EQ(Server("C: optional Ack 5"), "f:4:1: 'optional' expects something of the client, but 'peer' does not name it");
  EXPECT_EQ(Server("C: Ack 5 skipping {data}"), "f:4:1: 'skipping' expects something of the client, but 'peer' does not name it");
  EXPECT_EQ(Server("S: Ack 5 skipping {Acks}"), "f:4:1: no message is called 'Acks'");
  EXPECT_EQ(Server("S: Ack 5 skipping {Ack any commands onStatus}"), "nothing");
  EXPECT_EQ(Server("S: serve until C: connect"), "f:4:1: 'serve' expects something of the client, but 'peer' does not name it");
  EXPECT_EQ(Client("S: serve until C: connect txn=? ..."), "nothing");
  EXPECT_EQ(Server("client delivers video"), "f:4:1: 'delivers' expects something of the client, but 'peer' does not name it");
  EXPECT_EQ(Server("let V = video hex(00)\nS: chunks V"), "f:5:1: 'chunks' are sent; this side never is played");
}

TEST(LintTest, Checks) {
  EXPECT_EQ(Server("C: Ack 5 check a row B-01"), "f:4:1: 'check' stands behind a step that checks nothing");
  EXPECT_EQ(Server("mark $m check a row B-01"), "f:4:1: 'check' stands behind a step that checks nothing");
  EXPECT_EQ(Server("S: Ack 5 check a row B-01; S: Ack 6 check a row B-02"), "f:4:28: the check 'a' has another row above: B-01");
  EXPECT_EQ(Server("S: Ack 5 check a row B-01; sync check b row B-02; S: closes check c row B-01"), "nothing");
}

TEST(LintTest, Outcomes) {
  EXPECT_EQ(Server("S: one of { sync -> pass records Some_key=a }"),
            "f:4:13: expected small letters, digits and hyphens: records Some_key=a");
  EXPECT_EQ(Server("S: one of { sync -> pass records some-key=answers-3 }"), "nothing");
  std::vector<Scenario> scenarios = Scenarios("transcript 1\npeer server\nS: one of { sync -> pass }");
  std::get<OneOfStep>(scenarios[0].transcript.steps[0].what).alternatives[0].outcome.verdict = "PASS";
  EXPECT_THAT(Lint(scenarios, Rows()), ElementsAre("f:3:13: unknown verdict PASS"));
}

TEST(LintTest, States) {
  EXPECT_EQ(Server("state server=Publishin"), "f:4:1: no state is called 'Publishin'; did you mean 'Publishing'?");
  EXPECT_EQ(Server("state server=Connected client=MediaStreamCreated"), "nothing");
}

TEST(LintTest, Hints) {
  const auto hints = [](const std::string& text) { return LintHints(Scenarios("transcript 1\n" + text), Rows()); };
  EXPECT_THAT(hints("rows S-01 S-02\npeer server\nsync"),
              ElementsAre("f:1:1: a failure would be reported under S-01 only: label what stands for the other rows with 'check "
                          "NAME row ID'"));
  EXPECT_THAT(hints("rows S-01 S-02\npeer server\nsync check a row S-02"), IsEmpty());
  EXPECT_THAT(hints("rows S-01 B-02\npeer server\nsync"), IsEmpty());
  EXPECT_THAT(hints("rows B-01\npeer server\nsync check a row C-01"),
              ElementsAre("f:4:1: C-01 binds a client, which is not tested here"));
  EXPECT_THAT(hints("rows S-01\npeer client\nsync"), ElementsAre("f:1:1: S-01 binds a server, which is not tested here"));
  EXPECT_THAT(Lint(Scenarios("transcript 1\nrows S-01\npeer client\nsync"), Rows()), IsEmpty());
}

}  // namespace
}  // namespace rtmpspec
