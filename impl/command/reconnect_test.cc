#include "impl/command/reconnect.h"

#include "gtest/gtest.h"
#include "impl/command/on_status.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

TEST(ReconnectTest, Bytes) {  // ERTMP-51
  EXPECT_EQ(EncodedText([](Buffer* out) {
              EncodeReconnectRequest({"/app", "Maintenance."}, out);
            }),
            R"("onStatus" 0 null {level: "status", code: "NetConnection.Connect.ReconnectRequest", tcUrl: "/app", )"
            R"(description: "Maintenance."})");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeReconnectRequest({}, out); }),
            R"("onStatus" 0 null {level: "status", code: "NetConnection.Connect.ReconnectRequest"})");
}

TEST(ReconnectTest, IsParsedAgain) {  // ERTMP-39
  const ParsedCommand parsed(Encoded([](Buffer* out) { EncodeReconnectRequest({"//h/app", "Bye."}, out); }));
  ASSERT_EQ(parsed.error, std::nullopt);
  const auto request = ParseReconnectRequest(parsed.command);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->tc_url, "//h/app");
  EXPECT_EQ(request->description, "Bye.");
}

TEST(ReconnectTest, AnotherCodeOrLevelIsNone) {
  for (const auto& status : {std::pair(kLevelStatus, kConnectClosed), std::pair(kLevelError, kConnectReconnectRequest)}) {
    const ParsedCommand parsed(Encoded([&](Buffer* out) { EncodeOnStatus(status.first, status.second, "", out); }));
    EXPECT_EQ(ParseReconnectRequest(parsed.command), std::nullopt) << status.first << " " << status.second;
  }
}

}  // namespace
}  // namespace rtmp
