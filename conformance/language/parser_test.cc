// Steps and headers: text to model.
#include "conformance/language/parser.h"

#include <string>
#include <vector>

#include "conformance/language/language_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ParserTest, Header) {
  const auto transcript = ParseTranscript(R"(
# A comment, and an empty line, may come first.
transcript 1
title    connect is answered   # not this
rows     RTMP-CN-02 RTMP-RPC-01   # nor this
peer     server client
drive    publisher
tags     slow reference
pin      chunk=128 delivery=whole
needs    server/a_b/case-1   # a case
exact
params   start=0 name="a b"
cases {
  zero      wire=0
  top-bit   wire=0x80000080   row RTMP-PC-11
  both      a=1 b={c: 2} row RTMP-PC-10 AMF0-13 row RTMP-PC-11 next x=1
}
use handshake
)",
                                          "f", "server/x");
  ASSERT_TRUE(transcript.ok()) << transcript.status().message();
  EXPECT_EQ(transcript->id, "server/x");
  EXPECT_EQ(transcript->title, "connect is answered");
  EXPECT_THAT(transcript->rows, ElementsAre("RTMP-CN-02", "RTMP-RPC-01"));
  EXPECT_TRUE(transcript->server_under_test);
  EXPECT_TRUE(transcript->client_under_test);
  EXPECT_EQ(transcript->drive, "publisher");
  EXPECT_THAT(transcript->tags, ElementsAre("slow", "reference"));
  EXPECT_THAT(transcript->pins, ElementsAre(Pair("chunk", "128"), Pair("delivery", "whole")));
  EXPECT_EQ(transcript->needs, "server/a_b/case-1");
  EXPECT_TRUE(transcript->exact);
  ASSERT_EQ(transcript->parameters.size(), 2u);
  EXPECT_EQ(transcript->parameters[1].second.text, "a b");
  ASSERT_EQ(transcript->cases.size(), 4u);
  EXPECT_EQ(transcript->cases[0].name, "zero");
  EXPECT_THAT(transcript->cases[0].rows, IsEmpty());
  EXPECT_EQ(transcript->cases[1].name, "top-bit");
  EXPECT_EQ(transcript->cases[1].variables[0].second.number, 2147483776.0);
  EXPECT_THAT(transcript->cases[1].rows, ElementsAre("RTMP-PC-11"));
  EXPECT_EQ(transcript->cases[2].variables.size(), 2u);
  EXPECT_THAT(transcript->cases[2].rows, ElementsAre("RTMP-PC-10", "AMF0-13", "RTMP-PC-11"));
  EXPECT_EQ(transcript->cases[3].name, "next");
  EXPECT_EQ(transcript->steps.size(), 1u);
}

TEST(ParserTest, HeaderDefaultsAndCompactForm) {
  const auto transcript =
      ParseTranscript("transcript 1\r\npin chunk=128; rows A-01;\r\ncases { zero w=\"00\"   one w=\"01\" }; sync", "f", "x");
  ASSERT_TRUE(transcript.ok()) << transcript.status().message();
  EXPECT_EQ(transcript->drive, "any");
  EXPECT_FALSE(transcript->exact);
  EXPECT_FALSE(transcript->server_under_test);
  EXPECT_EQ(transcript->cases.size(), 2u);
  EXPECT_EQ(transcript->cases[1].variables[0].second.text, "01");
  EXPECT_EQ(transcript->steps.size(), 1u);
}

TEST(ParserTest, Messages) {
  const auto step = ParseStep<MessageStep>(
      "C: connect txn=1 csid=3 {app: $app, ...} \"extra\" @fmt=0 @basic=3 ... @noheader @flip=digest:0 @length=+1");
  EXPECT_EQ(step.side, Side::kClient);
  EXPECT_EQ(step.message.kind, "connect");
  ASSERT_NE(step.message.field("txn"), nullptr);
  EXPECT_EQ(step.message.field("csid")->number, 3);
  EXPECT_EQ(step.message.field("msid"), nullptr);
  EXPECT_EQ(step.message.arguments.size(), 2u);
  EXPECT_TRUE(step.message.open);
  EXPECT_EQ(step.message.option("fmt")->number, 0);
  EXPECT_EQ(step.message.option("noheader")->kind, Kind::kBoolean);
  EXPECT_EQ(step.message.option("flip")->text, "digest:0");
  EXPECT_EQ(step.message.option("length")->text, "+1");
  EXPECT_EQ(step.message.position.line, 2);
  EXPECT_EQ(step.message.position.column, 4);
}

