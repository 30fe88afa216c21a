// createStream, deleteStream, closeStream and the de facto commands around them (RTMP 1.0 7.2.1.3, 7.2.2.3).
#include <limits>

#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ServerStreamsTest, CreateStreamBytes) {
  const size_t before = ServeEveryWay(PeerBytes::Connected()).output.size();
  const Shown shown = ServeEveryWay(PeerBytes::Created());
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(before)), ToHex(ParseHex(R"(
      43 000000 00001d 14                                | type 1: same message stream as connect's answer
        02 0007 5f726573756c74  00 4000000000000000      | "_result" 2
        05  00 3ff0000000000000                          | null 1
  )")
                                                                  .value()));
  EXPECT_EQ(shown.events.back(), "StateChanged MediaStreamCreated");
}

// RTMP-ST-02, RPC-05: five in one write, five answers, five ids. The model answered the second with an error.
TEST(ServerStreamsTest, SeveralStreamsHaveDistinctIds) {
  PeerBytes peer = PeerBytes::Connected();
  for (int i = 0; i < 5; ++i) peer.Command(0, "createStream", 10.0 + i, nullptr);
  const Shown shown = ServeEveryWay(peer);
  EXPECT_THAT(shown.MessagesAfter(ServeEveryWay(PeerBytes::Connected())),
              ElementsAre("csid 3 \"_result\" 10 null 1", "csid 3 \"_result\" 11 null 2", "csid 3 \"_result\" 12 null 3",
                          "csid 3 \"_result\" 13 null 4", "csid 3 \"_result\" 14 null 5"));
}

// RTMP-RPC-10: a transaction id that comes again is answered again.
TEST(ServerStreamsTest, EqualTransactionIdsAreAnsweredEach) {
  const Shown shown =
      ServeEveryWay(PeerBytes::Connected().Command(0, "createStream", 2.0, nullptr).Command(0, "createStream", 2.0, nullptr));
  EXPECT_THAT(shown.MessagesAfter(ServeEveryWay(PeerBytes::Connected())),
              ElementsAre("csid 3 \"_result\" 2 null 1", "csid 3 \"_result\" 2 null 2"));
}

// RTMP-RPC-01, RPC-08, ST-03.
TEST(ServerStreamsTest, CreateStreamWithOddArguments) {
  const Shown shown = ServeEveryWay(PeerBytes::Connected()
                                        .Command(0, "createStream", 9007199254740991.0)
                                        .Command(0, "createStream", 7.5, Object{}, "more", 3.0)
                                        .Command(0, "createStream", -1.0, nullptr));
  EXPECT_THAT(
      shown.MessagesAfter(ServeEveryWay(PeerBytes::Connected())),
      ElementsAre("csid 3 \"_result\" 9007199254740991 null 1", "csid 3 \"_result\" 7.5 null 2", "csid 3 \"_result\" -1 null 3"));
}

// RTMP-ST-13; a deleted stream makes room again.
TEST(ServerStreamsTest, TheLimitIsAnsweredByAnError) {
  ServerOptions options;
  options.max_message_streams = 2;
  PeerBytes peer = PeerBytes::Connected();
  for (int i = 2; i < 5; ++i) peer.Command(0, "createStream", double(i), nullptr);
  peer.Command(0, "deleteStream", 0.0, nullptr, 1.0).Command(0, "createStream", 5.0, nullptr);
  const Shown shown = ServeEveryWay(peer, options);
  EXPECT_THAT(
      shown.MessagesAfter(ServeEveryWay(PeerBytes::Connected())),
      ElementsAre(
          "csid 3 \"_result\" 2 null 1", "csid 3 \"_result\" 3 null 2",
          R"(csid 3 "_error" 4 null {level: "error", code: "NetConnection.Call.Failed", description: "Too many message streams."})",
          "csid 3 \"_result\" 5 null 1"));
}

// RTMP-ST-04: no answer; the user learns of it. Sent on message stream 0 or on the stream itself (A47).
TEST(ServerStreamsTest, DeleteStreamEndsAPublisherWithoutAnAnswer) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  for (const uint32_t on : {0, 1}) {
    const Shown shown = ServeEveryWay(PeerBytes::Publish().Command(on, "deleteStream", 4.0, nullptr, 1.0).Audio(1, 0, "x"));
    EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
    EXPECT_THAT(shown.EventsAfter(before), ElementsAre("StateChanged Connected", "PublishFinished stream 1",
                                                       "MessageIgnored type 8 stream 1: not publishing"));
  }
}

// RTMP-ST-05: ids that name nothing are harmless.
TEST(ServerStreamsTest, DeleteStreamOfNothing) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish();
  const double ids[] = {
      0, 2, -1, 1.5, 2147483648.0, 1e300, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
  for (const double id : ids) peer.Command(0, "deleteStream", 0.0, nullptr, id);
  peer.Command(0, "deleteStream", 0.0, nullptr).Command(0, "deleteStream", 0.0, nullptr, "1");
  const Shown shown = ServeEveryWay(peer);
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_EQ(shown.EventsAfter(before).size(), 10u);
  EXPECT_EQ(shown.EventsAfter(before)[0], "CommandIgnored deleteStream stream 0: no such message stream");
  EXPECT_THAT(shown.EventsAfter(before)[8], HasSubstr("kMissingArgument"));
  EXPECT_THAT(shown.EventsAfter(before)[9], HasSubstr("kWrongArgumentType"));
  EXPECT_EQ(shown.state, State::kPublishing);
}

