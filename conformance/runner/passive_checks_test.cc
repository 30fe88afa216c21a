#include "conformance/runner/passive_checks.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using testing::Came;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Hex;
using ::testing::IsEmpty;
using testing::Line;

// Rows of the violations, "~" in front of one that is NONSTRICT at most.
std::vector<std::string> Rows(const std::vector<Violation>& violations) {
  std::vector<std::string> rows;
  for (const Violation& violation : violations) {
    EXPECT_FALSE(violation.text.empty()) << violation.row;
    rows.push_back(absl::StrCat(violation.nonstrict ? "~" : "", violation.row));
  }
  return rows;
}

class PassiveServerTest : public ::testing::Test {
 protected:
  std::vector<std::string> Check(const WireMessage& message) { return Rows(checks_.Check(message)); }
  std::vector<std::string> Check(absl::string_view line) { return Check(Came(line, Side::kServer)); }
  void Played(absl::string_view line) { checks_.NotePlayed(*BuildMessage(Line(line), Side::kClient, Bindings())); }

  PassiveChecks checks_{Side::kServer};
};

class PassiveClientTest : public ::testing::Test {
 protected:
  std::vector<std::string> Check(const WireMessage& message) { return Rows(checks_.Check(message)); }
  std::vector<std::string> Check(absl::string_view line) { return Check(Came(line, Side::kClient)); }
  void Played(absl::string_view line) { checks_.NotePlayed(*BuildMessage(Line(line), Side::kServer, Bindings())); }
  // A command that is not the first one.
  std::vector<std::string> CheckLater(absl::string_view line) {
    Check("connect txn=1 {app: \"live\", tcUrl: \"rtmp://127.0.0.1/live\"}");
    return Check(line);
  }

  PassiveChecks checks_{Side::kClient};
};

WireMessage Raw(uint8_t type, absl::string_view hex) {
  WireMessage message;
  message.type_id = type;
  message.chunk_stream_id = type <= 6 ? 2 : 3;
  message.payload = Hex(hex);
  return message;
}

// What usual servers send is without fault.
TEST_F(PassiveServerTest, AUsualSession) {
  for (
      const char* line : {
          "WindowAckSize 5000000",
          "SetPeerBandwidth 5000000 dynamic",
          "SetChunkSize 4096",
          "StreamBegin 0",
          R"(_result txn=1 {fmsVer: "FMS/3,0,1,123"} {level: "status", code: "NetConnection.Connect.Success", objectEncoding: 0})",
          "onBWDone txn=0 null",
          "_result txn=2 null 1",
          "StreamBegin 1",
          "onStatus txn=0 null {level: \"status\", code: \"NetStream.Publish.Start\", description: \"x\"}",
          "data \"onMetaData\" {width: 320}",
          "video avc_header",
          "audio aac_header",
          "_error txn=9 null {level: \"error\", code: \"NetConnection.Call.Failed\"}",
      }) {
    EXPECT_THAT(Check(line), IsEmpty()) << line;
  }
}

TEST_F(PassiveServerTest, ControlBelongsOnChunkStream2) {
  EXPECT_THAT(Check("SetChunkSize 4096 csid=3"), ElementsAre("RTMP-PC-01"));
  EXPECT_THAT(Check("Ack 1 msid=1"), ElementsAre("RTMP-PC-01"));
  EXPECT_THAT(Check("StreamBegin 1 msid=1"), ElementsAre("RTMP-UC-01"));
  EXPECT_THAT(checks_.Check(Came("WindowAckSize 1 csid=3"))[0].text,
              HasSubstr("WindowAckSize on chunk stream 3, message stream 0"));
}

TEST_F(PassiveServerTest, ControlPayloads) {
  EXPECT_THAT(Check(Raw(3, "000001")), ElementsAre("RTMP-PC-33"));
  EXPECT_THAT(Check(Raw(5, "0000000100")), ElementsAre("RTMP-PC-33"));
  EXPECT_THAT(Check(Raw(6, "00000001")), ElementsAre("RTMP-PC-33"));
  EXPECT_THAT(Check("SetPeerBandwidth 1 3"), ElementsAre("RTMP-PC-33"));
  EXPECT_THAT(Check("SetChunkSize 0x80000000"), ElementsAre("RTMP-PC-33"));
}

