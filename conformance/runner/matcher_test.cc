#include "conformance/runner/matcher.h"

#include <string>

#include "conformance/runner/payload_match.h"
#include "conformance/runner/script_testing.h"
#include "conformance/runner/script_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using testing::Came;
using ::testing::HasSubstr;
using testing::Hex;
using testing::Line;

class MatcherTest : public ::testing::Test {
 protected:
  // Empty on a match; else the reason, then the message with the marked part in «».
  std::string Match(absl::string_view pattern, const WireMessage& actual) {
    const std::optional<Mismatch> mismatch = MatchMessage(Line(pattern), named_, actual, Side::kServer, &bindings_);
    if (!mismatch) return "";
    EXPECT_LE(mismatch->mark_begin, mismatch->mark_end);
    EXPECT_LE(mismatch->mark_end, mismatch->actual.size());
    std::string text = mismatch->actual;
    text.insert(mismatch->mark_end, "»");
    text.insert(mismatch->mark_begin, "«");
    return mismatch->reason + "\n" + text;
  }
  std::string Match(absl::string_view pattern, absl::string_view actual) { return Match(pattern, Came(actual)); }

  Bindings bindings_;
  std::map<std::string, Message> named_;
};

WireMessage Raw(uint8_t type, absl::string_view hex) {
  WireMessage message;
  message.type_id = type;
  message.chunk_stream_id = type <= 6 ? 2 : 3;
  message.payload = Hex(hex);
  return message;
}

TEST_F(MatcherTest, TheFieldThatDiffersIsMarked) {
  EXPECT_EQ(Match("_result txn=1 {...} {level: \"status\", ...}",
                  "_result txn=0 {} {level: \"status\", code: \"NetConnection.Connect.Success\"}"),
            "transaction id is 0, expected 1\n"
            "_result «txn=0» {} {level: \"status\", code: \"NetConnection.Connect.Success\"}");
  EXPECT_EQ(Match("audio csid=4 time=40", "audio time=41 aac_header"),
            "time is 41, expected 40\naudio csid=4 msid=1 «time=41» len=4 prefix=hex(af 00 12 10)");
  EXPECT_EQ(Match("onStatus msid=1", "onStatus txn=0 msid=5 null"),
            "message stream is 5, expected 1\nonStatus txn=0 «msid=5» null");
  EXPECT_EQ(Match("SetChunkSize ? csid=2", "SetChunkSize 128 csid=3"),
            "chunk stream is 3, expected 2\nSetChunkSize «csid=3» 128");
}

TEST_F(MatcherTest, Properties) {
  const char* actual = "onStatus txn=0 null {level: \"error\", code: \"NetStream.Play.Start\"}";
  EXPECT_EQ(Match("onStatus txn=0 null {level: \"status\", ...}", actual),
            "level is \"error\", expected \"status\"\n"
            "onStatus txn=0 msid=1 null {«level: \"error\"», code: \"NetStream.Play.Start\"}");
  EXPECT_EQ(Match("onStatus txn=0 null {level: ?, code: ?, description: ?}", actual),
            "argument 1: the property description is missing\n"
            "onStatus txn=0 msid=1 null «{level: \"error\", code: \"NetStream.Play.Start\"}»");
  EXPECT_EQ(Match("onStatus txn=0 null {level: ?}", actual),
            "argument 1: unexpected property \"code\"\n"
            "onStatus txn=0 msid=1 null {level: \"error\", «code: \"NetStream.Play.Start\"»}");
  EXPECT_EQ(Match("onStatus txn=0 null {code: \"NetStream.Play.Start\", level: \"error\"}", actual), "");
  EXPECT_EQ(Match("onStatus txn=0 null {level: 5, ...}", actual),
            "level: expected a number, came a string \"error\"\n"
            "onStatus txn=0 msid=1 null {«level: \"error\"», code: \"NetStream.Play.Start\"}");
}