// RTMP-ST-06, PB-13: the id stays and may be published again.
TEST(ServerStreamsTest, CloseStreamEndsAPublisherAndKeepsTheId) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(
      PeerBytes::Publish().Command(1, "closeStream", 0.0, nullptr).Command(1, "publish", 0.0, nullptr, "cam2", "live"));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(R"(csid 5 msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Unpublish.Success", )"
                          R"(description: "Stream is now unpublished."})",
                          "csid 2 UserControl 000000000001", HasSubstr("NetStream.Publish.Start")));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("StateChanged MediaStreamCreated", "PublishFinished stream 1", "StateChanged PublishPending",
                          "PublishRequested stream 1 live/cam2 live", "StateChanged Publishing"));
}

TEST(ServerStreamsTest, CloseStreamEndsAPlayerSilently) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown = ServeEveryWay(PeerBytes::Play()
                                        .Command(1, "receiveAudio", 0.0, nullptr, false)
                                        .Command(1, "closeStream", 0.0, nullptr)
                                        .Command(1, "closeStream", 0.0, nullptr)
                                        .Command(7, "closeStream", 0.0, nullptr));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("PlayerSwitched stream 1 audio off video on", "StateChanged MediaStreamCreated",
                          "PlayFinished stream 1", "CommandIgnored closeStream stream 7: no such message stream"));
}

// A request that waits is taken back; Accept then finds nothing.
TEST(ServerStreamsTest, CloseStreamTakesAPendingRequestBack) {
  const PeerBytes peer = PeerBytes::Publish().Command(1, "closeStream", 0.0, nullptr);
  const Shown shown = ServeEveryWay(peer, {}, nullptr);
  EXPECT_EQ(shown.events.back(), "PublishFinished stream 1");
  ServerConnection server = ServerAfter(peer, {}, nullptr);
  EXPECT_EQ(server.stream_state(1), StreamState::kCreated);
  EXPECT_EQ(server.Accept(1).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(server.send_buf().empty());
}

// RTMP-DF-03: by name on message stream 0, as encoders send it.
TEST(ServerStreamsTest, FcUnpublishFindsTheStreamByName) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Command(0, "FCUnpublish", 6.0, nullptr, "cam"));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre("csid 3 \"_result\" 6 null null", HasSubstr("msid 1 \"onStatus\" 0 null {level: \"status\", code: "
                                                                      "\"NetStream.Unpublish.Success\"")));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("StateChanged MediaStreamCreated", "PublishFinished stream 1"));
  const Shown other = ServeEveryWay(PeerBytes::Publish().Command(0, "FCUnpublish", 0.0, nullptr, "other"));
  EXPECT_THAT(other.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(other.EventsAfter(before), ElementsAre("CommandIgnored FCUnpublish stream 0: no such stream"));
}

// RTMP-DF-01, DF-02, DF-04, DF-05, DF-06: the order of FMLE in one write.
TEST(ServerStreamsTest, DeFactoCommands) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown = ServeEveryWay(PeerBytes::Connected()
                                        .Command(0, "releaseStream", 2.0, nullptr, "cam")
                                        .Command(0, "FCPublish", 3.0, nullptr, "cam")
                                        .Command(0, "getStreamLength", 4.0, nullptr, "cam")
                                        .Command(0, "_checkbw", 5.0, nullptr)
                                        .Command(0, "FCSubscribe", 6.0, nullptr, "cam"));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre("csid 3 \"_result\" 2 null null", "csid 3 \"_result\" 3 null null",
                          R"(csid 3 "onFCPublish" 0 null {code: "NetStream.Publish.Start", description: "cam"})",
                          "csid 3 \"_result\" 4 null 0", "csid 3 \"_result\" 5 null null", "csid 3 \"_result\" 6 null null",
                          R"(csid 3 "onFCSubscribe" 0 null {code: "NetStream.Play.Start", description: "cam"})"));
  EXPECT_THAT(shown.EventsAfter(before), IsEmpty());
}

TEST(ServerStreamsTest, DeFactoCommandsWithoutTheirName) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown =
      ServeEveryWay(PeerBytes::Connected().Command(0, "releaseStream", 2.0).Command(0, "FCPublish", 0.0, nullptr, 3.0));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre("csid 3 \"_result\" 2 null null",
                          R"(csid 3 "onFCPublish" 0 null {code: "NetStream.Publish.Start", description: ""})"));
}

// state() shows the stream that was created or changed last.
TEST(ServerStreamsTest, StateIsTheLatestStreams) {
  ServerConnection server = ServerAfter(PeerBytes::Publish().Command(0, "createStream", 9.0, nullptr));
  EXPECT_EQ(server.state(), State::kMediaStreamCreated);
  EXPECT_EQ(server.connection_state(), ConnectionState::kConnected);
  EXPECT_EQ(server.stream_state(1), StreamState::kPublishing);
  EXPECT_EQ(server.stream_state(2), StreamState::kCreated);
  EXPECT_EQ(server.stream_state(3), std::nullopt);
  EXPECT_EQ(server.stream_state(0), std::nullopt);
  const Shown shown =
      ServeEveryWay(PeerBytes::Publish().Command(0, "createStream", 9.0, nullptr).Command(0, "deleteStream", 0.0, nullptr, 2.0));
  EXPECT_EQ(shown.state, State::kPublishing);
  EXPECT_EQ(shown.events.back(), "StateChanged Publishing");
}

}  // namespace
}  // namespace rtmp