TEST(ParserTest, CommandsOfAnyName) {
  const auto step = ParseStep<MessageStep>("S: command \"no such\" txn=42 null");
  EXPECT_EQ(step.side, Side::kServer);
  EXPECT_TRUE(step.message.quoted);
  EXPECT_EQ(step.message.kind, "no such");
  EXPECT_EQ(step.message.arguments[0].kind, Kind::kNull);
}

TEST(ParserTest, LinesAreContinuedByABackslash) {
  const auto step = ParseStep<MessageStep>("C: play txn=3 \\\n      null \\\r\n   $stream  # a note");
  EXPECT_EQ(step.message.arguments.size(), 2u);
}

TEST(ParserTest, OptionalSkippingAndCheck) {
  const Steps steps = ParseSteps("S: optional onStatus ... skipping {data audio} check told row RTMP-OS-01");
  ASSERT_EQ(steps.size(), 1u);
  const auto& step = std::get<MessageStep>(steps[0].what);
  EXPECT_TRUE(step.optional);
  EXPECT_TRUE(step.message.open);
  EXPECT_THAT(step.skipping, ElementsAre("data", "audio"));
  ASSERT_TRUE(steps[0].check.has_value());
  EXPECT_EQ(steps[0].check->name, "told");
  EXPECT_EQ(steps[0].check->row, "RTMP-OS-01");
}

TEST(ParserTest, StepsOnOneLine) {
  const Steps steps = ParseSteps("C: chunks V V;  C: SetChunkSize 500;  C: chunks V*");
  ASSERT_EQ(steps.size(), 3u);
  const auto& first = std::get<ChunksStep>(steps[0].what);
  EXPECT_EQ(first.items.size(), 2u);
  EXPECT_FALSE(first.items[1].rest);
  const auto& last = std::get<ChunksStep>(steps[2].what);
  EXPECT_EQ(last.items[0].name, "V");
  EXPECT_TRUE(last.items[0].rest);
}

TEST(ParserTest, Groups) {
  const Steps steps = ParseSteps(R"(
S: unordered {
  optional WindowAckSize ?5000000   # a note
  optional SetPeerBandwidth ?5000000 ?dynamic; StreamBegin 0
} skipping {any} check all row RTMP-CN-04
)");
  ASSERT_EQ(steps.size(), 1u);
  const auto& group = std::get<GroupStep>(steps[0].what);
  EXPECT_FALSE(group.ordered);
  ASSERT_EQ(group.steps.size(), 3u);
  EXPECT_TRUE(std::get<MessageStep>(group.steps[1].what).optional);
  EXPECT_EQ(std::get<MessageStep>(group.steps[1].what).side, Side::kServer);
  EXPECT_EQ(std::get<MessageStep>(group.steps[2].what).message.kind, "StreamBegin");
  EXPECT_THAT(group.skipping, ElementsAre("any"));
  EXPECT_EQ(steps[0].check->name, "all");
}

TEST(ParserTest, NamesInAGroupAreMessagesEach) {
  const auto group = ParseStep<GroupStep>("S: ordered { A D V }");
  EXPECT_TRUE(group.ordered);
  ASSERT_EQ(group.steps.size(), 3u);
  EXPECT_EQ(std::get<MessageStep>(group.steps[2].what).message.kind, "V");
  EXPECT_EQ(group.steps[2].position.column, 18);
  // A word with a hyphen is none.
  const auto word = ParseStep<GroupStep>("S: ordered { w R-2 }");
  ASSERT_EQ(word.steps.size(), 1u);
  EXPECT_EQ(std::get<MessageStep>(word.steps[0].what).message.arguments.size(), 1u);
  // A payload is no name.
  const auto media = ParseStep<GroupStep>("S: ordered { video avc_header }");
  ASSERT_EQ(media.steps.size(), 1u);
  EXPECT_EQ(std::get<MessageStep>(media.steps[0].what).message.arguments.size(), 1u);
}

