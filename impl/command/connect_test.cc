#include "impl/command/connect.h"

#include <string>

#include "gtest/gtest.h"
#include "impl/command/on_status.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;

// connect with the properties that `write` adds to its command object.
template <typename Write>
ParsedCommand Connect(Write write) {
  return ParsedCommand(CommandBytes("connect", 1, [&](Encoder& e) {
    e.BeginObject();
    write(e);
    e.EndObject();
  }));
}

TEST(ConnectTest, ParsesWhatAServerNeeds) {
  const Buffer payload = ParseHex(R"(
      02 0007 636f6e6e656374 | "connect"
      00 3ff0000000000000    | 1
      03
      0003 617070 02 0004 6c697665                   | app: "live"
      0008 666c617368566572 02 0003 4c4e58           | flashVer: "LNX"
      0005 746355726c 02 0008 72746d703a2f2f61       | tcUrl: "rtmp://a"
      000e 6f626a656374456e636f64696e67 00 4008000000000000  | objectEncoding: 3
      000009)")
                             .value();
  const ParsedCommand parsed{Buffer(payload)};
  ASSERT_EQ(parsed.error, std::nullopt);
  ASSERT_EQ(parsed.command.kind(), CommandKind::kConnect);
  const auto connect = std::get<ConnectCommand>(ParseConnect(parsed.command));
  EXPECT_EQ(connect.transaction_id, 1);
  EXPECT_EQ(connect.app, "live");
  EXPECT_EQ(connect.flash_ver, "LNX");
  EXPECT_EQ(connect.tc_url, "rtmp://a");
  EXPECT_EQ(connect.object_encoding, 3);
  EXPECT_EQ(connect.object.size(), 4u);
}

TEST(ConnectTest, OnlyAppIsRequired) {  // RTMP-CN-07, CN-08
  const ParsedCommand parsed = Connect([](Encoder& e) { e.Property("app", ""); });
  const auto connect = std::get<ConnectCommand>(ParseConnect(parsed.command));
  EXPECT_EQ(connect.app, "");
  EXPECT_EQ(connect.tc_url, "");
  EXPECT_EQ(connect.flash_ver, "");
  EXPECT_EQ(connect.object_encoding, 0);

  const ParsedCommand without_app = Connect([](Encoder& e) { e.Property("tcUrl", "rtmp://a/live"); });
  EXPECT_EQ(CodeOf(ParseConnect(without_app.command)), ErrorCode::kMissingArgument);
  const ParsedCommand empty = Connect([](Encoder&) {});
  EXPECT_EQ(CodeOf(ParseConnect(empty.command)), ErrorCode::kMissingArgument);
}

TEST(ConnectTest, CommandObjectIsRequired) {
  const ParsedCommand absent(CommandBytes("connect", 1, [](Encoder&) {}));
  EXPECT_EQ(CodeOf(ParseConnect(absent.command)), ErrorCode::kMissingArgument);
  const ParsedCommand null(CommandBytes("connect", 1, [](Encoder& e) { e.Null(); }));
  EXPECT_EQ(CodeOf(ParseConnect(null.command)), ErrorCode::kWrongArgumentType);
  const ParsedCommand array(CommandBytes("connect", 1, [](Encoder& e) { e.BeginStrictArray(0); }));
  EXPECT_EQ(CodeOf(ParseConnect(array.command)), ErrorCode::kWrongArgumentType);
}