TEST_F(PassiveServerTest, UserControlPayloads) {
  EXPECT_THAT(Check(Raw(4, "0000 00")), ElementsAre("RTMP-UC-04"));
  EXPECT_THAT(Check(Raw(4, "0006 0000000000")), ElementsAre("RTMP-UC-20"));
  EXPECT_THAT(Check(Raw(4, "0003 00000001")), ElementsAre("RTMP-UC-20"));
  EXPECT_THAT(Check(Raw(4, "00")), ElementsAre("RTMP-UC-20"));
  EXPECT_THAT(Check(Raw(4, "001f")), IsEmpty());
  WireMessage cut = Came("StreamBegin 1");
  cut.chunks = 2;
  EXPECT_THAT(Check(cut), ElementsAre("RTMP-UC-03"));
}

TEST_F(PassiveServerTest, OnStatus) {
  EXPECT_THAT(Check("onStatus txn=3 null {level: \"status\", code: \"x\"}"), ElementsAre("RTMP-OS-01"));
  EXPECT_THAT(Check("onStatus null {level: \"status\", code: \"x\"}"), ElementsAre("RTMP-OS-01"));
  EXPECT_THAT(Check("onStatus txn=0 {} {level: \"status\", code: \"x\"}"), ElementsAre("RTMP-OS-02"));
  EXPECT_THAT(Check("onStatus txn=0 null"), ElementsAre("RTMP-OS-02"));
  EXPECT_THAT(Check("onStatus txn=0 null \"x\""), ElementsAre("RTMP-OS-02"));
  EXPECT_THAT(Check("onStatus txn=0 null {code: \"x\"}"), ElementsAre("RTMP-OS-03"));
  EXPECT_THAT(Check("onStatus txn=0 null {level: \"fine\", code: 5, description: null}"),
              ElementsAre("RTMP-OS-03", "RTMP-OS-03", "RTMP-OS-03"));
  EXPECT_THAT(Check("onStatus txn=0 null ecma{level: \"warning\", code: \"x\"}"), IsEmpty());
}

TEST_F(PassiveServerTest, ReconnectRequest) {
  EXPECT_THAT(Check("onStatus txn=0 msid=0 null {level: \"status\", code: \"NetConnection.Connect.ReconnectRequest\"}"),
              IsEmpty());
  EXPECT_THAT(Check("onStatus txn=0 msid=1 null {level: \"status\", code: \"NetConnection.Connect.ReconnectRequest\"}"),
              ElementsAre("ERTMP-51"));
  EXPECT_THAT(Check("onStatus txn=0 msid=0 null {level: \"status\", code: \"NetConnection.ReconnectRequest\"}"),
              ElementsAre("ERTMP-51"));
}

TEST_F(PassiveServerTest, ResponseShape) {
  EXPECT_THAT(Check("_result null 1"), ElementsAre("RTMP-RPC-06"));
  EXPECT_THAT(Check("_result \"2\" null 1"), ElementsAre("RTMP-RPC-06"));
  EXPECT_THAT(Check("_result undefined null 1"), ElementsAre("RTMP-RPC-06"));
  EXPECT_THAT(Check("_result txn=2 \"x\" 1"), ElementsAre("RTMP-RPC-06"));
  EXPECT_THAT(Check("_result txn=2 undefined 1"), ElementsAre("~RTMP-RPC-06"));
  EXPECT_THAT(Check("_result txn=2 null"), ElementsAre("~RTMP-RPC-06"));
  EXPECT_THAT(Check("_result txn=2"), ElementsAre("~RTMP-RPC-06"));
}

