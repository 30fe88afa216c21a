// RelayOptions::max_player_queue: what a player that reads too slowly misses, and what it never misses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "impl/io/relay_test_hub.h"

namespace rtmp::io {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr size_t kMaxQueue = 2000;

RelayOptions Options() {
  RelayOptions options;
  options.max_player_queue = kMaxQueue;
  return options;
}

// A frame of about 100 bytes that says which one it is.
std::string Frame(absl::string_view start, int number) {
  return absl::StrCat(start, std::string(180, 'a'), absl::Hex(number, absl::kZeroPad8));
}

TEST(SlowPlayerTest, WholeMessagesAreDroppedUpToTheNextKeyFrame) {
  Hub hub(Options());
  HubClient& fast = hub.Play("cam");
  HubClient& slow = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  publisher.Video(0, kAvcHeader);
  hub.Carry();
  slow.media.clear();
  fast.media.clear();

  std::vector<std::string> sent;
  const auto send_video = [&](uint32_t timestamp, absl::string_view start) {
    const std::string frame = Frame(start, static_cast<int>(timestamp));
    publisher.Video(timestamp, frame);
    sent.push_back(absl::StrCat("video ", timestamp, " ", frame));
  };
  for (uint32_t i = 0; i < 100; ++i) {
    send_video(i * 10, i % 20 == 0 ? kKeyFrame : kFrame);
    publisher.Audio(i * 10, kAac);
    sent.push_back(absl::StrCat("audio ", i * 10, " ", kAac));
    hub.CarryToRelay(publisher);
    hub.CarryFromRelay(fast);
    // A message's chunk header comes on top of its payload.
    ASSERT_LE(hub.relay().send_buf(slow.id).size(), kMaxQueue + 20) << i;
  }
  EXPECT_THAT(fast.media, ElementsAreArray(sent));

  hub.Carry();
  ASSERT_TRUE(slow.status.ok()) << slow.status;
  const size_t whole = slow.media.size();
  EXPECT_GT(whole, 10u);
  EXPECT_LT(whole, 60u);
  EXPECT_THAT(slow.media, ElementsAreArray(sent.begin(), sent.begin() + whole));

  slow.media.clear();
  send_video(1000, kFrame);
  publisher.Audio(1000, kAac);
  send_video(1010, kKeyFrame);
  publisher.Audio(1010, kAac);
  send_video(1020, kFrame);
  hub.Carry();
  EXPECT_THAT(slow.media, ElementsAre(absl::StrCat("video 1010 ", Frame(kKeyFrame, 1010)), absl::StrCat("audio 1010 ", kAac),
                                      absl::StrCat("video 1020 ", Frame(kFrame, 1020))));
}

TEST(SlowPlayerTest, HeadersThatDidNotFitComeBeforeTheNextMessage) {
  Hub hub(Options());
  HubClient& slow = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  publisher.Metadata(0, kMetadata);
  publisher.Video(0, kAvcHeader);
  hub.Carry();
  for (uint32_t i = 0; i < 30; ++i) publisher.Video(i, Frame(kKeyFrame, static_cast<int>(i)));
  // Small messages still fit where a frame does not: fill the rest.
  for (uint32_t i = 0; i < 300; ++i) publisher.Metadata(30, kMetadata);
  publisher.Video(31, kAvcHeader2);
  publisher.Metadata(31, kMetadata2);
  hub.CarryToRelay(publisher);
  EXPECT_LE(hub.relay().send_buf(slow.id).size(), kMaxQueue + 20);
  hub.Carry();
  slow.media.clear();
  publisher.Video(40, kKeyFrame);
  publisher.Video(41, kFrame);
  hub.Carry();
  EXPECT_THAT(slow.media, ElementsAre(absl::StrCat("data 0 ", kMetadata2), absl::StrCat("video 40 ", kAvcHeader2),
                                      absl::StrCat("video 40 ", kKeyFrame), absl::StrCat("video 41 ", kFrame)));
}

TEST(SlowPlayerTest, WithoutVideoAudioGoesOnAsSoonAsItFits) {
  Hub hub(Options());
  HubClient& slow = hub.Play("radio");
  HubClient& publisher = hub.Publish("radio");
  hub.Carry();
  for (uint32_t i = 0; i < 40; ++i) publisher.Audio(i, Frame("af01", static_cast<int>(i)));
  hub.CarryToRelay(publisher);
  hub.Carry();
  slow.media.clear();
  publisher.Audio(50, kAac);
  hub.Carry();
  EXPECT_THAT(slow.media, ElementsAre(absl::StrCat("audio 50 ", kAac)));
}

TEST(SlowPlayerTest, AMessageLongerThanTheQueueFitsIntoAnEmptyOne) {
  Hub hub(Options());
  HubClient& player = hub.Play("cam");
  HubClient& publisher = hub.Publish("cam");
  hub.Carry();
  const std::string big = absl::StrCat(kKeyFrame, std::string(20000, '5'));
  publisher.Video(7, big);
  hub.Carry();
  EXPECT_THAT(player.media, ElementsAre(absl::StrCat("video 7 ", big)));
}

// One who asks for a stream again and again without reading must not fill the memory with its headers.
TEST(SlowPlayerTest, HeadersForLateJoinersAreBoundedToo) {
  Hub hub(Options());
  HubClient& publisher = hub.Publish("cam");
  publisher.Video(0, absl::StrCat(kAvcHeader, std::string(2800, '5')));
  publisher.Video(0, kKeyFrame);
  hub.Carry();
  HubClient& player = hub.Play("cam");
  EXPECT_EQ(player.media.size(), 1u);
  player.media.clear();
  for (uint32_t i = 0; i < 50; ++i) publisher.Video(i, absl::StrCat(kAvcHeader, std::string(2800, '5')));
  hub.CarryToRelay(publisher);
  EXPECT_LE(hub.relay().send_buf(player.id).size(), kMaxQueue + 20);
}

}  // namespace
}  // namespace rtmp::io
