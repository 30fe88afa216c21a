#include "impl/io/relay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impl/io/relay_test_hub.h"

namespace rtmp::io {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string A(uint32_t timestamp, absl::string_view hex = kAac) { return absl::StrCat("audio ", timestamp, " ", hex); }
std::string V(uint32_t timestamp, absl::string_view hex) { return absl::StrCat("video ", timestamp, " ", hex); }
std::string D(uint32_t timestamp, absl::string_view hex = kMetadata) { return absl::StrCat("data ", timestamp, " ", hex); }

// RTMP-MT-01, FLV-22.
TEST(RelayTest, WhoWaitsForAStreamGetsEverythingAsItWasSent) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  EXPECT_EQ(player.connection.state(), State::kPlaying);
  HubClient& publisher = hub.Publish("cam");
  ASSERT_EQ(publisher.connection.state(), State::kPublishing);
  publisher.Metadata(0, kMetadata);
  publisher.Audio(0, kAacHeader);
  publisher.Audio(0, kAac);
  publisher.Video(23, kAvcHeader);
  publisher.Video(23, kKeyFrame);
  publisher.Audio(16777300, kAac);
  publisher.Video(16777310, kFrame);
  hub.Carry();
  EXPECT_THAT(player.media,
              ElementsAre(D(0), A(0, kAacHeader), A(0), V(23, kAvcHeader), V(23, kKeyFrame), A(16777300), V(16777310, kFrame)));
  EXPECT_TRUE(publisher.status.ok() && player.status.ok());
}

// RTMP-PL-07.
TEST(RelayTest, WhoJoinsLateGetsMetadataAndHeadersThenEverythingFromTheNextKeyFrame) {
  Hub hub;
  HubClient& publisher = hub.Publish("cam");
  publisher.Video(0, kAvcHeader);
  publisher.Audio(0, kAacHeader);
  publisher.Metadata(0, kMetadata);
  publisher.Video(0, kKeyFrame);
  publisher.Audio(20, kAac);
  hub.Carry();
  HubClient& player = hub.Play("cam");
  EXPECT_THAT(player.media, ElementsAre(D(0), V(20, kAvcHeader), A(20, kAacHeader)));
  player.media.clear();
  publisher.Video(40, kFrame);
  publisher.Audio(43, kAac);
  publisher.Video(80, kKeyFrame);
  publisher.Audio(83, kAac);
  publisher.Video(120, kFrame);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(V(80, kKeyFrame), A(83), V(120, kFrame)));
}

TEST(RelayTest, WhoJoinsBetweenHeadersAndTheFirstFrameMissesNone) {
  Hub hub;
  HubClient& publisher = hub.Publish("cam");
  publisher.Video(0, kAvcHeader);
  publisher.Audio(0, kAac);
  hub.Carry();
  HubClient& player = hub.Play("cam");
  publisher.Audio(20, kAac);
  publisher.Video(23, kKeyFrame);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(V(0, kAvcHeader), A(20), V(23, kKeyFrame)));
}

TEST(RelayTest, WithoutVideoAudioBeginsAtOnce) {
  Hub hub;
  HubClient& publisher = hub.Publish("radio");
  publisher.Audio(0, kAacHeader);
  publisher.Audio(0, kAac);
  hub.Carry();
  HubClient& player = hub.Play("radio");
  publisher.Audio(20, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(A(0, kAacHeader), A(20)));
}

TEST(RelayTest, WhereVideoHasStoppedNobodyWaitsForAKeyFrameForEver) {
  Hub hub;
  HubClient& publisher = hub.Publish("cam");
  publisher.Video(0, kKeyFrame);
  hub.Carry();
  HubClient& player = hub.Play("cam");
  publisher.Audio(4999, kAac);
  publisher.Audio(5000, kAac);
  publisher.Video(5010, kFrame);
  publisher.Video(5020, kKeyFrame);
  publisher.Audio(5021, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(A(5000), V(5020, kKeyFrame), A(5021)));
}