TEST_F(MatcherTest, Arguments) {
  EXPECT_EQ(Match("_result txn=2 null 1 2", "_result txn=2 null 1"), "argument 2 is missing, expected 2\n_result txn=2 null 1«»");
  EXPECT_EQ(Match("_result txn=2 null", "_result txn=2 null 1"), "argument 1 is one too many: 1\n_result txn=2 null «1»");
  EXPECT_EQ(Match("_result txn=2 null ...", "_result txn=2 null 1"), "");
  EXPECT_EQ(Match("_result txn=2", "_result txn=2 null 1"), "");
  EXPECT_EQ(Match("_result txn=2 null \"1\"", "_result txn=2 null 5"),
            "argument 1: expected a string, came a number 5\n_result txn=2 null «5»");
  EXPECT_EQ(Match("_result txn=2 {}", "_result txn=2 null"),
            "command object: expected an object, came null\n_result txn=2 «null»");
}

TEST_F(MatcherTest, AnotherMessage) {
  EXPECT_EQ(Match("_result txn=2", "onStatus txn=0 null"), "expected _result, came \"onStatus\"\n«onStatus» txn=0 msid=1 null");
  EXPECT_EQ(Match("video", "audio aac_header"),
            "expected video, came audio\n«audio» csid=4 msid=1 time=0 len=4 prefix=hex(af 00 12 10)");
  EXPECT_EQ(Match("StreamBegin 1", "PingRequest 1"), "expected StreamBegin, came PingRequest\n«PingRequest» 1");
  EXPECT_EQ(Match("message type=22", "message type=21 hex(00)"),
            "expected message type=22, came a message of type 21\nmessage «type=21» csid=3 msid=0 time=0 hex(00)");
  // A name is a name, whatever it says.
  EXPECT_EQ(Match("command \"video\" txn=1", "command \"video\" txn=1 null"), "");
  EXPECT_EQ(Match("command \"video\" txn=1", "video empty"),
            "expected video, came video\n«video» csid=6 msid=1 time=0 len=0 prefix=hex()");
}

TEST_F(MatcherTest, FieldsNotWrittenAreNotChecked) {
  EXPECT_EQ(Match("video", "video csid=9 msid=4 time=7 avc_header"), "");
  EXPECT_EQ(Match("onStatus", "onStatus txn=3 null {a: 1}"), "");
  EXPECT_EQ(Match("SetChunkSize", "SetChunkSize 7"), "");
  EXPECT_EQ(Match("data", "data \"onMetaData\" {a: 1}"), "");
}

TEST_F(MatcherTest, Matchers) {
  EXPECT_EQ(Match("_result txn=? ? 1..9", "_result txn=2 null 9"), "");
  EXPECT_EQ(Match("_result txn=? ? 1..9", "_result txn=2 null 9.5"),
            "argument 1 is 9.5, expected 1..9\n_result txn=2 null «9.5»");
  EXPECT_EQ(Match("_result txn=? ? \"a\"|\"b\"|5", "_result txn=2 null 5"), "");
  EXPECT_EQ(Match("_result txn=? ? \"a\"|\"b\"", "_result txn=2 null \"c\""),
            "argument 1 is \"c\", expected \"a\"|\"b\"\n_result txn=2 null «\"c\"»");
  EXPECT_EQ(Match("_result txn=? ? /Net.*Start/", "_result txn=2 null \"NetStream.Play.Start\""), "");
  // The whole string.
  EXPECT_THAT(Match("_result txn=? ? /Net/", "_result txn=2 null \"NetStream\""), HasSubstr("expected /Net/"));
  EXPECT_EQ(Match("WindowAckSize ?2500000", "WindowAckSize 5"), "");
  EXPECT_EQ(Match("_result txn=1 ? [1, ...]", "_result txn=1 null [1, 2, 3]"), "");
  EXPECT_EQ(Match("_result txn=1 ? [1, 3]", "_result txn=1 null [1, 2]"),
            "element 1 is 2, expected 3\n_result txn=1 null [1, «2»]");
  EXPECT_EQ(Match("_result txn=nan ?", "_result txn=nan null"), "");
}

