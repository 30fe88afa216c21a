// publish, Accept and Reject (RTMP 1.0 7.2.2.6).
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Accept: StreamBegin and onStatus with transaction id 0 on the stream, nothing else (RTMP-OS-01, OS-04).
// RTMP-PB-01, PB-02, PB-08, UC-06, OS-02, OS-03.
TEST(ServerPublishTest, AcceptedBytes) {
  const size_t before = ServeEveryWay(PeerBytes::Created()).output.size();
  const Shown shown = ServeEveryWay(PeerBytes::Publish());
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(before)), ToHex(ParseHex(R"(
      c2  0000 00000001                                  | StreamBegin 1, shaped like StreamBegin 0 before it
      05 000000 00006c 14 01000000
        02 0008 6f6e537461747573  00 0000000000000000  05                                 | "onStatus" 0 null
        03 0005 6c6576656c 02 0006 737461747573                                           | level: "status"
           0004 636f6465 02 0017 4e657453747265616d2e5075626c6973682e5374617274           | NetStream.Publish.Start
           000b 6465736372697074696f6e 02 0013 5075626c697368696e6720737461727465642e     | "Publishing started."
           0000 09
  )")
                                                                  .value()));
  EXPECT_EQ(shown.state, State::kPublishing);
}

// Reject: one onStatus, no _result and no _error.
TEST(ServerPublishTest, RejectedBytes) {
  const size_t before = ServeEveryWay(PeerBytes::Created()).output.size();
  const Shown shown = ServeEveryWay(PeerBytes::Publish(), {}, RejectAll("busy"));
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(before)), ToHex(ParseHex(R"(
      05 000000 00005e 14 01000000
        02 0008 6f6e537461747573  00 0000000000000000  05                                 | "onStatus" 0 null
        03 0005 6c6576656c 02 0005 6572726f72                                             | level: "error"
           0004 636f6465 02 0019 4e657453747265616d2e5075626c6973682e4261644e616d65       | NetStream.Publish.BadName
           000b 6465736372697074696f6e 02 0004 62757379                                   | "busy"
           0000 09
  )")
                                                                  .value()));
  EXPECT_EQ(shown.state, State::kDisconnecting);
  EXPECT_EQ(shown.error, std::nullopt);
}

TEST(ServerPublishTest, EventsInTheModelsOrder) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  EXPECT_THAT(ServeEveryWay(PeerBytes::Publish()).EventsAfter(before),
              ElementsAre("StateChanged PublishPending", "PublishRequested stream 1 live/cam live", "StateChanged Publishing"));
  EXPECT_THAT(ServeEveryWay(PeerBytes::Publish(), {}, RejectAll("no")).EventsAfter(before),
              ElementsAre("StateChanged PublishPending", "PublishRequested stream 1 live/cam live",
                          "StateChanged MediaStreamCreated", "StateChanged Disconnecting"));
}

// Section 15: with close_after_reject off the stream may be used again.
TEST(ServerPublishTest, RejectWithoutClosing) {
  ServerOptions options;
  options.close_after_reject = false;
  const auto accept_second = [](ServerConnection& server, const Event& event) {
    const auto* publish = std::get_if<PublishRequested>(&event);
    if (publish == nullptr) return;
    EXPECT_EQ(publish->stream_name == "two" ? server.Accept(1) : server.Reject(1, "no"), absl::OkStatus());
  };
  const Shown before = ServeEveryWay(PeerBytes::Created(), options);
  const Shown shown =
      ServeEveryWay(PeerBytes::Publish().Command(1, "publish", 0.0, nullptr, "two", "live"), options, accept_second);
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("StateChanged PublishPending", "PublishRequested stream 1 live/cam live",
                                                     "StateChanged MediaStreamCreated", "StateChanged PublishPending",
                                                     "PublishRequested stream 1 live/two live", "StateChanged Publishing"));
}

// RTMP-PB-03, PB-06.
TEST(ServerPublishTest, NamesAndTypes) {
  const auto requested = [](const PeerBytes& peer) { return ServeEveryWay(peer, {}, nullptr).events.back(); };
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, "s?key=1", "record")),
            "PublishRequested stream 1 live/s?key=1 record");
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, "s", "append")),
            "PublishRequested stream 1 live/s append");
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, "s")), "PublishRequested stream 1 live/s live");
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, "\xff\xfe")),
            "PublishRequested stream 1 live/\xff\xfe live");
}