// RTMP-PB-14.
// FLV-15.
TEST(RelayTest, NewHeadersGoToPlayersAndReplaceThoseForLateOnes) {
  Hub hub;
  HubClient& early = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  publisher.Metadata(0, kMetadata);
  publisher.Video(0, kAvcHeader);
  publisher.Video(0, kKeyFrame);
  publisher.Metadata(40, kMetadata2);
  publisher.Video(40, kAvcHeader2);
  hub.Carry();
  EXPECT_THAT(early.media, ElementsAre(D(0), V(0, kAvcHeader), V(0, kKeyFrame), D(40, kMetadata2), V(40, kAvcHeader2)));
  HubClient& late = hub.Play("cam");
  EXPECT_THAT(late.media, ElementsAre(D(0, kMetadata2), V(40, kAvcHeader2)));
  publisher.Video(60, kAvcHeader);
  hub.Carry();
  EXPECT_THAT(late.media, ElementsAre(D(0, kMetadata2), V(40, kAvcHeader2), V(60, kAvcHeader)));
}

TEST(RelayTest, WhenThePublisherLeavesPlayersStayAndGoOnWithTheNext) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  HubClient& first = hub.Publish("cam");
  first.Metadata(0, kMetadata);
  first.Video(9000, kKeyFrame);
  hub.Carry();
  first.connection.Close();
  hub.Carry();
  EXPECT_THAT(player.statuses, Contains("NetStream.Play.UnpublishNotify"));
  EXPECT_EQ(player.connection.state(), State::kPlaying);
  player.media.clear();
  player.statuses.clear();

  HubClient& second = hub.Publish("cam");
  ASSERT_EQ(second.connection.state(), State::kPublishing);
  // Nothing of the first stream is left, and nobody waits for a key frame of a stream that has only begun.
  second.Video(0, kFrame);
  second.Audio(1, kAac);
  hub.Carry();
  EXPECT_THAT(player.statuses, ElementsAre("NetStream.Play.PublishNotify"));
  EXPECT_THAT(player.media, ElementsAre(V(0, kFrame), A(1)));
  HubClient& late = hub.Play("cam");
  EXPECT_THAT(late.media, IsEmpty());
}

// RTMP-ST-10.
TEST(RelayTest, ALostTransportEndsThePublishAndFreesTheName) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  HubClient& first = hub.Publish("cam");
  hub.relay().Close(first.id, "reset");
  hub.Carry();
  EXPECT_THAT(player.statuses, Contains("NetStream.Play.UnpublishNotify"));
  EXPECT_EQ(hub.relay().connection(first.id), nullptr);
  EXPECT_EQ(hub.relay().connection_count(), 1u);
  EXPECT_EQ(hub.Publish("cam").connection.state(), State::kPublishing);
}

// RTMP-PB-04.
TEST(RelayTest, ASecondPublisherIsRefusedAndTheFirstGoesOn) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  HubClient& first = hub.Publish("cam");
  HubClient& second = hub.Publish("cam");
  EXPECT_EQ(second.connection.state(), State::kDisconnecting);
  EXPECT_THAT(second.statuses, Contains(HasSubstr("NetStream.Publish.BadName")));
  EXPECT_TRUE(hub.relay().wants_close(second.id));
  hub.relay().Close(second.id, "refused");
  first.Audio(5, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(A(5)));
  EXPECT_THAT(hub.log(), Contains("#3 peer is refused to publish live/cam: already published"));
}

// RTMP-PL-04.
TEST(RelayTest, OnlyAPlayThatAsksForLiveOrRecordedWaitsForAStream) {
  Hub hub;
  for (const double start : {-1.0, 0.0, 5.0, -1000.0}) {
    HubClient& player = hub.Play("nope", start);
    EXPECT_EQ(player.connection.state(), State::kDisconnecting) << start;
    EXPECT_THAT(player.statuses, Contains(HasSubstr("NetStream.Play.StreamNotFound"))) << start;
  }
  for (const double start : {-2.0, -2000.0}) EXPECT_EQ(hub.Play("nope", start).connection.state(), State::kPlaying) << start;
  hub.Publish("cam");
  for (const double start : {-2.0, -1.0, 0.0}) EXPECT_EQ(hub.Play("cam", start).connection.state(), State::kPlaying) << start;
}

// RTMP-PB-06.
TEST(RelayTest, TheQueryStringIsNoPartOfTheName) {
  Hub hub;
  HubClient& player = hub.Play("cam?token=2", -2, "live?vhost=a");
  HubClient& publisher = hub.Publish("cam?token=1");
  publisher.Audio(5, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(A(5)));
  EXPECT_EQ(hub.Publish("cam").connection.state(), State::kDisconnecting);
  EXPECT_EQ(hub.Publish("?token=1").connection.state(), State::kDisconnecting);
}