TEST_F(PassiveServerTest, AnswersOfTheConnectionOnStream0) {
  EXPECT_THAT(Check("_result txn=1 msid=1 {} {code: \"NetConnection.Connect.Success\"}"), ElementsAre("RTMP-MT-02"));
  EXPECT_THAT(Check("_result txn=2 msid=1 null 1"), ElementsAre("RTMP-MT-02"));
  EXPECT_THAT(Check(Raw(20, "ff")), ElementsAre("RTMP-MT-02"));
  // onStatus with a text of two characters in four bytes; then of a character outside of the basic plane, two UTF-16 units.
  const std::string status = "02 0008 6f6e537461747573 00 0000000000000000 05 03 0001 61 02 ";
  EXPECT_THAT(Check(Raw(20, absl::StrCat(status, "0002 c3a9c3a9 000009"))), ElementsAre("AMF0-04"));
  EXPECT_THAT(Check(Raw(20, absl::StrCat(status, "0002 f09f9880 000009"))), ElementsAre("AMF0-04"));
  EXPECT_THAT(Check(Raw(20, absl::StrCat(status, "0003 c3a9c3a9 000009"))), ElementsAre("RTMP-MT-02"));
}

TEST_F(PassiveServerTest, MessageStreamIdsAreLittleEndian) {
  EXPECT_THAT(Check("onStatus txn=0 msid=0x01000000 null {level: \"status\", code: \"x\"}"), IsEmpty());
  Check("_result txn=2 null 1");
  EXPECT_THAT(Check("onStatus txn=0 msid=0x01000000 null {level: \"status\", code: \"x\"}"), ElementsAre("RTMP-CM-01"));
}

TEST_F(PassiveServerTest, NoAmf3WithoutObjectEncoding3) {
  EXPECT_THAT(Check("_result type=17 txn=9 null null"), IsEmpty());  // nothing is known yet
  Check("_result txn=1 {} {code: \"NetConnection.Connect.Success\", objectEncoding: 0}");
  EXPECT_THAT(Check("_result type=17 txn=9 null null"), ElementsAre("RTMP-MT-06"));
  EXPECT_THAT(Check("data type=15 \"x\""), ElementsAre("RTMP-MT-06"));
  Played("connect txn=1 {objectEncoding: 3}");
  EXPECT_THAT(Check("data type=15 \"x\""), IsEmpty());
  Played("connect txn=1 {app: \"live\"}");
  EXPECT_THAT(Check("data type=15 \"x\""), ElementsAre("RTMP-MT-06"));
}

TEST_F(PassiveServerTest, FailedCreateStream) {
  Played("createStream txn=2 null");
  EXPECT_THAT(Check("_error txn=2 null null"), ElementsAre("RTMP-ST-13"));
  EXPECT_THAT(Check("_error txn=2 null {level: \"error\"}"), IsEmpty());
  EXPECT_THAT(Check("_error txn=3 null null"), IsEmpty());
}

TEST_F(PassiveServerTest, Media) {
  EXPECT_THAT(Check("audio csid=2 aac_header"), ElementsAre("RTMP-CB-07"));
  EXPECT_THAT(Check("message type=22 time=0x01000005 hex(08 000001 000005 01 000001 aa 0000000c)"), IsEmpty());
  EXPECT_THAT(Check("message type=22 time=0x01000005 hex(08 000001 010000 05 000001 aa 0000000c)"), IsEmpty());
  EXPECT_THAT(Check("message type=22 time=6 hex(08 000001 000005 00 000001 aa 0000000c)"), ElementsAre("RTMP-MT-15"));
  // What a server relays is the publisher's.
  EXPECT_THAT(Check("data \"onMetaData\" {a: 1}"), IsEmpty());
  EXPECT_THAT(Check("video hex(96 06)"), IsEmpty());
}

TEST_F(PassiveClientTest, AUsualPublisher) {
  for (const char* line : {
           "SetChunkSize 4096",
           "connect txn=1 {app: \"live\", type: \"nonprivate\", flashVer: \"FMLE/3.0\", tcUrl: \"rtmp://127.0.0.1:1935/live\"}",
           "releaseStream txn=2 null \"s\"",
           "FCPublish txn=3 null \"s\"",
           "createStream txn=4 null",
           "publish txn=5 null \"s\" \"live\"",
           "data \"@setDataFrame\" \"onMetaData\" ecma{width: 320, videocodecid: 7}",
           "video avc_header",
           "audio aac_header",
           "FCUnpublish txn=6 null \"s\"",
           "deleteStream txn=7 null 1",
       }) {
    EXPECT_THAT(Check(line), IsEmpty()) << line;
  }
}

