#include "fuzz/seeds/server_sessions.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/stream_commands.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

// As ServerSetup numbers start states and policies.
constexpr uint8_t kStarts = 8;
constexpr uint8_t kHandshaken = 1;
constexpr uint8_t kConnected = 2;
constexpr uint8_t kStreamCreated = 3;
constexpr uint8_t kPublishPending = 4;
constexpr uint8_t kPublishing = 5;
constexpr uint8_t kPlaying = 6;
constexpr uint8_t kAccept = 0;
constexpr uint8_t kReject = 1;
constexpr uint8_t kAcceptAndRelay = 3;

struct Message {
  uint8_t type_id;
  uint32_t message_stream_id;
  Buffer payload;
  uint32_t timestamp = 0;
};

template <typename Write>
Message Made(uint32_t message_stream_id, Write write) {
  Message message{20, message_stream_id, {}};
  write(&message.payload);
  return message;
}

Message Raw(uint8_t type_id, uint32_t message_stream_id, absl::string_view hex) {
  return {type_id, message_stream_id, ParseHex(hex).value()};
}

// A command with null and, if there is one, a last value.
Message Call(uint32_t message_stream_id, absl::string_view name, double transaction_id, absl::string_view last_value = "") {
  return Made(message_stream_id, [&](Buffer* out) {
    amf0::Encoder amf(out);
    EncodeCommandHead(name, transaction_id, &amf);
    amf.Null();
    const Buffer value = ParseHex(last_value).value();
    out->insert(out->end(), value.begin(), value.end());
  });
}

Message Connect() {
  return Made(0, [](Buffer* out) {
    ConnectRequest request;
    request.app = "live";
    request.tc_url = "rtmp://h/live";
    request.flash_ver = "seed";
    EncodeConnect(request, out);
  });
}
Message Publish(uint32_t id) {
  return Made(id, [](Buffer* out) {
    PublishCommand publish;
    publish.transaction_id = 5;
    publish.stream_name = "cam";
    EncodePublish(publish, out);
  });
}
Message Play(uint32_t id) {
  return Made(id, [](Buffer* out) {
    PlayCommand play;
    play.stream_name = "cam";
    EncodePlay(play, out);
  });
}
// For as long as a message says, and media at a time.
Message PlayFor(uint32_t id, double seconds) {
  return Made(id, [&](Buffer* out) {
    PlayCommand play;
    play.stream_name = "cam";
    play.duration = seconds;
    play.reset = false;
    EncodePlay(play, out);
  });
}
Message Audio(uint32_t id, uint32_t timestamp) { return {8, id, {0xaf, 1}, timestamp}; }
Message ConnectTo(absl::string_view app, uint32_t caps_ex) {
  return Made(0, [&](Buffer* out) {
    Capabilities capabilities;
    capabilities.caps_ex = caps_ex;
    ConnectRequest request;
    request.app = app;
    request.capabilities = &capabilities;
    EncodeConnect(request, out);
  });
}
Message Delete(uint32_t id) {
  return Made(0, [&](Buffer* out) { EncodeDeleteStream(0, id, out); });
}

constexpr absl::string_view kTrue = "01 01";
constexpr absl::string_view kFalse = "01 00";
constexpr absl::string_view kName = "02 0003 63616d";

struct Session {
  absl::string_view name;
  uint8_t start;
  uint8_t policy;
  std::vector<Message> messages;
};

