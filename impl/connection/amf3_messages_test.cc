// Commands and data in messages of type 17 and 15 (RTMP 1.0 7.1.1, 7.1.2; Enhanced RTMP, "Enabling AMF3 in RTMP").
#include "impl/amf3/encoder.h"
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Buffer WithFormatByte(Buffer body) {
  body.insert(body.begin(), 0);
  return body;
}

// `head` in AMF0, then one AMF3 value.
template <typename Write>
Buffer WithAmf3(Buffer head, Write write) {
  head.push_back(0x11);
  amf3::Encoder encoder(&head);
  write(encoder);
  return head;
}

TEST(Amf3MessagesTest, CommandsOfType17) {  // RTMP-MT-03
  const Shown amf0 = ServeEveryWay(PeerBytes::Created());
  PeerBytes peer = PeerBytes::Client();
  peer.Message(17, 0, 0, WithFormatByte(Amf("connect", 1.0, PeerBytes::ConnectObject())));
  peer.Message(17, 0, 0, WithFormatByte(Amf("createStream", 2.0, nullptr)));
  const Shown amf3 = ServeEveryWay(peer);
  EXPECT_EQ(amf3.events, amf0.events);
  EXPECT_EQ(amf3.messages(), amf0.messages()) << "the answers are AMF0 (RTMP-MT-06, CN-14)";
}

// RTMP-MT-07, MT-25: who says objectEncoding 3 may mix messages of AMF0 and of AMF3, and each of the latter is understood.
TEST(Amf3MessagesTest, BothSetsInOneSession) {
  Object object = PeerBytes::ConnectObject();
  object.properties.emplace_back("objectEncoding", 3.0);
  PeerBytes peer = PeerBytes::Client().Message(17, 0, 0, WithFormatByte(Amf("connect", 1.0, object)));
  peer.Command(0, "createStream", 2.0, nullptr);
  peer.Message(17, 1, 0, WithFormatByte(Amf("publish", 3.0, nullptr, "cam", "live")));
  peer.Data(1, "onTextData", 1.0).Message(15, 1, 0, WithFormatByte(Amf("onTextData", 2.0)));
  peer.Message(16, 0, 0, ParseHex("00 0001 73 00000000 00000000 00000000 01 00000000").value());
  const Shown shown = ServeEveryWay(peer);
  EXPECT_EQ(shown.messages(), ServeEveryWay(PeerBytes::Publish()).messages());
  EXPECT_THAT(shown.EventsAfter(ServeEveryWay(PeerBytes::Publish())),
              ElementsAre(HasSubstr("onTextData"), HasSubstr("onTextData"), HasSubstr("SharedObject")));
}

TEST(Amf3MessagesTest, ArgumentsInAmf3) {  // RTMP-MT-04
  const Buffer connect = WithAmf3(Amf("connect", 1.0), [](amf3::Encoder& e) {
    e.BeginObject("", {"app", "tcUrl"}, true);
    e.String("live");
    e.String("rtmp://h/live");
    e.Key("flashVer");
    e.String("test");
    e.Key("objectEncoding");
    e.Integer(3);
    e.EndKeys();
  });
  const Shown shown = ServeEveryWay(PeerBytes::Client().Message(17, 0, 0, WithFormatByte(connect)));
  EXPECT_EQ(shown.events.back(), "ClientConnected live tcUrl rtmp://h/live flashVer test");
  EXPECT_THAT(shown.messages().back(), HasSubstr("objectEncoding: 0"));

  // AMF3 null, then AMF0 again, then AMF3: name and type of a publish.
  Buffer publish = WithAmf3(Amf("publish", 3.0), [](amf3::Encoder& e) { e.Null(); });
  const Buffer name = Amf("cam");
  publish.insert(publish.end(), name.begin(), name.end());
  publish = WithAmf3(publish, [](amf3::Encoder& e) { e.String("live"); });
  const Shown published = ServeEveryWay(PeerBytes::Created().Message(17, 1, 0, WithFormatByte(publish)));
  EXPECT_EQ(published.state, State::kPublishing);
  EXPECT_THAT(published.events, testing::Contains("PublishRequested stream 1 live/cam live"));
}