TEST_F(PassiveClientTest, AUsualPlayer) {
  for (const char* line : {
           "connect txn=1 {app: \"live/x\", tcUrl: \"rtmp://[::1]/live/x/\", fpad: false, capabilities: 15, objectEncoding: 3}",
           "WindowAckSize 2500000",
           "createStream txn=2 null",
           "play txn=4 null \"s\" -2 -1 true",
           "SetBufferLength 1 3000",
       }) {
    EXPECT_THAT(Check(line), IsEmpty()) << line;
  }
}

TEST_F(PassiveClientTest, TheFirstCommandIsConnect) {
  EXPECT_THAT(Check("createStream txn=1 null"), ElementsAre("RTMP-CN-01"));
  EXPECT_THAT(Check("createStream txn=1 null"), IsEmpty());
}

TEST_F(PassiveClientTest, ConnectsFrame) {
  EXPECT_THAT(Check("connect txn=2 msid=1 null"), ElementsAre("RTMP-CN-01", "RTMP-CN-01", "RTMP-CN-01"));
}

TEST_F(PassiveClientTest, ConnectsProperties) {
  EXPECT_THAT(Check("connect txn=1 {app: 5, fpad: 1, videoCodecs: \"x\"}"),
              ElementsAre("RTMP-CN-22", "RTMP-CN-22", "RTMP-CN-22"));
  EXPECT_THAT(Check("connect txn=1 {objectEncoding: 1}"), ElementsAre("RTMP-CN-22"));
  EXPECT_THAT(Check("connect txn=1 {app: \"live\", tcUrl: \"rtmp://127.0.0.1/other\"}"), ElementsAre("RTMP-CN-22"));
  EXPECT_THAT(Check("connect txn=1 {app: \"live\", tcUrl: \"live\"}"), ElementsAre("RTMP-CN-22"));
}

TEST_F(PassiveClientTest, Play) {
  EXPECT_THAT(CheckLater("play txn=2 {} 5 \"x\" \"y\" null"),
              ElementsAre("RTMP-PL-20", "RTMP-PL-20", "RTMP-PL-20", "RTMP-PL-20", "RTMP-PL-20"));
  EXPECT_THAT(Check("play txn=2 null \"s\" -2 -1 1"), IsEmpty());
}

TEST_F(PassiveClientTest, Publish) {
  EXPECT_THAT(CheckLater("publish txn=2 null \"s\""), ElementsAre("~RTMP-PB-15"));
  EXPECT_THAT(Check("publish txn=2 null \"s\" \"loud\""), ElementsAre("RTMP-PB-15"));
  EXPECT_THAT(Check("publish txn=2 {} null \"record\""), ElementsAre("RTMP-PB-15", "RTMP-PB-15"));
}

TEST_F(PassiveClientTest, StreamsById) {
  EXPECT_THAT(CheckLater("createStream txn=2 msid=1 null"), ElementsAre("RTMP-ST-11"));
  EXPECT_THAT(Check("publish txn=2 msid=0 null \"s\" \"live\""), ElementsAre("RTMP-ST-11"));
  EXPECT_THAT(Check("audio msid=0 aac_header"), ElementsAre("RTMP-ST-11"));
  EXPECT_THAT(Check("deleteStream txn=2 null"), ElementsAre("RTMP-ST-11"));
  EXPECT_THAT(Check("audio msid=7 aac_header"), IsEmpty());
  Played("_result txn=2 null 0x010203");
  EXPECT_THAT(Check("audio msid=0x010203 aac_header"), IsEmpty());
  EXPECT_THAT(Check("audio msid=7 aac_header"), ElementsAre("RTMP-ST-11"));
  EXPECT_THAT(Check("audio msid=0x03020100 aac_header"), ElementsAre("RTMP-ST-11", "RTMP-CM-01"));
}

TEST_F(PassiveClientTest, Metadata) {
  EXPECT_THAT(Check("data \"@setDataFrame\" \"onMetaData\" {width: 320}"), ElementsAre("ERTMP-43"));
  EXPECT_THAT(Check("data \"onMetaData\" ecma{videocodecid: \"avc1\"}"), ElementsAre("ERTMP-44"));
  EXPECT_THAT(Check("data \"onMetaData\""), ElementsAre("ERTMP-43"));
  EXPECT_THAT(Check("data \"onMetaData\" ecma{} ecma{}"), ElementsAre("ERTMP-43"));
  EXPECT_THAT(Check("data \"onTextData\" {}"), IsEmpty());
}

