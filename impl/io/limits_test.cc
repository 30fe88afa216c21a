// README.md shows the limits of the relay and of the TCP server as the code has them.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "impl/bytes/readme_testing.h"
#include "impl/io/live_stream.h"
#include "impl/io/relay.h"
#include "impl/io/server.h"

namespace rtmp::io {
namespace {

TEST(LimitsTest, ReadmeShowsThem) {
  const Server::Options server;
  std::string text = "| limit | default | beyond it |\n|---|---|---|\n";
  const auto row = [&](absl::string_view limit, const std::string& value, absl::string_view beyond) {
    absl::StrAppend(&text, "| `", limit, "` | ", value, " | ", beyond, " |\n");
  };
  row("RelayOptions::max_player_queue", absl::StrCat(server.relay.max_player_queue, " bytes"),
      "whole messages are left out, up to the next key frame");
  row("LiveStream::kMaxKeptBytes", absl::StrCat(LiveStream::kMaxKeptBytes, " bytes"),
      "headers and metadata are relayed and not kept for who comes late");
  row("LiveStream::kMaxKeptHeaders", absl::StrCat(LiveStream::kMaxKeptHeaders), "the same");
  row("Server::Options::handshake_timeout", absl::FormatDuration(server.handshake_timeout), "closed");
  row("Server::Options::idle_timeout", absl::FormatDuration(server.idle_timeout),
      "closed, but for a player that waits for its stream");
  row("Server::Options::linger", absl::FormatDuration(server.linger), "closed with what it has not taken");
  ExpectInReadme(RTMPSPEC_SOURCE_DIR "/impl/io/README.md", "limits", text);
}

}  // namespace
}  // namespace rtmp::io
