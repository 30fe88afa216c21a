// A user control event that parses keeps its type and all bytes behind it, is written as it came, up to bytes that it has no
// field for; and a server answers it, a ping by its timestamp, and else with nothing.
#include "fuzz/support/chunk_messages.h"
#include "fuzz/support/server_session.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/message/message.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes payload(data, size);
  const auto type = static_cast<uint8_t>(MessageType::kUserControl);
  const auto parsed = ParseControlMessage(type, payload);
  const auto* error = std::get_if<ProtocolError>(&parsed);
  UserControlEvent event;
  if (error == nullptr) {
    event = std::get<UserControlEvent>(std::get<ControlMessage>(parsed));
    FUZZ_CHECK_EQ(event.type, data[0] * 256 + data[1]);
    FUZZ_CHECK_EQ(event.data, payload.subspan(2));
    Buffer encoded;
    EncodeControlMessage(event, &encoded);
    FUZZ_CHECK(encoded.size() <= payload.size() && Bytes(encoded) == payload.subspan(0, encoded.size()));
  } else {
    FUZZ_CHECK(error->code == ErrorCode::kShortControlMessage && error->offset == payload.size() && payload.size() < 10);
  }

  ServerSetup setup;
  setup.start = ServerSetup::kHandshaken;
  OwnedMessage message{2, 0, type, 0, Buffer(payload.begin(), payload.end())};
  Buffer stream;
  ChunkEncoder().Encode(message.raw(), &stream);
  static const size_t handshake = Serve(setup, {}, Cuts::None()).output.size();
  const Shown shown = Serve(setup, stream, Cuts::None());
  FUZZ_CHECK(!shown.error.has_value());  // what nobody can read changes nothing
  const DecodedMessages answers = DecodeMessages({}, Bytes(shown.output).subspan(handshake), Cuts::None());
  const bool ping = error == nullptr && event.type == static_cast<uint16_t>(UserControlType::kPingRequest);
  FUZZ_CHECK_EQ(answers.messages.size(), size_t{ping});
  if (ping) {
    FUZZ_CHECK_EQ(answers.messages[0].payload[1], static_cast<uint8_t>(UserControlType::kPingResponse));
    FUZZ_CHECK_EQ(Bytes(answers.messages[0].payload).subspan(2, 4), payload.subspan(2, 4));
  }
  return 0;
}

}  // namespace rtmp
