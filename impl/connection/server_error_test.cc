// What ends a connection, and that it stays ended.
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Ending {
  const char* name;
  PeerBytes before;
  Buffer last;  // what breaks the rule
  ErrorCode code;
  uint64_t offset;  // in the connection's input, or in the message
};

uint64_t At(const PeerBytes& before) { return before.bytes().size(); }

std::vector<Ending> Endings() {
  const auto hex = [](const char* text) { return ParseHex(text).value(); };
  return {
      {"another protocol", PeerBytes(), hex("47"), ErrorCode::kNotRtmp, 0},
      {"type 3 first", PeerBytes::Client(), hex("c5"), ErrorCode::kNoPreviousHeader, 3073},
      {"chunk size 0", PeerBytes::Client(), hex("02 000000 000004 01 00000000 00000000"), ErrorCode::kInvalidChunkSize,
       At(PeerBytes::Client())},
      {"chunk size with the top bit", PeerBytes::Publish(), hex("02 000000 000004 01 00000000 80000080"),
       ErrorCode::kInvalidChunkSize, At(PeerBytes::Publish())},
      {"short window", PeerBytes::Connected(), hex("02 000000 000003 05 00000000 000001"), ErrorCode::kShortControlMessage, 3},
      {"short acknowledgement", PeerBytes::Connected(), hex("02 000000 000000 03 00000000"), ErrorCode::kShortControlMessage, 0},
      {"command without a name", PeerBytes::Connected(), hex("03 000000 000001 14 00000000 05"), ErrorCode::kMalformedCommand, 0},
      {"no AMF0", PeerBytes::Connected(), hex("03 000000 000001 14 00000000 0e"), ErrorCode::kAmfMarker, 0},
      {"no AMF0 behind the format byte", PeerBytes::Connected(), hex("03 000000 000002 11 00000000 00 0e"), ErrorCode::kAmfMarker,
       1},
      {"cut AMF0", PeerBytes::Publish(), hex("03 000000 000003 14 00000000 020005"), ErrorCode::kAmfTruncated, 3},
  };
}

TEST(ServerErrorTest, TypedAndAtItsPlace) {
  for (const Ending& ending : Endings()) {
    SCOPED_TRACE(ending.name);
    const Shown before = ServeEveryWay(ending.before);
    const Shown shown = ServeEveryWay(PeerBytes(ending.before).Raw(ending.last));
    ASSERT_TRUE(shown.error.has_value());
    EXPECT_EQ(ErrorCodeName(*shown.error), ErrorCodeName(ending.code));
    EXPECT_EQ(shown.error_offset, ending.offset);
    EXPECT_EQ(shown.events, before.events);
    EXPECT_EQ(shown.output, before.output);
  }
}