TEST_F(MatcherTest, ValueTypesAreExact) {
  EXPECT_THAT(Match("_result ? {}", "_result null ecma{}"), HasSubstr("expected an object, came an ECMA array"));
  EXPECT_THAT(Match("_result ? \"a\"", "_result null long\"a\""), HasSubstr("expected a string, came a long string"));
  EXPECT_THAT(Match("_result ? null", "_result null undefined"), HasSubstr("expected null, came undefined"));
  EXPECT_EQ(Match("_result ? ecma{a: 1}", "_result null ecma(count=9){a: 1}"), "");
  EXPECT_THAT(Match("_result ? ecma(count=1){a: 1}", "_result null ecma(count=9){a: 1}"),
              HasSubstr("expected the count 1, came 9"));
  EXPECT_EQ(Match("_result ? ecma(count=1){a: 1}", "_result null ecma{a: 1}"), "");
  EXPECT_EQ(Match("_result ? hex(05)", "_result null null"), "");
  EXPECT_THAT(Match("_result ? Foo{}", "_result null Bar{}"), HasSubstr("is Bar{}, expected Foo{}"));
  EXPECT_EQ(Match("_result ? date(5)", "_result null date(5)"), "");
  EXPECT_THAT(Match("_result ? date(5)", "_result null date(5, 60)"), HasSubstr("date(5, 60), expected date(5)"));
}

// std::regex takes stack for each character: what a peer sends must not use it up.
TEST_F(MatcherTest, RegularExpressionsOnLongStrings) {
  const std::string text(1024, 'a');
  EXPECT_EQ(Match("_result ? /(a|b)*/", absl::StrCat("_result null \"", text, "\"")), "");
  EXPECT_NE(Match("_result ? /(a|b)*/", absl::StrCat("_result null \"", text, "a\"")), "");
}

TEST_F(MatcherTest, CapturesAndVariables) {
  EXPECT_EQ(Match("_result txn=$t=? null $id=1..9", "_result txn=4 null 5"), "");
  EXPECT_EQ(bindings_.Find("t")->number, 4);
  EXPECT_EQ(bindings_.Find("id")->number, 5);
  EXPECT_EQ(Match("_result txn=$t+1 null $id", "_result txn=5 null 5"), "");
  EXPECT_THAT(Match("_result txn=$t", "_result txn=5 null"), HasSubstr("transaction id is 5, expected 4"));
  EXPECT_THAT(Match("_result txn=$nope", "_result txn=5 null"), HasSubstr("unknown variable $nope"));
  // Captured and used in one line.
  EXPECT_EQ(Match("_result txn=$a=? null $a", "_result txn=8 null 8"), "");
}

TEST_F(MatcherTest, AMismatchCapturesNothing) {
  EXPECT_NE(Match("_result txn=$t=? null 6", "_result txn=4 null 5"), "");
  EXPECT_EQ(bindings_.Find("t"), nullptr);
}

TEST_F(MatcherTest, TimestampArithmeticWraps) {
  bindings_.SetNumber("t", 4294967280.0);
  EXPECT_EQ(Match("video time=$t+0x28", "video time=24 avc_header"), "");
}

TEST_F(MatcherTest, PayloadsByGenerator) {
  EXPECT_EQ(Match("video avc_key(300, 7)", "video avc_key(300, 7)"), "");
  EXPECT_EQ(Match("video $p=?", "video hex(1702)"), "");
  EXPECT_EQ(Match("video $p", "video hex(1702)"), "");
  WireMessage broken = Came("video time=40 avc_key(300, 7)");
  const uint8_t right = broken.payload[128];
  broken.payload[128] ^= 0x11;
  const std::string text = Match("video avc_key(300, 7)", broken);
  char expected[100];
  snprintf(expected, sizeof(expected), "byte 128 of the payload is 0x%02x, expected 0x%02x\n", right ^ 0x11, right);
  EXPECT_THAT(text, HasSubstr(expected));
  snprintf(expected, sizeof(expected), "len=300 prefix=hex(17 01 00 00 00 00 00 01 23 65 ");
  EXPECT_THAT(text, HasSubstr(expected));
  snprintf(expected, sizeof(expected), "  # from byte 128: hex(«%02x» ", right ^ 0x11);
  EXPECT_THAT(text, HasSubstr(expected));
}