std::vector<Session> Sessions() {
  return {
      {"commands before connect", kHandshaken, kAccept, {Call(0, "createStream", 2), Publish(1), Call(0, "close", 0), Connect()}},
      {"connect twice", kHandshaken, kAccept, {Connect(), Connect()}},
      {"connect without app", kHandshaken, kAccept, {Call(0, "connect", 1, "03 0003 617070 05 000009")}},
      {"control messages",
       kHandshaken,
       kAccept,
       {Raw(5, 0, "00000001"), Raw(6, 0, "000f4240 00"), Raw(6, 0, "000f4240 02"), Raw(6, 0, "00000001 01"),
        Raw(6, 0, "00000001 09"), Raw(3, 0, "00000fff"), Raw(4, 0, "0006 00000007"), Raw(4, 0, "0003 00000001 00000bb8"),
        Raw(4, 0, "001f 00000001"), Raw(4, 0, "0006"), Raw(2, 0, "00000003"), Raw(5, 0, "00")}},
      {"type 17",
       kHandshaken,
       kAccept,
       {Raw(17, 0, "00 02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0001 61 000009"), Raw(17, 0, "03"),
        Raw(17, 0, "")}},
      {"de facto commands",
       kConnected,
       kAccept,
       {Call(0, "releaseStream", 2, kName), Call(0, "FCPublish", 3, kName), Call(0, "getStreamLength", 4, kName),
        Call(0, "_checkbw", 5), Call(0, "FCSubscribe", 6, kName), Call(0, "noSuchMethod", 7), Call(0, "_result", 8),
        Call(1, "onStatus", 0)}},
      {"many streams",
       kConnected,
       kAccept,
       {Call(0, "createStream", 2), Call(0, "createStream", 3), Call(0, "createStream", 4), Delete(2), Publish(3), Play(1),
        Delete(3), Delete(9)}},
      {"publish and play refused", kStreamCreated, kReject, {Publish(9), Play(0), Publish(1), Play(1)}},
      {"publish without a name",
       kStreamCreated,
       kAccept,
       {Call(1, "publish", 0), Call(1, "publish", 0, kFalse), Call(1, "play", 0)}},
      {"taken back", kPublishPending, kAccept, {Raw(8, 1, "af01"), Call(1, "closeStream", 0), Publish(1), Delete(1)}},
      {"media",
       kPublishing,
       kAccept,
       {Raw(18, 1, "02 000d 40736574446174614672616d65 02 000a 6f6e4d65746144617461 03 000009"), Raw(8, 1, "af00"),
        Raw(9, 1, "17"), Raw(9, 1, ""), Raw(18, 1, "00 01 02 03"), Raw(8, 2, "af"), Raw(22, 1, "00"), Raw(15, 1, "00"),
        Raw(99, 1, "00")}},
      {"unpublish", kPublishing, kAccept, {Call(0, "FCUnpublish", 3, kName), Publish(1), Call(1, "closeStream", 0), Delete(1)}},
      {"publish to oneself",
       kPublishing,
       kAcceptAndRelay,
       {Call(0, "createStream", 4), Play(2), Raw(8, 1, "af01"), Raw(9, 1, "27"), Raw(18, 1, "02 0001 61"), Raw(8, 1, "")}},
      {"player",
       kPlaying,
       kAccept,
       {Call(1, "receiveAudio", 0, kFalse), Call(1, "receiveAudio", 0, kTrue), Call(1, "receiveVideo", 0, kFalse),
        Call(1, "pause", 0, kTrue), Call(1, "pauseRaw", 0, kFalse), Call(1, "seek", 0, "00 0000000000000000"),
        Call(1, "play2", 0), Play(1), Call(1, "closeStream", 0), Call(0, "close", 0), Connect()}},
      {"a player's faults",
       kPlaying,
       kAccept,
       {Call(1, "receiveAudio", 0), Call(1, "pause", 0), Call(1, "seek", 0),
        Call(1, "play2", 0, "03 000a 73747265616d4e616d65 02 0001 73 000009"), Call(1, "receiveVideo", 0, kTrue),
        Call(1, "createStream", 2)}},
      {"a play that ends",
       kPublishing,
       kAcceptAndRelay,
       {Call(0, "createStream", 4), PlayFor(2, 1), Audio(1, 0), Audio(1, 500), Audio(1, 1000), Audio(1, 1500), PlayFor(2, 0)}},
      {"switched off",
       kPublishing,
       kAcceptAndRelay,
       {Call(0, "createStream", 4), Play(2), Call(2, "receiveAudio", 0, kFalse), Call(2, "receiveVideo", 0, kFalse), Audio(1, 1),
        Raw(9, 1, "27"), Call(2, "receiveAudio", 0, kTrue), Call(2, "receiveVideo", 0, kTrue), Call(2, "pause", 0, kTrue),
        Audio(1, 2), Raw(9, 1, "27"), Raw(9, 1, "")}},
      {"an application with a query", kHandshaken, kAcceptAndRelay, {ConnectTo("live/?token=1", 1)}},
      {"the second application", kHandshaken, kAcceptAndRelay, {ConnectTo("live", 0)}},
      {"no such application", kHandshaken, kAcceptAndRelay, {ConnectTo("lives//", 15), Connect()}},
      {"aggregate",
       kPublishing,
       kAccept,
       {Raw(22, 1,
            "08 000002 000064 00 000000 af01 0000000d 12 000004 000078 00 000000 02000161 0000000f 01 000004 000078 00 000000 "
            "00000001"
            "0000000f 09 000001 000079 00 000000 27 0000000c 08 ffffff")}},
      {"shared objects",
       kConnected,
       kAccept,
       {Raw(19, 0, "0004 63686174 00000003 00000002 00000000 01 00000000"),
        Raw(16, 0, "00 0004 63686174 00000003 00000000 00000000"), Raw(16, 0, "03"), Raw(16, 0, ""), Raw(19, 0, "00")}},
      {"AMF3 inside",
       kPublishing,
       kAccept,
       {Raw(17, 0, "00 02 0001 78 00 3ff0000000000000 11 090501 0603 61 0600"),
        Raw(15, 1, "00 02 0001 61 11 090501 0603 61 0600"), Raw(18, 1, "02 0001 61 11 110300 0a0b0101 0401"),
        Raw(18, 1, "0c 0000000d 40736574446174614672616d65 02 0001 61"),
        Raw(17, 0, "00 02 0001 78 00 3ff0000000000000 11 110300 0a0b0101 0401")}},
      {"FCUnpublish of another",
       kPublishing,
       kAccept,
       {Call(0, "FCUnpublish", 0, "02 0001 78"), Call(1, "FCUnpublish", 0), Call(9, "FCUnpublish", 0)}},
      {"errors", kConnected, kAccept, {Raw(20, 0, "05")}},
      {"window of nothing", kConnected, kAccept, {Raw(5, 0, "000000")}},
  };
}

}  // namespace

