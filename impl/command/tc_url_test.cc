#include "impl/command/tc_url.h"

#include "gtest/gtest.h"

namespace rtmp {
namespace {

constexpr absl::string_view kBase = "rtmp://foo.example:1935/live/room?k=1";

TEST(TcUrlTest, ResolvesEveryForm) {  // ERTMP-40
  EXPECT_EQ(ResolveTcUrl(kBase, "rtmps://bar.example/app"), "rtmps://bar.example/app");
  EXPECT_EQ(ResolveTcUrl(kBase, "//192.0.2.0/app"), "rtmp://192.0.2.0/app");
  EXPECT_EQ(ResolveTcUrl(kBase, "/app"), "rtmp://foo.example:1935/app");
  EXPECT_EQ(ResolveTcUrl(kBase, ""), kBase);
  EXPECT_EQ(ResolveTcUrl(kBase, "other"), "rtmp://foo.example:1935/live/other");
  EXPECT_EQ(ResolveTcUrl(kBase, "?k=2"), "rtmp://foo.example:1935/live/room?k=2");
}

TEST(TcUrlTest, BasesWithLittleInThem) {
  EXPECT_EQ(ResolveTcUrl("rtmp://h", "app"), "rtmp://h/app");
  EXPECT_EQ(ResolveTcUrl("rtmp://h", "/app"), "rtmp://h/app");
  EXPECT_EQ(ResolveTcUrl("rtmp://h?x", "/app"), "rtmp://h/app");
  EXPECT_EQ(ResolveTcUrl("rtmp://[::1]:1935/live", "/app"), "rtmp://[::1]:1935/app");
  EXPECT_EQ(ResolveTcUrl("rtmp://h/live#part", ""), "rtmp://h/live");
}

TEST(TcUrlTest, NothingWhereThereIsNothingToResolveAgainst) {
  EXPECT_EQ(ResolveTcUrl("", "/app"), std::nullopt);
  EXPECT_EQ(ResolveTcUrl("live", "//h/app"), std::nullopt);
  EXPECT_EQ(ResolveTcUrl("rtmp:live", "/app"), std::nullopt);
  EXPECT_EQ(ResolveTcUrl("", "rtmp://h/app"), "rtmp://h/app");
}

TEST(TcUrlTest, RefusesWhatIsNoUrl) {
  EXPECT_EQ(ResolveTcUrl(kBase, "rtmp://h/a b"), std::nullopt);
  EXPECT_EQ(ResolveTcUrl(kBase, absl::string_view("/a\0b", 4)), std::nullopt);
  EXPECT_EQ(ResolveTcUrl(kBase, "/a\r\nb"), std::nullopt);
  // A colon behind a slash makes no scheme.
  EXPECT_EQ(ResolveTcUrl(kBase, "/app:1"), "rtmp://foo.example:1935/app:1");
  EXPECT_EQ(ResolveTcUrl(kBase, "1:2"), "rtmp://foo.example:1935/live/1:2");
}

}  // namespace
}  // namespace rtmp