// After the error: every call returns it again, takes no input and queues nothing.
TEST(ServerErrorTest, IsFinal) {
  for (const Ending& ending : Endings()) {
    SCOPED_TRACE(ending.name);
    ServerConnection server = ServerAfter(PeerBytes(ending.before).Raw(ending.last));
    ASSERT_NE(server.error(), nullptr);
    const ProtocolError first = *server.error();
    const Buffer more = PeerBytes::Connected().bytes();
    for (int i = 0; i < 3; ++i) {
      Bytes input = more;
      EXPECT_EQ(server.NextEvent(input).status(), ToStatus(first));
      EXPECT_EQ(input.size(), more.size());
      EXPECT_EQ(server.Accept(1).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.Reject(1, "").code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.SendAudio(1, 0, {}).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.EndOfStream(1).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_TRUE(server.send_buf().empty());
    }
    EXPECT_EQ(server.state(), State::kDisconnecting);
    EXPECT_EQ(server.connection_state(), ConnectionState::kDisconnecting);
    EXPECT_EQ(*server.error(), first);
  }
}

// The answers that were queued before the error are still there to be sent.
TEST(ServerErrorTest, WhatWasQueuedBeforeStays) {
  ServerConnection server;
  Shown shown;
  FeedPiece(server, PeerBytes::Connected().Hex("c9").bytes(), {}, &shown);
  ASSERT_NE(server.error(), nullptr);
  EXPECT_EQ(server.send_buf().size(), ServeEveryWay(PeerBytes::Connected()).output.size());
  server.AdvanceSendBuf(server.send_buf().size() + 1000);
  EXPECT_TRUE(server.send_buf().empty());
}

// Hostile input H36: a flood of pings into an output that nobody reads.
TEST(ServerErrorTest, RepliesThatNobodyReads) {
  ServerOptions options;
  options.max_queued_replies = 4000;
  PeerBytes peer = PeerBytes::Connected();
  for (int i = 0; i < 1000; ++i) peer.Event(UserControlType::kPingRequest, i);
  const Shown shown = ServeEveryWay(peer, options);
  EXPECT_EQ(shown.error, ErrorCode::kOutputOverflow);
  EXPECT_LE(shown.chunks().size(), 4000u);
  EXPECT_GT(shown.chunks().size(), 3900u);
  EXPECT_THAT(shown.messages().back(), HasSubstr("csid 2 UserControl 0007"));

  // The same flood with a reader does no harm.
  ServerConnection server(options);
  const auto read = [](ServerConnection& s) { s.AdvanceSendBuf(s.send_buf().size()); };
  for (size_t at = 0; at < peer.bytes().size(); at += 100) {
    Shown ignored;
    FeedPiece(server, Bytes(peer.bytes()).subspan(at, 100), {}, &ignored);
    read(server);
  }
  EXPECT_EQ(server.error(), nullptr);
}

// No answer of the server escapes the limit.
TEST(ServerErrorTest, EveryAnswerCounts) {
  ServerOptions options;
  options.max_queued_replies = 2000;
  const auto overflows = [&](const std::function<void(PeerBytes&)>& add, PeerBytes peer) {
    for (int i = 0; i < 500; ++i) add(peer);
    const Shown shown = ServeEveryWay(peer, options);
    EXPECT_EQ(shown.error, ErrorCode::kOutputOverflow);
    EXPECT_EQ(shown.state, State::kDisconnecting);
  };
  overflows([](PeerBytes& p) { p.Command(0, "createStream", 1.0, nullptr).Command(0, "deleteStream", 0.0, nullptr, 1.0); },
            PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(0, "connect", 1.0, PeerBytes::ConnectObject()); }, PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(0, "createStream", 1.0, nullptr); }, PeerBytes::Client());
  overflows([](PeerBytes& p) { p.Command(0, "FCPublish", 0.0, nullptr, "cam"); }, PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(0, "nothing", 1.0); }, PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(9, "publish", 0.0, nullptr, "cam"); }, PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(9, "play", 0.0, nullptr, "cam"); }, PeerBytes::Connected());
  overflows([](PeerBytes& p) { p.Command(1, "pause", 0.0, nullptr, true); }, PeerBytes::Play());
  overflows([](PeerBytes& p) { p.Command(1, "receiveAudio", 0.0, nullptr, true); }, PeerBytes::Play());
  overflows([](PeerBytes& p) { p.Command(1, "seek", 0.0, nullptr, 0.0); }, PeerBytes::Play());
  overflows([](PeerBytes& p) { p.Command(1, "closeStream", 0.0, nullptr).Command(1, "publish", 0.0, nullptr, "x"); },
            PeerBytes::Publish());
  overflows([](PeerBytes& p) { p.Control(WindowAcknowledgementSize{1}); }, PeerBytes::Connected());
  overflows([n = 1u](PeerBytes& p) mutable { p.Control(SetPeerBandwidth{++n, LimitType::kHard}); }, PeerBytes::Connected());
}

// Media that the user sends is the user's to bound.
TEST(ServerErrorTest, MediaDoesNotCount) {
  ServerOptions options;
  options.max_queued_replies = 2000;
  ServerConnection server = ServerAfter(PeerBytes::Play(), options);
  const Buffer payload(1000, 1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(server.SendVideo(1, i, payload), absl::OkStatus());
  EXPECT_EQ(server.error(), nullptr);
  EXPECT_GT(server.send_buf().size(), 100000u);
  Shown shown;
  FeedPiece(server, PeerBytes().Event(UserControlType::kPingRequest, 1).bytes(), {}, &shown);
  EXPECT_EQ(server.error(), nullptr);
}

// RTMP-PC-22: off by default; where it is asked for, more than twice the window ends the connection.
TEST(ServerErrorTest, AcknowledgementsThatNeverCome) {
  for (const bool required : {false, true}) {
    ServerOptions options;
    options.window_size = 10000;
    options.require_acknowledgements = required;
    ServerConnection server = ServerAfter(PeerBytes::Play(), options);
    const Buffer payload(1000, 1);
    int sent = 0;
    while (sent < 100 && server.SendVideo(1, sent, payload).ok()) {
      ++sent;
      server.AdvanceSendBuf(server.send_buf().size());
    }
    EXPECT_EQ(sent, required ? 20 : 100);
    ASSERT_EQ(server.error() != nullptr, required);
    if (required) {
      EXPECT_EQ(server.error()->code, ErrorCode::kAckTimeout);
    }
  }
}

TEST(ServerErrorTest, AcknowledgementsThatCome) {
  ServerOptions options;
  options.window_size = 10000;
  options.require_acknowledgements = true;
  ServerConnection server = ServerAfter(PeerBytes::Play(), options);
  const Buffer payload(1000, 1);
  uint32_t sent = 0;
  PeerBytes acks;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(server.SendVideo(1, i, payload).ok()) << i;
    sent += static_cast<uint32_t>(server.send_buf().size());
    server.AdvanceSendBuf(server.send_buf().size());
    PeerBytes ack;
    ack.Control(Acknowledgement{sent});
    Shown shown;
    FeedPiece(server, ack.bytes(), {}, &shown);
  }
  EXPECT_EQ(server.error(), nullptr);
}

}  // namespace
}  // namespace rtmp