void AddCapturedSession(const std::string& name, Bytes from_client, CorpusWriter& writer) {
  // flags, number of sizes, sizes; the start state comes first, see server_connection_fuzzer.cc.
  writer.Add("server_connection", from_client.subspan(0, kHandshakeSize + 1000), {0, kAccept, 1, 1, 0}, name);
  if (from_client.size() <= kHandshakeSize) return;
  const Bytes stream = from_client.subspan(kHandshakeSize);
  for (size_t length : {size_t{600}, size_t{2000}, size_t{8000}}) {
    const Bytes beginning = stream.subspan(0, length);
    writer.Add("server_connection", beginning, {kHandshaken, kAcceptAndRelay, 0, 3, 1, 0, 100},
               absl::StrCat(name, " +", kHandshakeSize, " ", beginning.size(), " bytes"));
  }
  writer.Add("server_connection", stream.subspan(0, 2000), {kHandshaken, kReject, 3, 0}, absl::StrCat(name, ", rejected"));
}

void AddHandmadeSessions(CorpusWriter& writer) {
  for (const Session& session : Sessions()) {
    ChunkEncoder encoder;
    Buffer bytes;
    for (const Message& message : session.messages) {
      RawMessage raw;
      raw.chunk_stream_id = message.type_id <= 6 ? 2 : message.type_id == 8 || message.type_id == 9 ? 6 : 8;
      raw.type_id = message.type_id;
      raw.message_stream_id = message.message_stream_id;
      raw.timestamp = message.timestamp;
      raw.payload = message.payload;
      encoder.Encode(raw, &bytes);
    }
    const std::string name(session.name);
    writer.Add("server_connection", bytes, {session.start, session.policy, 1, 0}, name);
    writer.Add("server_connection", bytes, {session.start, session.policy, 0x5c, 2, 7, 31},
               absl::StrCat(name, ", narrow limits"));
    writer.Add("server_connection", bytes, {session.start, session.policy, 33, 1, 0}, absl::StrCat(name, ", two applications"));
    // The same messages in the other states.
    for (uint8_t start = kHandshaken; start < kStarts; ++start) {
      writer.Add("server_connection", bytes, {start, kAccept, 3, 0}, absl::StrCat(name, ", start ", start));
    }
  }
  for (const char* hex : {"47", "03", "ff", "00"}) {
    writer.Add("server_connection", ParseHex(hex).value(), {0, 0, 0, 0}, absl::StrCat("C0 ", hex));
  }
}

}  // namespace rtmp