// RTMP-PB-05, hostile input V19: refused on the stream, which stays as it was.
TEST(ServerPublishTest, NamesThatAreNone) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  const auto refused = [&](const PeerBytes& peer, absl::string_view reason) {
    const Shown shown = ServeEveryWay(peer);
    EXPECT_THAT(shown.MessagesAfter(before),
                ElementsAre(HasSubstr(R"(csid 5 msid 1 "onStatus" 0 null {level: "error", code: "NetStream.Publish.BadName")")));
    EXPECT_THAT(shown.EventsAfter(before), ElementsAre(HasSubstr(std::string(reason))));
    EXPECT_EQ(shown.state, State::kMediaStreamCreated);
  };
  refused(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, "", "live"),
          "CommandIgnored publish stream 1: kMissingArgument");
  refused(PeerBytes::Created().Command(1, "publish", 0.0, nullptr), "kMissingArgument");
  refused(PeerBytes::Created().Command(1, "publish", 5.0), "kMissingArgument");
  refused(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, false), "kWrongArgumentType");
  refused(PeerBytes::Created().Command(1, "publish", 0.0, nullptr, 3.0), "kWrongArgumentType");
  refused(PeerBytes::Created().Control(SetChunkSize{100000}).Command(1, "publish", 0.0, nullptr, std::string(65536, 'x')),
          "more than 65535");
}

// RTMP-ST-09: the answer is on the message stream that was named. The model took any.
TEST(ServerPublishTest, OnAStreamThatDoesNotExist) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  for (const uint32_t id : {0u, 2u, 9u, 0xffffffffu}) {
    const Shown shown = ServeEveryWay(PeerBytes::Created().Command(id, "publish", 3.0, nullptr, "cam", "live"));
    const std::string where = id == 0 ? "csid 5 " : absl::StrCat("csid 5 msid ", id, " ");
    EXPECT_THAT(shown.MessagesAfter(before),
                ElementsAre(HasSubstr(where + R"("onStatus" 0 null {level: "error", code: "NetStream.Publish.BadName")")));
    EXPECT_THAT(shown.EventsAfter(before),
                ElementsAre(absl::StrCat("CommandIgnored publish stream ", id, ": no such message stream")));
    EXPECT_EQ(shown.state, State::kMediaStreamCreated);
  }
}

TEST(ServerPublishTest, OnAStreamThatIsInUse) {
  for (const PeerBytes& used : {PeerBytes::Publish(), PeerBytes::Play()}) {
    const Shown before = ServeEveryWay(used);
    const Shown shown = ServeEveryWay(PeerBytes(used).Command(1, "publish", 0.0, nullptr, "two", "live"));
    EXPECT_THAT(shown.MessagesAfter(before), ElementsAre(HasSubstr("NetStream.Publish.BadName")));
    EXPECT_EQ(shown.state, before.state);
  }
}

// RTMP-PB-07: media before the publish is granted is not handed out.
TEST(ServerPublishTest, MediaWhileItIsPendingIsIgnored) {
  const PeerBytes peer = PeerBytes::Publish().Audio(1, 0, "a").Video(1, 0, "v").Data(1, "onMetaData", nullptr);
  const Shown before = ServeEveryWay(PeerBytes::Publish(), {}, nullptr);
  EXPECT_THAT(ServeEveryWay(peer, {}, nullptr).EventsAfter(before),
              ElementsAre("MessageIgnored type 8 stream 1: not publishing", "MessageIgnored type 9 stream 1: not publishing",
                          "MessageIgnored type 18 stream 1: not publishing"));
}

TEST(ServerPublishTest, AcceptAndRejectNeedARequest) {
  for (const PeerBytes& peer : {PeerBytes(), PeerBytes::Client(), PeerBytes::Connected(), PeerBytes::Created(),
                                PeerBytes::Publish(), PeerBytes::Play()}) {
    ServerConnection server = ServerAfter(peer);
    const State state = server.state();
    for (const uint32_t id : {0u, 1u, 2u, 0xffffffffu}) {
      EXPECT_EQ(server.Accept(id).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.Reject(id, "no").code(), absl::StatusCode::kFailedPrecondition);
    }
    EXPECT_EQ(server.state(), state);
    EXPECT_TRUE(server.send_buf().empty());
  }
}

TEST(ServerPublishTest, AcceptLaterAndOnAnyStream) {
  PeerBytes peer = PeerBytes::Publish().Command(0, "createStream", 4.0, nullptr).Command(2, "play", 0.0, nullptr, "other");
  ServerConnection server = ServerAfter(peer, {}, nullptr);
  EXPECT_EQ(server.state(), State::kPlayPending);
  EXPECT_EQ(server.Accept(1), absl::OkStatus());
  EXPECT_EQ(server.state(), State::kPublishing);
  EXPECT_EQ(server.stream_state(2), StreamState::kPlayPending);
  EXPECT_EQ(server.Accept(2), absl::OkStatus());
  Bytes nothing;
  EXPECT_EQ(EventText(server.NextEvent(nothing).value()), "StateChanged Publishing");
  EXPECT_EQ(EventText(server.NextEvent(nothing).value()), "StateChanged Playing");
  EXPECT_TRUE(IsNeedBytes(server.NextEvent(nothing).value()));
}

}  // namespace
}  // namespace rtmp
