// The program from outside: arguments in; exit status, text and files out.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Nobody listens there.
constexpr char kUnreachable[] = "rtmp://127.0.0.1:1/live";

struct Outcome {
  int status = -1;
  std::string out, err;
};

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A file name of this test's own.
std::string Temporary(const std::string& name) {
  return absl::StrCat(testing::TempDir(), "/cli_test.", testing::UnitTest::GetInstance()->current_test_info()->name(), ".", name);
}

Outcome Rtmpspec(const std::string& arguments) {
  const std::string out = Temporary("out"), err = Temporary("err");
  const int status =
      std::system(absl::StrCat("timeout 100 ", RTMPSPEC_PROGRAM, " ", arguments, " >", out, " 2>", err, " </dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), Contents(out), Contents(err)};
}

TEST(CliTest, HelpTeaches) {
  const Outcome help = Rtmpspec("--help");
  EXPECT_EQ(help.status, 0);
  for (const char* word : {"run", "list", "explain", "lint", "serve", "listen", "Examples:", "Exit status:"})
    EXPECT_THAT(help.out, HasSubstr(word));
  for (const char* command : {"run", "list", "explain", "lint", "serve", "listen"}) {
    const Outcome own = Rtmpspec(absl::StrCat(command, " --help"));
    EXPECT_EQ(own.status, 0) << command;
    EXPECT_THAT(own.out, HasSubstr("Examples")) << command;
  }
}

TEST(CliTest, WrongArgumentsAreStatus2) {
  for (const char* arguments : {"", "walk", "run --no-such-flag", "run http://127.0.0.1/", "run --level sometimes", "run --fresh",
                                "run --server 'true'", "run rtmp://127.0.0.1/live --server 'x {port}'", "explain",
                                "run rtmp://127.0.0.1/live --role client", "run --json /no/such/folder/x", "run --jobs 0"}) {
    const Outcome outcome = Rtmpspec(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.err, StartsWith("rtmpspec: ")) << arguments;
    EXPECT_EQ(outcome.out, "") << arguments;
  }
}

TEST(CliTest, AnUnknownCommandIsNamed) { EXPECT_THAT(Rtmpspec("walk").err, StartsWith("rtmpspec: there is no command walk\n")); }

TEST(CliTest, NothingMatchedIsStatus4) {
  for (const char* arguments : {"run --only no/such/case", "list --only no/such/case", "list --rows --row NO-SUCH-ROW",
                                "explain no/such/case", "run --row NO-SUCH-ROW", "run --skip '*'"}) {
    const Outcome outcome = Rtmpspec(arguments);
    EXPECT_EQ(outcome.status, 4) << arguments;
    EXPECT_THAT(outcome.err, StartsWith("rtmpspec: ")) << arguments;
  }
}

TEST(CliTest, AnUnreachableTargetIsStatus3AndStillReported) {
  const std::string json = Temporary("json"), junit = Temporary("xml");
  const Outcome outcome = Rtmpspec(absl::StrCat("run ", kUnreachable, " --json ", json, " --junit ", junit));
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, HasSubstr("rtmpspec: cannot reach rtmp://127.0.0.1:1/live"));
  EXPECT_THAT(outcome.out, ContainsRegex("\n0 passed, [0-9]+ failed, [1-9][0-9]* skipped\n$"));
  const nlohmann::json report = nlohmann::json::parse(Contents(json));
  EXPECT_EQ(report["schema"], "rtmpspec-report");
  EXPECT_EQ(report["target_unreachable"], true);
  EXPECT_EQ(report["exit_code"], 3);
  EXPECT_EQ(report["passed"], 0);
  pugi::xml_document document;
  EXPECT_TRUE(document.load_file(junit.c_str()));
}

TEST(CliTest, AServerThatDoesNotStartIsStatus3) {
  EXPECT_EQ(Rtmpspec("run --server 'exit 1 {port}' --only server/handshake").status, 3);
}

TEST(CliTest, TheReferencePassesInBothRoles) {
  const std::string json = Temporary("json"), junit = Temporary("xml");
  const Outcome outcome = Rtmpspec(absl::StrCat("run --json ", json, " --junit ", junit));
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, ContainsRegex("\nPASS [0-9]+  FAIL 0  NONSTRICT [0-9]+  INFO [0-9]+  UNSUPPORTED [0-9]+  SKIP [0-9]+  "
                                         "NOTRUN 0  HARNESS 0  XFAIL 0  XPASS 0\n[0-9]+ passed, 0 failed, [0-9]+ skipped\n$"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));  // no terminal, no colour
  const nlohmann::json report = nlohmann::json::parse(Contents(json));
  EXPECT_EQ(report["version"], 1);
  EXPECT_EQ(report["target"], "built-in reference");
  EXPECT_EQ(report["passed"].get<size_t>() + report["skipped"].get<size_t>(), report["results"].size());
  bool server = false, client = false;
  for (const nlohmann::json& result : report["results"]) {
    server |= result["role"] == "server";
    client |= result["role"] == "client";
    for (const char* member :
         {"id", "check", "rows", "delivery", "verdict", "cause", "duration_ms", "file", "line", "wire_offset"}) {
      EXPECT_TRUE(result.contains(member)) << member;
    }
  }
  EXPECT_TRUE(server && client);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(junit.c_str()));
  EXPECT_EQ(document.child("testsuites").attribute("tests").as_uint(), report["results"].size());
  EXPECT_EQ(document.child("testsuites").attribute("failures").as_int(), 0);
}