TEST_F(PassiveClientTest, EnhancedRtmp) {
  EXPECT_THAT(Check("video hex(90 68766331)"), ElementsAre("ERTMP-32"));
  EXPECT_THAT(Check("video hex(90 68766331)"), IsEmpty());  // once a connection
  EXPECT_THAT(Check("video hex(96 16)"), ElementsAre("ERTMP-16"));
  EXPECT_THAT(Check("audio hex(95 05)"), ElementsAre("ERTMP-16"));
}

TEST_F(PassiveClientTest, DeclaredFourCcs) {
  Check("connect txn=1 {app: \"live\", fourCcList: [\"hvc1\"]}");
  EXPECT_THAT(Check("video hex(90 68766331)"), IsEmpty());
}

TEST_F(PassiveClientTest, TracksHaveIdsOfTheirOwn) {
  Check("connect txn=1 {app: \"live\", fourCcList: [\"*\"]}");
  EXPECT_THAT(Check("video hex(a6 13 68766331 00 000001 0a 01 000001 0b)"), IsEmpty());
  EXPECT_THAT(Check("video hex(a6 13 68766331 01 000001 0a 01 000001 0b)"), ElementsAre("ERTMP-21"));
}

TEST_F(PassiveClientTest, FlacBeginsWithItsStreamInfo) {
  Check("connect txn=1 {app: \"live\", fourCcList: [\"*\"]}");
  const std::string info = "1000100000000f00000f0ac442f00000000000000000000000000000000000000000";
  EXPECT_THAT(Check(absl::StrCat("audio hex(90 664c6143 664c6143 80000022 ", info, ")")), IsEmpty());
  EXPECT_THAT(Check(absl::StrCat("audio hex(90 664c6143 664c6143 84000022 ", info, ")")), ElementsAre("ERTMP-49"));
  EXPECT_THAT(Check(absl::StrCat("audio hex(90 664c6143 80000022 ", info, ")")), ElementsAre("ERTMP-49"));
  EXPECT_THAT(Check("audio hex(90 664c6143)"), ElementsAre("ERTMP-49"));
}

TEST_F(PassiveClientTest, ColorInfo) {
  Check("connect txn=1 {app: \"live\", fourCcList: [\"*\"]}");
  // Metadata of hvc1: "colorInfo", {colorConfig: {bitDepth: N}}.
  const std::string head = "video hex(d4 68766331 02 0009 636f6c6f72496e666f 03 000b 636f6c6f72436f6e666967 03 ";
  const std::string depth = "0008 6269744465707468 00 ";
  EXPECT_THAT(Check(absl::StrCat(head, depth, "4024000000000000 000009 000009)")), IsEmpty());
  EXPECT_THAT(Check(absl::StrCat(head, depth, "4022000000000000 000009 000009)")), ElementsAre("ERTMP-14"));
  EXPECT_THAT(Check(absl::StrCat(head, "000e 636f6c6f725072696d6172696573 00 4070000000000000 000009 000009)")),
              ElementsAre("ERTMP-14"));
  EXPECT_THAT(Check(absl::StrCat(head, "000009 000009)")), IsEmpty());
}

TEST_F(PassiveClientTest, WhatWasPutToTheTest) {
  EXPECT_THAT(checks_.checked(), IsEmpty());
  Check("connect txn=1 {app: \"live\", fourCcList: [\"*\"]}");
  EXPECT_THAT(checks_.checked(), IsEmpty());
  Check("publish txn=2 msid=1 null \"s\" \"live\"");
  Check("data \"onMetaData\" ecma{videocodecid: 7}");
  Check("video msid=1 hex(90 68766331)");
  Check("SetBufferLength 1 3000");
  EXPECT_THAT(checks_.checked(), ElementsAre("ERTMP-32", "ERTMP-43", "ERTMP-44", "RTMP-PB-15", "RTMP-ST-11", "RTMP-UC-01",
                                             "RTMP-UC-03", "RTMP-UC-20"));
}

}  // namespace
}  // namespace rtmpspec