TEST(ParserTest, OneOf) {
  const auto one_of = ParseStep<OneOfStep>(R"(
S: one of {
  _result txn=7 ? ... ; sync -> pass records unknown-version=answers-3
  nothing; S: closes         -> nonstrict "refused" records a=b
  C: SetChunkSize 4096       -> fail records a=c "note after it"
  silence -> info   quiet 300ms -> unsupported "n" records a=d stop
  optional onStatus ... skipping {data}; alive -> pass
}
)");
  EXPECT_EQ(one_of.side, Side::kServer);
  ASSERT_EQ(one_of.alternatives.size(), 6u);
  const auto& [steps, outcome, position] = one_of.alternatives[0];
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(std::get<MessageStep>(steps[0].what).side, Side::kServer);
  EXPECT_TRUE(std::holds_alternative<SyncStep>(steps[1].what));
  EXPECT_EQ(outcome.verdict, "pass");
  EXPECT_EQ(outcome.record_key, "unknown-version");
  EXPECT_EQ(outcome.record_value, "answers-3");
  EXPECT_EQ(position.line, 4);
  EXPECT_TRUE(std::holds_alternative<NothingStep>(one_of.alternatives[1].steps[0].what));
  EXPECT_TRUE(std::holds_alternative<ClosesStep>(one_of.alternatives[1].steps[1].what));
  EXPECT_EQ(one_of.alternatives[1].outcome.note, "refused");
  EXPECT_EQ(std::get<MessageStep>(one_of.alternatives[2].steps[0].what).side, Side::kClient);
  EXPECT_EQ(one_of.alternatives[2].outcome.note, "note after it");
  EXPECT_TRUE(std::holds_alternative<SilenceStep>(one_of.alternatives[3].steps[0].what));
  EXPECT_EQ(one_of.alternatives[4].outcome.verdict, "unsupported");
  EXPECT_TRUE(one_of.alternatives[4].outcome.stop);
  EXPECT_FALSE(one_of.alternatives[3].outcome.stop);
  EXPECT_TRUE(std::get<MessageStep>(one_of.alternatives[5].steps[0].what).optional);
  EXPECT_TRUE(std::holds_alternative<AliveStep>(one_of.alternatives[5].steps[1].what));
}

TEST(ParserTest, OneOfBehindAKind) {
  const auto one_of =
      ParseStep<OneOfStep>("S: S2 one of { echo of C1 -> pass   signed for C1 time=1 -> nonstrict \"accepted a wrong digest\" }");
  ASSERT_EQ(one_of.alternatives.size(), 2u);
  const auto& first = std::get<MessageStep>(one_of.alternatives[0].steps[0].what);
  EXPECT_EQ(first.side, Side::kServer);
  EXPECT_EQ(first.message.kind, "S2");
  EXPECT_EQ(first.message.arguments[0].text, "echo");
  EXPECT_EQ(std::get<MessageStep>(one_of.alternatives[1].steps[0].what).message.field("time")->number, 1);
  EXPECT_EQ(one_of.alternatives[1].outcome.note, "accepted a wrong digest");
}

TEST(ParserTest, Absence) {
  EXPECT_FALSE(ParseStep<NothingStep>("S: nothing").matching.has_value());
  EXPECT_EQ(ParseStep<NothingStep>("S: nothing matching video prefix=0x27").matching->kind, "video");
  EXPECT_EQ(ParseStep<QuietStep>("quiet 300ms").milliseconds, 300);
  EXPECT_EQ(ParseStep<QuietStep>("quiet 1.5s").milliseconds, 1500);
  EXPECT_EQ(ParseStep<ClosesStep>("S: closes").how, "");
  EXPECT_EQ(ParseStep<ClosesStep>("C: closes rst").how, "rst");
  EXPECT_EQ(ParseStep<ClosesStep>("C: closes fin").side, Side::kClient);
  ParseStep<SyncStep>("sync");
  ParseStep<AliveStep>("alive");
}