TEST_F(MatcherTest, AByteOfThePrefixIsMarkedThere) {
  EXPECT_EQ(Match("video hex(1701)", "video hex(1702)"),
            "byte 1 of the payload is 0x02, expected 0x01\nvideo csid=6 msid=1 time=0 len=2 prefix=hex(17 «02»)");
  EXPECT_EQ(Match("UserControl event=31 hex(0001)", "UserControl event=31 hex(0002)"),
            "byte 1 of the payload is 0x02, expected 0x01\nUserControl event=31 hex(00 «02»)");
}

TEST_F(MatcherTest, PayloadLength) {
  EXPECT_EQ(
      Match("audio fill(5, 1)", "audio fill(3, 1)"),
      "the payload has 3 bytes, expected 5; the first 3 are right\naudio csid=4 msid=1 time=0 «len=3» prefix=hex(01 01 01)");
}

// A chunk that a receiver lost or took twice.
TEST_F(MatcherTest, LostAndRepeatedChunksAreNamed) {
  WireMessage lost = Came("video avc_key(600, 7)");
  lost.payload.erase(lost.payload.begin() + 128, lost.payload.begin() + 256);
  EXPECT_THAT(Match("video avc_key(600, 7)", lost), HasSubstr("what stands there belongs at byte 256: 128 bytes are lost"));
  WireMessage twice = Came("video avc_key(600, 7)");
  const rtmp::Buffer chunk(twice.payload.begin() + 128, twice.payload.begin() + 256);
  twice.payload.insert(twice.payload.begin() + 256, chunk.begin(), chunk.end());
  EXPECT_THAT(Match("video avc_key(600, 7)", twice),
              HasSubstr("what stands there belongs at byte 128: 128 bytes are there twice"));
}

TEST_F(MatcherTest, PayloadFields) {
  EXPECT_EQ(Match("video prefix=hex(17 00) len=28", "video avc_header"), "");
  EXPECT_EQ(Match("video prefix=0x17", "video avc_header"), "");
  EXPECT_EQ(Match("video prefix=0x27|0x17", "video avc_header"), "");
  EXPECT_THAT(Match("video prefix=hex(27)", "video avc_header"), HasSubstr("byte 0 of the payload is 0x17, expected 0x27"));
  EXPECT_THAT(Match("video prefix=0x27", "video avc_header"), HasSubstr("prefix=hex(«17» 00"));
  EXPECT_THAT(Match("video prefix=hex(17 00)", "video hex(17)"), HasSubstr("the payload has 1 bytes, the prefix expected 2"));
  EXPECT_EQ(Match("video len=1..5", "video hex(17 00 00)"), "");
  EXPECT_THAT(Match("video len=4", "video hex(17 00 00)"), HasSubstr("length is 3, expected 4"));
  EXPECT_EQ(Match("data len=7 prefix=0x02", "data \"abcd\""), "");
  const char* kDigest = "sha256=\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";
  EXPECT_EQ(Match(absl::StrCat("video ", kDigest), "video hex(616263)"), "");
  EXPECT_THAT(Match(absl::StrCat("video ", kDigest), "video hex(616264)"), HasSubstr("sha256 is "));
}