TEST(RelayTest, StreamsOfOtherNamesAreOthers) {
  Hub hub;
  HubClient& player = hub.Play("b");
  HubClient& other_app = hub.Play("a", -2, "other");
  HubClient& publisher = hub.Publish("a");
  publisher.Audio(5, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, IsEmpty());
  EXPECT_THAT(other_app.media, IsEmpty());
}

// RTMP-HS-29: fifty that leave inside the handshake, and the next one is served.
TEST(RelayTest, WhoLeavesInsideTheHandshakeLeavesNothing) {
  Hub hub;
  Buffer half(701, 0x5a);
  half[0] = 3;
  for (int i = 0; i < 50; ++i) {
    const ConnectionId id = hub.relay().Open("half");
    hub.relay().Receive(id, half);
    hub.relay().Close(id, "gone");
  }
  EXPECT_EQ(hub.relay().connection_count(), 0u);
  EXPECT_EQ(hub.Publish("cam").connection.state(), State::kPublishing);
}

TEST(RelayTest, WhatOneConnectionBreaksNoOtherNotices) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  const ConnectionId web = hub.relay().Open("web");
  hub.relay().Receive(web, ToBytes("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_TRUE(hub.relay().wants_close(web));
  EXPECT_TRUE(hub.relay().send_buf(web).empty());
  EXPECT_EQ(hub.relay().connection(web)->error()->code, ErrorCode::kNotRtmp);
  EXPECT_THAT(hub.log(), Contains(HasSubstr("web error kNotRtmp at byte 0")));
  // A player that breaks the protocol is no player any more: SetChunkSize 0 (RTMP 1.0 5.4.1).
  HubClient& broken = hub.Play("cam");
  hub.relay().Receive(broken.id, Bytes({0x02, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_TRUE(hub.relay().wants_close(broken.id));
  EXPECT_THAT(hub.log(), Contains(HasSubstr("error kInvalidChunkSize at byte")));
  publisher.Audio(5, kAac);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(A(5)));
  EXPECT_THAT(broken.media, IsEmpty());
}

TEST(RelayTest, ABrokenPublisherFreesItsNameBeforeItsTransportEnds) {
  Hub hub;
  HubClient& broken = hub.Publish("cam");
  hub.relay().Receive(broken.id, Bytes({0x02, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(hub.Publish("cam").connection.state(), State::kPublishing);
}

TEST(RelayTest, ShutdownTellsPlayersAndClosesAll) {
  Hub hub;
  HubClient& player = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  std::vector<ConnectionId> named;
  hub.relay().set_on_output([&](ConnectionId id) { named.push_back(id); });
  hub.relay().Shutdown();
  EXPECT_THAT(named, ::testing::UnorderedElementsAre(player.id, publisher.id));
  EXPECT_TRUE(hub.relay().wants_close(player.id) && hub.relay().wants_close(publisher.id));
  hub.Carry();
  EXPECT_THAT(player.statuses, Contains("NetStream.Play.UnpublishNotify"));
}

TEST(RelayTest, EachConnectionWithOutputIsNamedOnceACall) {
  Hub hub;
  HubClient& one = hub.Play("cam");
  HubClient& two = hub.Play("cam");
  hub.Play("other");
  HubClient& publisher = hub.Publish("cam");
  std::vector<ConnectionId> named;
  hub.relay().set_on_output([&](ConnectionId id) { named.push_back(id); });
  publisher.Audio(5, kAac);
  publisher.Audio(6, kAac);
  hub.CarryToRelay(publisher);
  EXPECT_THAT(named, ElementsAre(one.id, two.id));
}

TEST(RelayTest, TheLogHasOneLineAnEventAndEscapesWhatPeersSent) {
  Hub hub;
  HubClient& publisher = hub.Publish("a\nb");
  publisher.connection.Close();
  hub.Carry();
  hub.relay().Close(publisher.id, "the peer closed it");
  ASSERT_EQ(hub.log().size(), 6u);
  EXPECT_EQ(hub.log()[0], "#1 peer opened");
  EXPECT_EQ(hub.log()[1], "#1 peer handshake done");
  EXPECT_EQ(hub.log()[2], "#1 peer connects to live with FMLE/3.0 (compatible; rtmpspec)");
  EXPECT_EQ(hub.log()[3], "#1 peer publishes live/a\\nb");
  EXPECT_EQ(hub.log()[4], "#1 peer stops publishing live/a\\nb");
  EXPECT_THAT(hub.log()[5], ::testing::MatchesRegex("#1 peer closed: the peer closed it, [0-9]+ bytes in, [0-9]+ bytes out"));
}

}  // namespace
}  // namespace rtmp::io
