// play, and what a player may send while it plays (RTMP 1.0 7.2.2.1, .4, .5, .7, .8).
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// RTMP-PL-01, PL-03, UC-06, UC-11, OS-04, MT-24.
TEST(ServerPlayTest, AcceptedBytes) {
  const size_t before = ServeEveryWay(PeerBytes::Created()).output.size();
  const Shown shown = ServeEveryWay(PeerBytes::Play());
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(before)), ToHex(ParseHex(R"(
      c2  0000 00000001                                  | StreamBegin 1
      05 000000 00006c 14 01000000
        02 0008 6f6e537461747573  00 0000000000000000  05                                 | "onStatus" 0 null
        03 0005 6c6576656c 02 0006 737461747573                                           | level: "status"
           0004 636f6465 02 0014 4e657453747265616d2e506c61792e5265736574                 | NetStream.Play.Reset
           000b 6465736372697074696f6e 02 0016 506c6179696e6720616e6420726573657474696e672e
           0000 09
      45 000000 000066 14
        02 0008 6f6e537461747573  00 0000000000000000  05
        03 0005 6c6576656c 02 0006 737461747573
           0004 636f6465 02 0014 4e657453747265616d2e506c61792e5374617274                 | NetStream.Play.Start
           000b 6465736372697074696f6e 02 0010 5374617274656420706c6179696e672e           | "Started playing."
           0000 09
  )")
                                                                  .value()));
  EXPECT_EQ(shown.state, State::kPlaying);
}

// RTMP-PL-04.
TEST(ServerPlayTest, RejectedBytes) {
  const size_t before = ServeEveryWay(PeerBytes::Created()).output.size();
  const Shown shown = ServeEveryWay(PeerBytes::Play(), {}, RejectAll("nope"));
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(before)), ToHex(ParseHex(R"(
      05 000000 000062 14 01000000
        02 0008 6f6e537461747573  00 0000000000000000  05
        03 0005 6c6576656c 02 0005 6572726f72                                             | level: "error"
           0004 636f6465 02 001d 4e657453747265616d2e506c61792e53747265616d4e6f74466f756e64
           000b 6465736372697074696f6e 02 0004 6e6f7065                                   | "nope"
           0000 09
  )")
                                                                  .value()));
  EXPECT_EQ(shown.state, State::kDisconnecting);
}

// RTMP-PL-02: Reset only where the flag asks for it; absent is true.
TEST(ServerPlayTest, ResetOnlyWhereItWasAskedFor) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  const Shown shown = ServeEveryWay(PeerBytes::Created().Command(1, "play", 0.0, nullptr, "cam", -2.0, -1.0, false));
  EXPECT_THAT(shown.MessagesAfter(before), ElementsAre("csid 2 UserControl 000000000001", HasSubstr("NetStream.Play.Start")));
}

// RTMP-PL-05: the model refused play without a start.
TEST(ServerPlayTest, ArgumentsAreOptional) {
  const auto requested = [](const PeerBytes& peer) { return ServeEveryWay(peer, {}, nullptr).events.back(); };
  EXPECT_EQ(requested(PeerBytes::Play()), "PlayRequested stream 1 live/cam start -2 duration -1 reset true");
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "play", 0.0, nullptr, "cam", -1.0)),
            "PlayRequested stream 1 live/cam start -1 duration -1 reset true");
  EXPECT_EQ(requested(PeerBytes::Created().Command(1, "play", 0.0, nullptr, "cam", 5.0, 10.0, 0.0)),
            "PlayRequested stream 1 live/cam start 5 duration 10 reset false");
}

// RTMP-PL-06, ST-09.
TEST(ServerPlayTest, RefusedWithoutAnErrorOfTheConnection) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  const auto refused = [&](uint32_t id, const PeerBytes& peer) {
    const Shown shown = ServeEveryWay(peer);
    const std::string where = id == 0 ? "csid 5 " : absl::StrCat("csid 5 msid ", id, " ");
    EXPECT_THAT(shown.MessagesAfter(before),
                ElementsAre(HasSubstr(where + R"("onStatus" 0 null {level: "error", code: "NetStream.Play.Failed")")));
    EXPECT_EQ(shown.EventsAfter(before).size(), 1u);
    EXPECT_EQ(shown.state, State::kMediaStreamCreated);
  };
  refused(1, PeerBytes::Created().Command(1, "play", 0.0, nullptr));
  refused(1, PeerBytes::Created().Command(1, "play", 0.0, nullptr, ""));
  refused(1, PeerBytes::Created().Command(1, "play", 0.0, nullptr, 3.0));
  refused(1, PeerBytes::Created().Command(1, "play", 0.0, nullptr, "cam", "now"));
  refused(0, PeerBytes::Created().Command(0, "play", 0.0, nullptr, "cam"));
  refused(2, PeerBytes::Created().Command(2, "play", 0.0, nullptr, "cam"));
}

// RTMP-PL-09.
TEST(ServerPlayTest, PlayOnAStreamThatIsInUse) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Command(1, "play", 0.0, nullptr, "cam"));
  EXPECT_THAT(shown.MessagesAfter(before), ElementsAre(HasSubstr("NetStream.Play.Failed")));
  EXPECT_EQ(shown.state, State::kPublishing);
}