TEST(CliTest, RunsAreRepeatable) {
  const auto results = [](const std::string& path) {
    nlohmann::json json = nlohmann::json::parse(Contents(path));
    for (nlohmann::json& result : json["results"]) result.erase("duration_ms");
    return json["results"];
  };
  const std::string a = Temporary("a"), b = Temporary("b"), c = Temporary("c");
  Rtmpspec(absl::StrCat("run --only server/chunk --seed 5 --json ", a));
  Rtmpspec(absl::StrCat("run --only server/chunk --seed 5 --json ", b));
  Rtmpspec(absl::StrCat("run --only server/chunk --seed 5 --jobs 3 --json ", c));
  EXPECT_EQ(results(a), results(b));
  std::vector<std::string> alone, beside;
  for (const nlohmann::json& result : results(a))
    alone.push_back(absl::StrCat(result["id"].get<std::string>(), result["verdict"].get<std::string>()));
  for (const nlohmann::json& result : results(c))
    beside.push_back(absl::StrCat(result["id"].get<std::string>(), result["verdict"].get<std::string>()));
  EXPECT_FALSE(alone.empty());
  EXPECT_EQ(alone, beside);
}

TEST(CliTest, SelectsAndShowsCases) {
  const Outcome outcome = Rtmpspec("run --only 'server/handshake/*' --role server -v");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("server/handshake/"), Not(HasSubstr(" server/chunk/"))));
}

TEST(CliTest, TestsAServerThatItStarts) {
  const Outcome outcome =
      Rtmpspec(absl::StrCat("run --server '", RTMPSPEC_PROGRAM, " serve --port {port}' --only server/handshake --jobs 2"));
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, ContainsRegex("\n[1-9][0-9]* passed, 0 failed, [0-9]+ skipped\n$"));
}

TEST(CliTest, FlagsOfTlsAreChecked) {
  const std::string no_pem = Temporary("pem");
  std::ofstream(no_pem) << "no certificate";
  const struct {
    std::string arguments, error;
  } cases[] = {
      {"run rtmp://127.0.0.1/live --insecure", "--ca and --insecure are for an rtmps:// URL"},
      {"run rtmps://127.0.0.1/live --ca /no/such/file", "--ca: cannot read /no/such/file"},
      {absl::StrCat("run rtmps://127.0.0.1/live --ca ", no_pem), "certificates of authorities: no start line"},
      {absl::StrCat("run rtmps://127.0.0.1/live --insecure --ca ", no_pem), "excludes"},
      {"serve --cert /no/such/file", "--key"},
  };
  for (const auto& [arguments, error] : cases) {
    const Outcome outcome = Rtmpspec(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(error)) << arguments;
  }
  const Outcome serve = Rtmpspec("serve --port 0 --cert /no/such/file --key /no/such/file");
  EXPECT_EQ(serve.status, 3);
  EXPECT_THAT(serve.out, "cannot read /no/such/file\n");
}

TEST(CliTest, ServeEndsWellHoweverOftenItIsTold) {
  const std::string log = Temporary("log");
  const std::string script =
      absl::StrCat("rm -f ", log, "; timeout 100 bash -c '", RTMPSPEC_PROGRAM, " serve --port 0 >", log,
                   " & server=$!; until grep -qs listening ", log,
                   "; do sleep 0.02; done; while kill -TERM $server 2>/dev/null; do :; done; wait $server'");
  EXPECT_EQ(std::system(script.c_str()), 0);
  EXPECT_THAT(Contents(log), EndsWith("stopped: 0 connections served\n"));
}

