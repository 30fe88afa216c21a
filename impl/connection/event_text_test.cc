#include <gtest/gtest.h>

#include "impl/connection/events.h"

namespace rtmp {
namespace {

TEST(EventTextTest, OneLineEach) {
  const uint8_t payload[] = {1, 2, 3};
  EXPECT_EQ(EventText(NeedBytes{}), "NeedBytes");
  EXPECT_EQ(EventText(StateChanged{State::kPublishPending}), "StateChanged PublishPending");
  EXPECT_EQ(EventText(ClientConnected{"live", "rtmp://h/live", "FMLE", nullptr}),
            "ClientConnected live tcUrl rtmp://h/live flashVer FMLE");
  EXPECT_EQ(EventText(PublishRequested{1, "live", "", "cam1", "record"}), "PublishRequested stream 1 live/cam1 record");
  EXPECT_EQ(EventText(PlayRequested{2, "live", "", "cam1", -2, -1, false}),
            "PlayRequested stream 2 live/cam1 start -2 duration -1 reset false");
  EXPECT_EQ(EventText(PublishFinished{1}), "PublishFinished stream 1");
  EXPECT_EQ(EventText(PlayFinished{1}), "PlayFinished stream 1");
  EXPECT_EQ(EventText(PlayerSwitched{1, true, false}), "PlayerSwitched stream 1 audio on video off");
  EXPECT_EQ(EventText(AudioReceived{1, 40, payload}), "AudioReceived stream 1 time 40 3 bytes");
  EXPECT_EQ(EventText(VideoReceived{1, 40, {}}), "VideoReceived stream 1 time 40 0 bytes");
  EXPECT_EQ(EventText(DataReceived{1, 0, "onMetaData", payload}), "DataReceived stream 1 time 0 3 bytes onMetaData");
  EXPECT_EQ(EventText(SharedObjectReceived{0, "chat", 3, true, payload}),
            "SharedObjectReceived stream 0 chat version 3 persistent 3 bytes");
  EXPECT_EQ(EventText(StatusReceived{"status", "NetStream.X", "text"}), "StatusReceived status NetStream.X text");
  EXPECT_EQ(EventText(ReconnectRequested{"rtmp://b/app", "Moving."}), "ReconnectRequested rtmp://b/app Moving.");
  EXPECT_EQ(EventText(MessageIgnored{22, 1, "not supported"}), "MessageIgnored type 22 stream 1: not supported");
  EXPECT_EQ(EventText(CommandIgnored{0, "foo", "unknown command"}), "CommandIgnored foo stream 0: unknown command");
  EXPECT_EQ(EventText(UserControlEventIgnored{31}), "UserControlEventIgnored 31");
  EXPECT_EQ(EventText(DisconnectedByPeer{"close"}), "DisconnectedByPeer close");
}

}  // namespace
}  // namespace rtmp