TEST(ParserTest, Bytes) {
  const Steps steps = ParseSteps(
      "on a {\n"
      "  C: bytes check hello row RTMP-HS-01   # a note\n"
      "     03                             | C0: version 3\n"
      "\n"
      "     00000001 0000 0000 $random:1528 | C1\n"
      "     $s=?:4 ?:4 $r\n"
      "     ff ff  # a comment\n"
      "  sync\n"
      "}\n");
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].check->name, "hello");
  EXPECT_EQ(steps[0].connection, "a");
  const auto& bytes = std::get<BytesStep>(steps[0].what);
  EXPECT_THAT(bytes.lines, ElementsAre("03                             | C0: version 3", "00000001 0000 0000 $random:1528 | C1",
                                       "$s=?:4 ?:4 $r", "ff ff  # a comment"));
  ASSERT_EQ(bytes.items.size(), 6u);
  EXPECT_THAT(bytes.items[0].bytes, ElementsAre(3, 0, 0, 0, 1, 0, 0, 0, 0));
  EXPECT_EQ(bytes.items[1].variable, "random");
  EXPECT_FALSE(bytes.items[1].capture);
  EXPECT_EQ(bytes.items[1].length, 1528u);
  EXPECT_TRUE(bytes.items[2].capture);
  EXPECT_EQ(bytes.items[3].variable, "");
  EXPECT_EQ(bytes.items[3].length, 4u);
  EXPECT_EQ(bytes.items[4].variable, "r");
  EXPECT_EQ(bytes.items[4].length, 0u);
  EXPECT_THAT(bytes.items[5].bytes, ElementsAre(0xff, 0xff));
}

TEST(ParserTest, Connections) {
  const Steps steps = ParseSteps(R"(
on publisher: C: SetChunkSize 500
on player { use playing;  S: video avc_header
  repeat 2 { S: data ... }
  on third: sync
}
on x: repeat 3 { C: audio aac(1,2) }
sync
)");
  ASSERT_EQ(steps.size(), 7u);
  EXPECT_EQ(steps[0].connection, "publisher");
  EXPECT_EQ(steps[1].connection, "player");
  EXPECT_EQ(std::get<UseStep>(steps[1].what).name, "playing");
  EXPECT_EQ(steps[3].connection, "player");
  EXPECT_EQ(std::get<RepeatStep>(steps[3].what).steps[0].connection, "player");
  EXPECT_EQ(steps[4].connection, "third");
  EXPECT_EQ(std::get<RepeatStep>(steps[5].what).steps[0].connection, "x");
  EXPECT_EQ(steps[6].connection, "");
}

TEST(ParserTest, RepeatAndAcks) {
  const auto repeat = ParseStep<RepeatStep>(
      "repeat 8 time+=40 from=0x10 { C: video avc_key(1300,4);  sync;  S: acks since $m { unacked <= 2500+1400  increasing } "
      "slack "
      "3073 }");
  EXPECT_EQ(repeat.count, 8);
  EXPECT_EQ(repeat.time_step, 40);
  EXPECT_EQ(repeat.from, 16);
  ASSERT_EQ(repeat.steps.size(), 3u);
  const auto& acks = std::get<AcksStep>(repeat.steps[2].what);
  EXPECT_EQ(acks.side, Side::kServer);
  EXPECT_EQ(acks.mark, "m");
  EXPECT_EQ(acks.unacked_at_most->number, 3900);
  EXPECT_TRUE(acks.increasing);
  EXPECT_FALSE(acks.cumulative);
  EXPECT_EQ(acks.slack, 3073);
  const auto by_name = ParseStep<RepeatStep>("repeat $count from=$start { sync }");
  EXPECT_EQ(by_name.count_variable, "count");
  EXPECT_EQ(by_name.from_variable, "start");
}