TEST_F(MatcherTest, NamedMessagesAreTypeAndPayload) {
  named_["V"] = Line("video csid=6 time=5 avc_key(300, 1)");
  named_["D"] = Line("data csid=5 \"onTextData\" {n: 1}");
  named_["R"] = Line("message type=21 hex(01 02)");
  EXPECT_EQ(Match("V", "video csid=9 time=99 msid=4 avc_key(300, 1)"), "");
  EXPECT_THAT(Match("V time=40", "video time=99 avc_key(300, 1)"), HasSubstr("time is 99, expected 40"));
  EXPECT_THAT(Match("V", "video avc_key(300, 2)"), HasSubstr("of the payload is"));
  EXPECT_THAT(Match("V", "audio aac_header"), HasSubstr("expected video, came audio"));
  EXPECT_EQ(Match("D", "data \"onTextData\" {n: 1}"), "");
  EXPECT_THAT(Match("D", "data \"onTextData\" {n: 2}"), HasSubstr("n is 2, expected 1"));
  EXPECT_EQ(Match("R", "message type=21 hex(01 02)"), "");
  EXPECT_THAT(Match("R", "message type=22 hex(01 02)"), HasSubstr("expected message type=21"));
}

TEST_F(MatcherTest, Amf3CommandsAndData) {
  EXPECT_EQ(Match("_result txn=2 null", "_result type=17 txn=2 null"), "");
  EXPECT_THAT(Match("_result type=20 txn=2", "_result type=17 txn=2 null"),
              HasSubstr("type is 17, expected 20\n_result txn=2 «type=17» null"));
  EXPECT_EQ(Match("data \"x\"", "data type=15 \"x\""), "");
  // Some senders leave the format byte of type 15 out (RTMP-MT-09).
  EXPECT_EQ(Match("data \"x\"", Raw(15, "02000178")), "");
}

TEST_F(MatcherTest, Control) {
  EXPECT_EQ(Match("SetPeerBandwidth ? dynamic", "SetPeerBandwidth 7 dynamic"), "");
  EXPECT_EQ(Match("SetPeerBandwidth 7 hard|soft", "SetPeerBandwidth 7 dynamic"),
            "limit type is 2, expected hard|soft\nSetPeerBandwidth 7 «dynamic»");
  EXPECT_EQ(Match("SetBufferLength 1 $ms=?", "SetBufferLength 1 3000"), "");
  EXPECT_EQ(bindings_.Find("ms")->number, 3000);
  EXPECT_EQ(Match("UserControl event=6", "PingRequest 1"), "");
  EXPECT_EQ(Match("UserControl event=6 hex(00000001)", "PingRequest 1"), "");
}

TEST_F(MatcherTest, MisshapenMessagesSayWhatIsWrong) {
  EXPECT_EQ(Match("SetChunkSize ?", Raw(1, "000010")),
            "SetChunkSize has 3 bytes; it has 4\n"
            "message type=1 msid=0 time=0 hex(00 00 10)  # SetChunkSize has 3 bytes; it has 4«»");
  EXPECT_THAT(Match("PingRequest ?", Raw(4, "0006 0000")), HasSubstr("PingRequest has 2 bytes of data; it has 4"));
  EXPECT_THAT(Match("_result txn=1 ? ?", Raw(20, "0200075f726573756c74 003ff0000000000000 05 0300")),
              HasSubstr("not AMF0 at byte "));
  EXPECT_THAT(Match("_result", Raw(20, "05")), HasSubstr("a command opens with its name"));
  EXPECT_EQ(Match("_result txn=1", "_result null"), "the transaction id, a number, is missing\n«_result» null");
}

TEST(DescribeMessageTest, InTheScriptsNotation) {
  EXPECT_EQ(DescribeMessage(Came("connect txn=1 {app: \"live\", fpad: false, \"odd key\": 1.5} \"x\"")),
            "connect txn=1 {app: \"live\", fpad: false, \"odd key\": 1.5} \"x\"");
  EXPECT_EQ(DescribeMessage(Came("video csid=6 time=40 avc_header")),
            "video csid=6 msid=1 time=40 len=28 prefix=hex(17 00 00 00 00 01 42 c0 1e ff e1 00 ..)");
  EXPECT_EQ(DescribeMessage(Came("data \"onMetaData\" ecma(count=0){width: 320}")),
            "data msid=1 \"onMetaData\" ecma(count=0){width: 320}");
  EXPECT_EQ(DescribeMessage(Came("SetPeerBandwidth 2500 soft")), "SetPeerBandwidth 2500 soft");
  EXPECT_EQ(DescribeMessage(Came("SetPeerBandwidth 2500 9")), "SetPeerBandwidth 2500 9");
  EXPECT_EQ(DescribeMessage(Came("UserControl event=31 hex(00000001)")), "UserControl event=31 hex(00 00 00 01)");
  EXPECT_EQ(DescribeMessage(Came("command \"no such\" txn=42 null")), "command \"no such\" txn=42 null");
  EXPECT_EQ(DescribeMessage(Came("command \"video\" null")), "command \"video\" null");
  EXPECT_EQ(DescribeMessage(Came("_result txn=-1.25 undefined [1, null] date(5) long\"l\" xml\"x\" ref(0) Foo{}")),
            "_result txn=-1.25 undefined [1, null] date(5) long\"l\" xml\"x\" ref(0) Foo{}");
  EXPECT_EQ(DescribeMessage(Came("data \"a\\\"\\n\\x01\\xff\"")), "data msid=1 \"a\\\"\\n\\x01\\xff\"");
}