TEST(Amf3MessagesTest, TheNameMayBeAmf3Too) {
  Buffer payload = WithAmf3({}, [](amf3::Encoder& e) { e.String("createStream"); });
  payload = WithAmf3(payload, [](amf3::Encoder& e) { e.Integer(2); });
  const Shown shown = ServeEveryWay(PeerBytes::Connected().Message(17, 0, 0, WithFormatByte(payload)));
  EXPECT_EQ(shown.state, State::kMediaStreamCreated);
}

TEST(Amf3MessagesTest, AnotherFormatByteIsIgnored) {  // RTMP-MT-05
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  Buffer other = WithFormatByte(Amf("createStream", 2.0, nullptr));
  other[0] = 3;
  const Shown shown = ServeEveryWay(
      PeerBytes::Connected().Message(17, 0, 0, other).Message(17, 0, 0, Amf("createStream", 2.0, nullptr)).Message(17, 0, 0, {}));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("MessageIgnored type 17 stream 0: its first byte is not 0",
                          "MessageIgnored type 17 stream 0: its first byte is not 0", "MessageIgnored type 17 stream 0: empty"));
}

TEST(Amf3MessagesTest, BrokenAmf3EndsTheConnectionWithATypedError) {  // H44-H48
  const std::pair<const char*, ErrorCode> cases[] = {
      {"11 06 04", ErrorCode::kAmfReference},
      {"11 09 ff ff ff ff", ErrorCode::kAmfTruncated},
      {"11 12", ErrorCode::kAmfMarker},
      {"11 0a 07 03 41", ErrorCode::kAmfUnsupported},
      {"11 11 03 00 0a 0b 01 01 04 01", ErrorCode::kAmfUnsupported},
  };
  for (const auto& [hex, code] : cases) {
    Buffer payload = WithFormatByte(Amf("call", 5.0));
    const Buffer broken = ParseHex(hex).value();
    payload.insert(payload.end(), broken.begin(), broken.end());
    const Shown shown = ServeEveryWay(PeerBytes::Connected().Message(17, 0, 0, payload));
    EXPECT_EQ(shown.error, code) << hex;
  }
}

// A string that is named more often than max_expanded_bytes has room for.
TEST(Amf3MessagesTest, MultipliedStringsEndTheConnection) {
  const Buffer payload = WithAmf3(Amf("call", 5.0), [](amf3::Encoder& e) {
    e.BeginArray(2000);
    e.EndKeys();
    for (int i = 0; i < 2000; ++i) e.String(std::string(1000, 'a'));
  });
  EXPECT_LT(payload.size(), 8000u);
  const Shown shown = ServeEveryWay(PeerBytes::Connected().Message(17, 0, 0, WithFormatByte(payload)));
  EXPECT_EQ(shown.error, ErrorCode::kAmfBytes);
}

TEST(Amf3MessagesTest, DataOfType15) {  // RTMP-MT-09
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Buffer body = WithAmf3(Amf("@setDataFrame", "onMetaData"), [](amf3::Encoder& e) {
    e.BeginArray(0);
    e.Key("width");
    e.Integer(320);
    e.EndKeys();
  });
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Message(15, 1, 7, body).Message(15, 1, 8, WithFormatByte(body)));
  const std::string payload = ToHex(ParseHex(R"(02 000a 6f6e4d65746144617461
      08 00000001 0005 7769647468 00 4074000000000000 000009)")
                                        .value());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre(absl::StrCat("DataReceived stream 1 time 7 37 bytes onMetaData ", payload),
                                                     absl::StrCat("DataReceived stream 1 time 8 37 bytes onMetaData ", payload)));
}

}  // namespace
}  // namespace rtmp