TEST(ParserTest, OtherSteps) {
  const auto let = ParseStep<LetStep>("let V = video csid=6 avc_key(300,1)");
  EXPECT_EQ(let.name, "V");
  EXPECT_EQ(let.message.kind, "video");
  EXPECT_EQ(ParseStep<AbandonStep>("abandon V").name, "V");
  EXPECT_EQ(ParseStep<MarkStep>("mark $m").variable, "m");
  const auto state = ParseStep<StateStep>("state server=Connected client=PublishPending");
  EXPECT_THAT(state.states, ElementsAre(Pair(Side::kServer, "Connected"), Pair(Side::kClient, "PublishPending")));
  const auto delivers = ParseStep<DeliversStep>("client delivers video time=16777216 avc_key(300,7)");
  EXPECT_EQ(delivers.side, Side::kClient);
  EXPECT_EQ(delivers.message.kind, "video");
  EXPECT_EQ(ParseStep<DeliversStep>("server delivers V").side, Side::kServer);
  EXPECT_FALSE(ParseStep<AutoStep>("auto off").on);
  EXPECT_TRUE(ParseStep<AutoStep>("auto on").on);
  EXPECT_EQ(ParseStep<ServeStep>("S: serve until C: publish txn=? ? $name=? ...").until.kind, "publish");
  const auto set = ParseStep<SetStep>("set $x = {a: 5}");
  EXPECT_EQ(set.variable, "x");
  EXPECT_EQ(set.value.kind, Kind::kObject);
  const auto use = ParseStep<UseStep>("use sub/relay(start=0x00fffff0, name=\"x\")");
  EXPECT_EQ(use.name, "sub/relay");
  EXPECT_EQ(use.arguments.size(), 2u);
  EXPECT_EQ(ParseSteps("sync check still row RTMP-CM-16")[0].check->name, "still");
}

TEST(ParserTest, HandshakePackets) {
  EXPECT_EQ(ParseStep<MessageStep>("C: C0 3").message.arguments[0].number, 3);
  const auto c1 = ParseStep<MessageStep>("C: C1 time=1 zero=0 random=$r version=0x80000702 digest=scheme1 @flip=digest:0");
  EXPECT_EQ(c1.message.field("digest")->text, "scheme1");
  const auto s2 = ParseStep<MessageStep>("S: S2 echo of C1 time=? time2=$t=?");
  EXPECT_EQ(s2.message.arguments[0].items[0].text, "C1");
  EXPECT_EQ(s2.message.field("time2")->kind, Kind::kCapture);
}

// The five rows that a notation was tried on.
TEST(ParserTest, HarderRows) {
  const Steps steps = ParseSteps(R"(
pin chunk=128;  use relay(start=0x00fffff0)       # both sides joined
on publisher: C: video time=0x01000000 avc_key(300,7) @ext=repeat
on player:    S: video time=$t=? avc_key(300,7) skipping {data audio}          check intact row RTMP-XT-04
on player:    S: video time=$t+0x28 avc_inter(80,8) skipping {data audio}      check aligned row RTMP-XT-04
let V = video csid=6 avc_key(300,1);  let A = audio csid=4 aac(90,2);  let D = data csid=5 "onTextData" {n: 1}
on publisher: C: chunks V A V D V
on player:    S: ordered { A D V }
C: WindowAckSize 2500;  mark $m
C: C0 3;  C: C1 version=0x80000702 digest=scheme1 @flip=digest:0
S: S0 3;  S: S1 ?;  S: S2 one of { echo of C1 -> pass   signed for C1 -> nonstrict "accepted a wrong digest" }
C: C2 echo of S1;  use connect;  sync
)");
  EXPECT_EQ(steps.size(), 19u);
}

TEST(ParserTest, EmptyTranscript) {
  EXPECT_TRUE(ParseTranscript("transcript 1", "f", "x").ok());
  EXPECT_TRUE(ParseTranscript("\xef\xbb\xbftranscript 1\n\n", "f", "x").ok());
}

}  // namespace
}  // namespace rtmpspec
