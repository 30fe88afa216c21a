// What a profile may hold.
#include "conformance/peers/profile.h"

#include "gmock/gmock.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string ErrorOf(const std::string& text) { return std::string(ParseProfile(text, "x/p.toml").status().message()); }

TEST(ProfileTest, AServer) {
  const absl::StatusOr<Profile> profile = ParseProfile(R"(
name = "a stack"
version = "{dir}/start --version"
tested = "1.2"
lacks = ["play", "amf3"]
[server]
start = "{dir}/start {port}"
app = "app"
fresh = true
ready_seconds = 2.5
stop = "INT"
stop_seconds = 1
crash = "exited on signal"
[behaviours]
ping = "ignored"
[baseline]
"server/a" = { reason = "why" }
)",
                                                       "x/p.toml");
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->name, "a stack");
  EXPECT_EQ(profile->version, "x/start --version");
  EXPECT_EQ(profile->tested, "1.2");
  EXPECT_THAT(profile->lacks, ElementsAre("play", "amf3"));
  EXPECT_EQ(profile->server.command, "x/start {port}");
  EXPECT_EQ(profile->server.app, "app");
  EXPECT_TRUE(profile->server.fresh);
  EXPECT_FALSE(profile->server.ready_by_connecting);
  EXPECT_EQ(profile->server.ready_patience, absl::Milliseconds(2500));
  EXPECT_TRUE(profile->server.stop_by_interrupt);
  EXPECT_EQ(profile->server.stop_patience, absl::Seconds(1));
  EXPECT_EQ(profile->server.crash_text, "exited on signal");
  EXPECT_FALSE(profile->is_client());
  EXPECT_THAT(profile->baseline.known, SizeIs(1));
  EXPECT_THAT(profile->baseline.pinned, SizeIs(1));
}

TEST(ProfileTest, AClientAndAServerThatRunsAlready) {
  const absl::StatusOr<Profile> client = ParseProfile("name = \"c\"\n[client]\nplayer = \"p {url}\"\n", "p.toml");
  ASSERT_TRUE(client.ok()) << client.status();
  EXPECT_TRUE(client->is_client());
  EXPECT_EQ(client->player, "p {url}");
  const absl::StatusOr<Profile> running = ParseProfile("name = \"s\"\n[server]\nurl = \"rtmp://h/a\"\n", "p.toml");
  ASSERT_TRUE(running.ok()) << running.status();
  EXPECT_EQ(running->url, "rtmp://h/a");
  EXPECT_EQ(running->server.app, "live");
}

TEST(ProfileTest, MistakesAreToldWithTheirPlace) {
  EXPECT_THAT(ErrorOf("[server]\nstart = \"s {port}\"\n"), HasSubstr("'name' is missing"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n"), HasSubstr("expected a table [server] or [client]"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nurl = \"u\"\n[client]\nplayer = \"{url}\"\n"), HasSubstr("[server] or [client]"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\n"), HasSubstr("expected 'start', a command, or 'url'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s {port}\"\nurl = \"u\"\n"), HasSubstr("'start', a command, or 'url'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s\"\n"), HasSubstr("x/p.toml:3:9: 'start' must hold {port}"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s {port}\"\nstop = \"KILL\"\n"),
              HasSubstr("'stop' is one of TERM, INT"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s {port}\"\nready_seconds = 0\n"), HasSubstr("a number above 0"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s {port}\"\nfresh = 1\n"), HasSubstr("'fresh' must be true or false"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nstart = \"s {port}\"\nfresh = true\nready = \"connect\"\n"),
              HasSubstr("would use up a 'fresh' server"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[client]\n"), HasSubstr("expected 'publisher' or 'player'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[client]\nplayer = \"p\"\n"), HasSubstr("'player' must hold {url}"));
  EXPECT_THAT(ErrorOf("name = \"n\"\nlacks = [\"wings\"]\n[server]\nurl = \"u\"\n"), HasSubstr("unknown feature 'wings'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\ncolour = 1\n[server]\nurl = \"u\"\n"), HasSubstr("x/p.toml:2:10: unknown key 'colour'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\n[server]\nurl = \"u\"\nport = 1\n"), HasSubstr("unknown key 'port'"));
  EXPECT_THAT(ErrorOf("name = \"n\"\nname = \"m\"\n"), HasSubstr("x/p.toml:2:"));
}

TEST(ProfileTest, TheVersionIsTheFirstLine) {
  Profile profile;
  EXPECT_EQ(VersionOf(profile), "");
  profile.version = "echo \"it's 1.2\" >&2; echo more";
  EXPECT_EQ(VersionOf(profile), "it's 1.2");
  profile.version = "exit 3";
  EXPECT_EQ(VersionOf(profile), "");
}

}  // namespace
}  // namespace rtmpspec