// What a peer sends sizes no report.
TEST(DescribeMessageTest, LongMessagesAreCut) {
  WireMessage message = Raw(18, "");
  for (int i = 0; i < 5000; ++i) {
    const rtmp::Buffer value = Hex("02 0004 61626364");
    message.payload.insert(message.payload.end(), value.begin(), value.end());
  }
  EXPECT_LT(DescribeMessage(message).size(), 4000u);
  WireMessage text = Raw(18, "0c 00010000");
  text.payload.resize(5 + 65536, 'x');
  EXPECT_LT(DescribeMessage(text).size(), 400u);
}

// A printed message is a line that can be played again.
TEST(DescribeMessageTest, ReadsBack) {
  for (const char* line :
       {"connect txn=1 {app: \"live\", list: [1, {a: null}], e: ecma{b: true}} \"x\"", "StreamBegin 7", "Ack 100",
        "data \"onMetaData\" ecma(count=5){width: 320}", "message type=21 hex(01 02)", "audio aac_header"}) {
    const WireMessage message = Came(line);
    const std::string text = DescribeMessage(message);
    Message pattern = Line(text);
    Bindings bindings;
    const std::optional<Mismatch> mismatch = MatchMessage(pattern, {}, message, Side::kServer, &bindings);
    EXPECT_FALSE(mismatch.has_value()) << text << ": " << mismatch->reason;
  }
}

TEST(MessageKindTest, Kinds) {
  EXPECT_EQ(MessageKind(Came("connect txn=1 {}")), "connect");
  EXPECT_EQ(MessageKind(Came("video avc_header")), "video");
  EXPECT_EQ(MessageKind(Came("SetChunkSize 1")), "SetChunkSize");
  EXPECT_EQ(MessageKind(Came("PingRequest 1")), "PingRequest");
  EXPECT_EQ(MessageKind(Came("data \"x\"")), "data");
  EXPECT_EQ(MessageKind(Came("UserControl event=9")), "UserControl");
  EXPECT_EQ(MessageKind(Came("message type=22 empty")), "message");
}

TEST(IsAmbientTest, AsTheLanguageSays) {
  for (const char* line : {"SetChunkSize 1", "Ack 1", "WindowAckSize 1", "SetPeerBandwidth 1 hard", "PingRequest 1",
                           "UserControl event=99", "onBWDone txn=0 null", "onFCPublish txn=0 null {}", "audio aac_header",
                           "video avc_header", "data \"onMetaData\" {}", "data \"|RtmpSampleAccess\" true true"}) {
    EXPECT_TRUE(IsAmbient(Came(line))) << line;
  }
  for (const char* line :
       {"Abort 3", "onStatus txn=0 null {}", "_result txn=1 null", "onBWDone null", "audio aac(20, 1)", "video avc_key(20, 1)",
        "data \"onTextData\" {}", "data \"@setDataFrame\" \"onMetaData\" {}", "message type=22 empty"}) {
    EXPECT_FALSE(IsAmbient(Came(line))) << line;
  }
}

}  // namespace
}  // namespace rtmpspec
