#include "impl/command/capabilities.h"

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/command/connect.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class CapabilitiesTest : public ::testing::Test {
 protected:
  // connect with what `write` adds to its command object. Views stay valid until the next call.
  template <typename Write>
  ConnectCommand Connect(Write write) {
    parsed_ = std::make_unique<ParsedCommand>(CommandBytes("connect", 1, [&](Encoder& e) {
      e.BeginObject();
      e.Property("app", "live");
      write(e);
      e.EndObject();
    }));
    return std::get<ConnectCommand>(ParseConnect(parsed_->command));
  }
  template <typename Write>
  Capabilities Parse(Write write) {
    return Connect(write).capabilities;
  }

 private:
  std::unique_ptr<ParsedCommand> parsed_;
};

TEST_F(CapabilitiesTest, LegacyConnectHasNone) {
  EXPECT_TRUE(Parse([](Encoder& e) { e.Property("videoFunction", 1.0); }).empty());
}

// ERTMP-33, ERTMP-34, ERTMP-36: all of it, as a client sends it.
TEST_F(CapabilitiesTest, ParsesAllFour) {
  const Capabilities capabilities = Parse([](Encoder& e) {
    e.Key("fourCcList");
    e.BeginStrictArray(3);
    e.String("av01");
    e.String("*");
    e.String(".mp3");
    e.Key("videoFourCcInfoMap");
    e.BeginObject();
    e.Property("*", 4.0);
    e.Property("vp09", 3.0);
    e.EndObject();
    e.Key("audioFourCcInfoMap");
    e.BeginEcmaArray(1);
    e.Property("Opus", 1.0);
    e.EndObject();
    e.Property("capsEx", 65535.0);
  });
  EXPECT_THAT(capabilities.four_cc_list, ElementsAre("av01", "*", ".mp3"));
  EXPECT_THAT(capabilities.video, ElementsAre(Pair("*", 4u), Pair("vp09", 3u)));
  EXPECT_THAT(capabilities.audio, ElementsAre(Pair("Opus", 1u)));
  EXPECT_EQ(capabilities.caps_ex, 65535u);
  EXPECT_TRUE(capabilities.reconnect());
  EXPECT_FALSE(capabilities.empty());
}

TEST_F(CapabilitiesTest, FourCcListMayBeAnEcmaArray) {  // ERTMP-33
  const Capabilities capabilities = Parse([](Encoder& e) {
    e.Key("fourCcList");
    e.BeginEcmaArray(2);
    e.Property("0", "av01");
    e.Property("1", "hvc1");
    e.EndObject();
  });
  EXPECT_THAT(capabilities.four_cc_list, ElementsAre("av01", "hvc1"));
}

TEST_F(CapabilitiesTest, WhatIsOfAnotherTypeIsLeftOut) {
  const Capabilities capabilities = Parse([](Encoder& e) {
    e.Key("fourCcList");
    e.BeginStrictArray(4);
    e.Number(1);
    e.String("av1");
    e.String("toolong");
    e.String("avc1");
    e.Property("videoFourCcInfoMap", "avc1");
    e.Key("audioFourCcInfoMap");
    e.BeginObject();
    e.Property("mp4a", "1");
    e.Property("Opus", -1.0);
    e.Property("fLaC", 1.5);
    e.Property("ac-3", 4294967296.0);
    e.Property("ec-3", 4294967295.0);
    e.Property("x", 1.0);
    e.EndObject();
    e.Property("capsEx", true);
  });
  EXPECT_THAT(capabilities.four_cc_list, ElementsAre("avc1"));
  EXPECT_THAT(capabilities.video, IsEmpty());
  EXPECT_THAT(capabilities.audio, ElementsAre(Pair("ec-3", 4294967295u)));
  EXPECT_EQ(capabilities.caps_ex, 0u);
}

TEST_F(CapabilitiesTest, TheWildcardAddsToEveryCodec) {  // ERTMP-34
  const FourCcInfoMap map = {{"*", kCanForward}, {"vp09", kCanDecode | kCanEncode}};
  EXPECT_EQ(FourCcFlags(map, "vp09"), kCanDecode | kCanEncode | kCanForward);
  EXPECT_EQ(FourCcFlags(map, "hvc1"), kCanForward);
  EXPECT_EQ(FourCcFlags({{"vp09", kCanDecode}}, "hvc1"), 0u);
}

TEST_F(CapabilitiesTest, WhatIsEncodedIsParsedAgain) {
  Capabilities sent = RelayCapabilities();
  sent.four_cc_list = {"av01", "Opus"};
  const Capabilities parsed = Parse([&](Encoder& e) { EncodeCapabilities(sent, &e); });
  EXPECT_EQ(parsed.four_cc_list, sent.four_cc_list);
  EXPECT_EQ(parsed.video, sent.video);
  EXPECT_EQ(parsed.audio, sent.audio);
  EXPECT_EQ(parsed.caps_ex, 15u);
}

TEST_F(CapabilitiesTest, ConnectResultCarriesThemInItsFirstObject) {  // ERTMP-35
  const Capabilities relay = RelayCapabilities();
  EXPECT_EQ(EncodedText([&](Buffer* out) { EncodeConnectResult(1, 0, &relay, out); }),
            R"("_result" 1 {fmsVer: "FMS/3,0,1,123", capabilities: 31, mode: 1, videoFourCcInfoMap: {"*": 4}, )"
            R"(audioFourCcInfoMap: {"*": 4}, capsEx: 15} {level: "status", code: "NetConnection.Connect.Success", )"
            R"(description: "Connection succeeded.", objectEncoding: 0})");
}

TEST_F(CapabilitiesTest, TheWholeConnectObject) {
  const ConnectCommand connect = Connect([](Encoder& e) {
    e.Property("swfUrl", "file://a.swf");
    e.Property("pageUrl", "http://a/");
    e.Property("type", "nonprivate");
    e.Property("fpad", true);
    e.Property("audioCodecs", 4071.0);
    e.Property("videoCodecs", 252.0);
    e.Property("videoFunction", 15.0);
  });
  EXPECT_EQ(connect.swf_url, "file://a.swf");
  EXPECT_EQ(connect.page_url, "http://a/");
  EXPECT_EQ(connect.type, "nonprivate");
  EXPECT_TRUE(connect.fpad);
  EXPECT_EQ(connect.audio_codecs, 4071);
  EXPECT_EQ(connect.video_codecs, 252);
  EXPECT_EQ(connect.video_function, 15);  // ERTMP-47

  const ConnectCommand odd = Connect([](Encoder& e) {
    e.Property("swfUrl", 1.0);
    e.Property("fpad", "yes");
    e.Property("audioCodecs", "all");
  });
  EXPECT_EQ(odd.swf_url, "");
  EXPECT_FALSE(odd.fpad);
  EXPECT_EQ(odd.audio_codecs, 0);
}

}  // namespace
}  // namespace rtmp
