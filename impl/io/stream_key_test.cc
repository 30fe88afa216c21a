#include "impl/io/stream_key.h"

#include <gtest/gtest.h>

namespace rtmp::io {
namespace {

TEST(StreamKeyTest, QueryStringsAndTrailingSlashesNameNoOtherStream) {
  EXPECT_EQ(StreamKey("live", "cam"), "live/cam");
  EXPECT_EQ(StreamKey("live", "cam?token=1"), "live/cam");
  EXPECT_EQ(StreamKey("live?vhost=a/b", "cam"), "live/cam");
  EXPECT_EQ(StreamKey("live/", "cam"), "live/cam");
  EXPECT_EQ(StreamKey("", "cam"), "/cam");
}

TEST(StreamKeyTest, WhereAClientCutsThePathDoesNotMatter) { EXPECT_EQ(StreamKey("a", "b/c"), StreamKey("a/b", "c")); }

TEST(StreamKeyTest, NoNameNoStream) {
  EXPECT_EQ(StreamKey("live", ""), "");
  EXPECT_EQ(StreamKey("live", "?token=1"), "");
}

}  // namespace
}  // namespace rtmp::io