// Accepts connections, answers each with a line of text and closes it.
class NotAnRtmpServer {
 public:
  NotAnRtmpServer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(listen(socket_, 16), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int peer; (peer = accept(socket_, nullptr, nullptr)) >= 0; close(peer)) {
        constexpr absl::string_view kAnswer = "HTTP/1.1 400 Bad Request\r\n\r\n";
        if (send(peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL) < 0) continue;
      }
    });
  }
  ~NotAnRtmpServer() {
    shutdown(socket_, SHUT_RDWR);  // ends accept
    thread_.join();
    close(socket_);
  }
  uint16_t port() const { return port_; }

 private:
  const int socket_;
  uint16_t port_ = 0;
  std::thread thread_;
};

TEST(CliTest, AServerThatSpeaksNoRtmpFails) {
  const NotAnRtmpServer server;
  const std::string target = absl::StrCat("rtmp://127.0.0.1:", server.port(), "/live");
  const Outcome outcome = Rtmpspec(absl::StrCat("run ", target, " --only server/handshake --timeout-scale 0.2"));
  EXPECT_EQ(outcome.status, 1) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\nFAIL  "));
  EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("\n  repeat: rtmpspec run ", target, " --only ")));
  EXPECT_THAT(outcome.out, ContainsRegex("\n0 passed, [1-9][0-9]* failed, [0-9]+ skipped\n$"));
}

TEST(CliTest, ListsCasesAndRows) {
  const Outcome cases = Rtmpspec("list");
  EXPECT_EQ(cases.status, 0);
  EXPECT_THAT(cases.out, ContainsRegex("\nserver/[a-z0-9_/-]+ +server.*RTMP-"));
  const Outcome rows = Rtmpspec("list --rows --row RTMP-CN-02");
  EXPECT_EQ(rows.status, 0);
  EXPECT_THAT(rows.out, AllOf(StartsWith("RTMP-CN-02 "), HasSubstr("7.2.1.1")));
  const Outcome all = Rtmpspec("list --rows");
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 407);
}

TEST(CliTest, ExplainsARowAndACase) {
  const Outcome row = Rtmpspec("explain RTMP-CN-02");
  EXPECT_EQ(row.status, 0);
  EXPECT_THAT(row.out,
              AllOf(StartsWith("RTMP-CN-02  RTMP 1.0 7.2.1.1\n"), HasSubstr("FAIL: a binding rule"), HasSubstr("cases:")));
  const std::string id = "server/handshake/echo";
  const Outcome one = Rtmpspec(absl::StrCat("explain ", id));
  EXPECT_EQ(one.status, 0);
  EXPECT_THAT(one.out, AllOf(StartsWith(id), HasSubstr("   1  transcript 1\n"), HasSubstr("at worst")));
}

TEST(CliTest, LintsAllTranscripts) {
  const Outcome outcome = Rtmpspec("lint");
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, EndsWith(" 0 mistakes\n"));
}

TEST(CliTest, ATranscriptThatDoesNotParseIsStatus2) {
  const std::string folder = Temporary("folder");
  ASSERT_EQ(std::system(absl::StrCat("rm -rf ", folder, " && mkdir -p ", folder, "/server").c_str()), 0);
  const std::string file = absl::StrCat(folder, "/server/bad.transcript");
  std::ofstream(file) << "transcript 1\ntitle  x\nrows   RTMP-CN-02\npeer   server\nS: )\n";
  for (const char* command : {"run", "lint", "list"}) {
    const Outcome outcome = Rtmpspec(absl::StrCat(command, " --transcripts ", folder));
    EXPECT_EQ(outcome.status, 2) << command;
    EXPECT_THAT(outcome.err, HasSubstr("bad.transcript:5:")) << command;
  }
  EXPECT_EQ(Rtmpspec(absl::StrCat("lint ", file, " --transcripts ", folder)).status, 2);
  EXPECT_EQ(Rtmpspec("lint /etc/passwd").status, 2);
}

TEST(CliTest, DataCanBeElsewhere) {
  setenv("RTMPSPEC_DATA", "/no/such/folder", 1);
  const Outcome outcome = Rtmpspec("list");
  unsetenv("RTMPSPEC_DATA");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("/no/such/folder"));
}

}  // namespace
}  // namespace rtmpspec