// RTMP-PL-11, PL-12: silence when it goes off, Seek.Notify and Play.Start when it comes back.
TEST(ServerPlayTest, ReceiveAudioAndVideo) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown = ServeEveryWay(PeerBytes::Play()
                                        .Command(1, "receiveAudio", 0.0, nullptr, false)
                                        .Command(1, "receiveVideo", 0.0, nullptr, false)
                                        .Command(1, "receiveAudio", 0.0, nullptr, true));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(HasSubstr(R"(msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Seek.Notify")"),
                          HasSubstr(R"(msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Play.Start")")));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("PlayerSwitched stream 1 audio off video on", "PlayerSwitched stream 1 audio off video off",
                          "PlayerSwitched stream 1 audio on video off"));
}

// RTMP-PL-14, PL-15.
TEST(ServerPlayTest, PauseAndUnpauseKeepTheSwitches) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown = ServeEveryWay(PeerBytes::Play()
                                        .Command(1, "receiveVideo", 0.0, nullptr, false)
                                        .Command(1, "pause", 0.0, nullptr, true, 1000.0)
                                        .Command(1, "pauseRaw", 0.0, nullptr, false, 1000.0));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(HasSubstr(R"(msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Pause.Notify")"),
                          HasSubstr(R"(msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Unpause.Notify")")));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("PlayerSwitched stream 1 audio on video off", "PlayerSwitched stream 1 audio off video off",
                          "PlayerSwitched stream 1 audio on video off"));
}

// RTMP-PL-13.
TEST(ServerPlayTest, SeekFails) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown = ServeEveryWay(PeerBytes::Play().Command(1, "seek", 0.0, nullptr, 1000.0));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(HasSubstr(R"(msid 1 "onStatus" 0 null {level: "error", code: "NetStream.Seek.Failed")")));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored seek stream 1: live streams only"));
  EXPECT_EQ(shown.state, State::kPlaying);
}

TEST(ServerPlayTest, PlayersCommandsOnAStreamThatDoesNotPlay) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(PeerBytes::Publish()
                                        .Command(1, "receiveAudio", 0.0, nullptr, true)
                                        .Command(0, "receiveVideo", 0.0, nullptr, true)
                                        .Command(7, "pause", 0.0, nullptr, true, 0.0)
                                        .Command(1, "seek", 0.0, nullptr, 0.0));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored receiveAudio stream 1: the message stream does not play",
                                                     "CommandIgnored receiveVideo stream 0: the message stream does not play",
                                                     "CommandIgnored pause stream 7: the message stream does not play",
                                                     "CommandIgnored seek stream 1: the message stream does not play"));
}

TEST(ServerPlayTest, PlayersCommandsWithWrongArguments) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown =
      ServeEveryWay(PeerBytes::Play().Command(1, "receiveAudio", 0.0, nullptr).Command(1, "pause", 0.0, nullptr, "yes"));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre(HasSubstr("CommandIgnored receiveAudio stream 1: kMissingArgument"),
                                                     HasSubstr("CommandIgnored pause stream 1: kWrongArgumentType")));
}

// RTMP-PL-10: refused, and what plays goes on.
TEST(ServerPlayTest, Play2Fails) {
  const Shown before = ServeEveryWay(PeerBytes::Play());
  const Shown shown = ServeEveryWay(
      PeerBytes::Play().Command(1, "play2", 0.0, nullptr, Object{{{"streamName", "high"}}}).Command(1, "play2", 0.0, nullptr));
  const auto failed = HasSubstr(R"(msid 1 "onStatus" 0 null {level: "error", code: "NetStream.Play.Failed")");
  EXPECT_THAT(shown.MessagesAfter(before), ElementsAre(failed, failed));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored play2 stream 1: not supported",
                                                     HasSubstr("CommandIgnored play2 stream 1: kMissingArgument")));
  EXPECT_EQ(shown.state, State::kPlaying);
}

// RTMP-PL-21: two seconds from the first audio or video on, also across the wrap of the timestamps.
TEST(ServerPlayTest, DurationEndsALivePlay) {
  const uint8_t frame[] = {0x27, 1};
  for (const uint32_t start : {0u, 5000u, 0xfffffc00u}) {
    ServerConnection server = ServerAfter(PeerBytes::Created().Command(1, "play", 0.0, nullptr, "cam", -1.0, 2.0));
    ASSERT_EQ(server.SendData(1, 0, ToBytes(absl::string_view("\x05", 1))), absl::OkStatus());  // has no part in it
    ASSERT_EQ(server.SendVideo(1, start, frame), absl::OkStatus());
    ASSERT_EQ(server.SendAudio(1, start + 1999, frame), absl::OkStatus());
    EXPECT_EQ(server.state(), State::kPlaying);
    server.AdvanceSendBuf(server.send_buf().size());
    ASSERT_EQ(server.SendAudio(1, start + 2000, frame), absl::OkStatus());
    EXPECT_EQ(server.state(), State::kMediaStreamCreated);
    const std::string sent = ToHex(server.send_buf());
    EXPECT_EQ(sent.substr(0, 14), "c2000100000001") << "StreamEOF 1";
    EXPECT_THAT(sent, HasSubstr(ToHex(ToBytes("NetStream.Play.Stop"))));
    Bytes none;
    EXPECT_EQ(EventText(server.NextEvent(none).value()), "StateChanged MediaStreamCreated");
    EXPECT_EQ(EventText(server.NextEvent(none).value()), "PlayFinished stream 1");
    EXPECT_EQ(server.SendVideo(1, start + 2001, frame).code(), absl::StatusCode::kFailedPrecondition);
  }
}

}  // namespace
}  // namespace rtmp