TEST(ConnectTest, WrongTypesAreErrorsAtTheValue) {  // RTMP-CN-09
  const ParsedCommand number = Connect([](Encoder& e) { e.Property("app", 1.0); });
  // 19 bytes of head, the object's marker, the name "app" with its length.
  EXPECT_EQ(std::get<ProtocolError>(ParseConnect(number.command)), (ProtocolError{ErrorCode::kWrongArgumentType, 25, ""}));

  const auto code = [](auto write) {
    const ParsedCommand parsed = Connect([&](Encoder& e) {
      e.Property("app", "live");
      write(e);
    });
    return CodeOf(ParseConnect(parsed.command));
  };
  EXPECT_EQ(code([](Encoder& e) { e.Key("tcUrl"), e.Null(); }), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(code([](Encoder& e) { e.Property("tcUrl", true); }), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(code([](Encoder& e) { e.Property("flashVer", 1.0); }), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(code([](Encoder& e) { e.Property("objectEncoding", "3"); }), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(code([](Encoder& e) { e.Key("flashVer"), e.Undefined(); }), std::nullopt);
  EXPECT_EQ(code([](Encoder& e) { e.Key("objectEncoding"), e.Null(); }), std::nullopt);
  EXPECT_EQ(code([](Encoder& e) { e.Key("pageUrl"), e.Undefined(); }), std::nullopt) << "not read at all";
}

TEST(ConnectTest, AnyObjectWithPropertiesWillDo) {  // RTMP-RPC-09
  const ParsedCommand ecma(CommandBytes("connect", 1, [](Encoder& e) {
    e.BeginEcmaArray(0);
    e.Property("app", "live");
    e.EndObject();
  }));
  EXPECT_EQ(std::get<ConnectCommand>(ParseConnect(ecma.command)).app, "live");
  const ParsedCommand typed(CommandBytes("connect", 1, [](Encoder& e) {
    e.BeginTypedObject("Connect");
    e.Property("app", "live");
    e.EndObject();
  }));
  EXPECT_EQ(std::get<ConnectCommand>(ParseConnect(typed.command)).app, "live");
}

TEST(ConnectTest, MoreThanExpectedIsIgnored) {  // RTMP-CN-11, CN-15, RPC-08
  const ParsedCommand parsed(CommandBytes("connect", 5, [](Encoder& e) {
    e.BeginObject();
    for (int i = 0; i < 200; ++i) e.Property("extra" + std::to_string(i), true);
    e.Property("app", "live");
    e.Property("app", 2.0);
    e.EndObject();
    e.String("user");
    e.BeginObject();
    e.EndObject();
  }));
  const auto connect = std::get<ConnectCommand>(ParseConnect(parsed.command));
  EXPECT_EQ(connect.app, "live");
  EXPECT_EQ(connect.transaction_id, 5);
}

TEST(ConnectTest, TakesTheSpecificationsSpellingOfFlashVer) {  // AMF0-32
  const ParsedCommand parsed = Connect([](Encoder& e) {
    e.Property("app", "live");
    e.Property("flashver", "old");
  });
  EXPECT_EQ(std::get<ConnectCommand>(ParseConnect(parsed.command)).flash_ver, "old");
  const ParsedCommand both = Connect([](Encoder& e) {
    e.Property("app", "live");
    e.Property("flashver", "old");
    e.Property("flashVer", "new");
  });
  EXPECT_EQ(std::get<ConnectCommand>(ParseConnect(both.command)).flash_ver, "new");
}

TEST(ConnectTest, EncodesAsEncodersAndPlayersDo) {
  ConnectRequest request{1, "live", "rtmp://a/live", "FMLE/3.0", true};
  EXPECT_EQ(EncodedText([&](Buffer* out) { EncodeConnect(request, out); }),
            R"("connect" 1 {app: "live", type: "nonprivate", flashVer: "FMLE/3.0", tcUrl: "rtmp://a/live", objectEncoding: 0})");
  request.publisher = false;
  EXPECT_EQ(EncodedText([&](Buffer* out) { EncodeConnect(request, out); }),
            R"("connect" 1 {app: "live", flashVer: "FMLE/3.0", tcUrl: "rtmp://a/live", fpad: false, capabilities: 15, )"
            R"(audioCodecs: 4095, videoCodecs: 255, videoFunction: 1, objectEncoding: 0})");
  const ParsedCommand parsed(Encoded([&](Buffer* out) { EncodeConnect(request, out); }));
  EXPECT_EQ(std::get<ConnectCommand>(ParseConnect(parsed.command)).tc_url, "rtmp://a/live");
}

TEST(ConnectTest, EncodesSuccess) {  // RTMP-CN-05
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeConnectResult(1, 0, nullptr, out); })), ToHex(ParseHex(R"(
      02 0007 5f726573756c74  | "_result"
      00 3ff0000000000000
      03
      0006 666d73566572 02 000d 464d532f332c302c312c313233          | fmsVer: "FMS/3,0,1,123"
      000c 6361706162696c6974696573 00 403f000000000000             | capabilities: 31
      0004 6d6f6465 00 3ff0000000000000                             | mode: 1
      000009
      03
      0005 6c6576656c 02 0006 737461747573                          | level: "status"
      0004 636f6465 02 001d 4e6574436f6e6e656374696f6e2e436f6e6e6563742e53756363657373
      000b 6465736372697074696f6e 02 0015 436f6e6e656374696f6e207375636365656465642e
      000e 6f626a656374456e636f64696e67 00 0000000000000000         | objectEncoding: 0
      000009)")
                                                                                                    .value()));
}

TEST(ConnectTest, EncodesRejection) {  // RTMP-CN-06
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeConnectRejected(3, kConnectInvalidApp, "no such app", out); }),
            R"("_error" 3 null {level: "error", code: "NetConnection.Connect.InvalidApp", description: "no such app"})");
}

}  // namespace
}  // namespace rtmp
