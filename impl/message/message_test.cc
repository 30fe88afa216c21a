#include "impl/message/message.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

// The message in the notation of the transcripts, or the error: one comparable line.
std::string Text(const std::variant<ControlMessage, ProtocolError>& parsed) {
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    return std::string(ErrorCodeName(error->code)) + " at " + std::to_string(error->offset);
  }
  const auto& message = std::get<ControlMessage>(parsed);
  if (const auto* m = std::get_if<SetChunkSize>(&message)) return "SetChunkSize " + std::to_string(m->chunk_size);
  if (const auto* m = std::get_if<Abort>(&message)) return "Abort " + std::to_string(m->chunk_stream_id);
  if (const auto* m = std::get_if<Acknowledgement>(&message)) return "Ack " + std::to_string(m->sequence_number);
  if (const auto* m = std::get_if<WindowAcknowledgementSize>(&message)) return "WindowAckSize " + std::to_string(m->size);
  if (const auto* m = std::get_if<SetPeerBandwidth>(&message)) {
    return "SetPeerBandwidth " + std::to_string(m->size) + " " + std::to_string(static_cast<int>(m->limit_type));
  }
  const auto& event = std::get<UserControlEvent>(message);
  return "event " + std::to_string(event.type) + " " + std::to_string(event.value) + " " + std::to_string(event.buffer_length) +
         " " + ToHex(event.data);
}

std::string Parsed(uint8_t type_id, absl::string_view hex) {
  const Buffer payload = ParseHex(hex).value();
  return Text(ParseControlMessage(type_id, payload));
}

TEST(ControlMessageTest, FieldsAreBigEndian) {  // RTMP 1.0 5.4.1 to 5.4.5
  EXPECT_EQ(Parsed(1, "00001000"), "SetChunkSize 4096");
  EXPECT_EQ(Parsed(2, "00010203"), "Abort 66051");
  EXPECT_EQ(Parsed(3, "ffffff00"), "Ack 4294967040");
  EXPECT_EQ(Parsed(5, "004c4b40"), "WindowAckSize 5000000");
  EXPECT_EQ(Parsed(6, "004c4b40 00"), "SetPeerBandwidth 5000000 0");
  EXPECT_EQ(Parsed(6, "004c4b40 01"), "SetPeerBandwidth 5000000 1");
  EXPECT_EQ(Parsed(6, "004c4b40 02"), "SetPeerBandwidth 5000000 2");
}

TEST(ControlMessageTest, ChunkSizesAreNotJudgedHere) {
  EXPECT_EQ(Parsed(1, "00000000"), "SetChunkSize 0");
  EXPECT_EQ(Parsed(1, "80000080"), "SetChunkSize 2147483776");
}

TEST(ControlMessageTest, TooShortIsAnErrorAndTooLongIsNot) {  // RTMP-PC-13
  for (const uint8_t type_id : {1, 2, 3, 5, 6}) {
    Buffer payload;
    const size_t needed = type_id == 6 ? 5 : 4;
    for (size_t size = 0; size < needed; ++size) {
      EXPECT_EQ(Text(ParseControlMessage(type_id, payload)), "kShortControlMessage at " + std::to_string(size)) << int{type_id};
      payload.push_back(1);
    }
  }
  EXPECT_EQ(Parsed(1, "00001000 ffffffff"), "SetChunkSize 4096");
  EXPECT_EQ(Parsed(6, "00001000 02 ff"), "SetPeerBandwidth 4096 2");
}

TEST(ControlMessageTest, OtherLimitTypesAreErrors) {  // RTMP-PC-29
  for (int limit_type = 3; limit_type < 256; ++limit_type) {
    const Buffer payload = {0, 0, 0x10, 0, static_cast<uint8_t>(limit_type)};
    EXPECT_EQ(Text(ParseControlMessage(6, payload)), "kInvalidLimitType at 4") << limit_type;
  }
}

TEST(UserControlTest, KnownEventsHaveTheirFields) {  // RTMP 1.0 7.1.7
  EXPECT_EQ(Parsed(4, "0000 00000001"), "event 0 1 0 00000001");
  EXPECT_EQ(Parsed(4, "0001 00000001"), "event 1 1 0 00000001");
  EXPECT_EQ(Parsed(4, "0002 00000001"), "event 2 1 0 00000001");
  EXPECT_EQ(Parsed(4, "0003 00000001 00000bb8"), "event 3 1 3000 0000000100000bb8");
  EXPECT_EQ(Parsed(4, "0004 00000001"), "event 4 1 0 00000001");
  EXPECT_EQ(Parsed(4, "0006 ffffffff"), "event 6 4294967295 0 ffffffff");
  EXPECT_EQ(Parsed(4, "0007 00000007"), "event 7 7 0 00000007");
}

TEST(UserControlTest, UnknownEventsAreEventsOfAnyLength) {  // RTMP-UC-15, UC-16
  for (const int type : {5, 8, 25, 26, 27, 31, 32, 33, 0xffff}) {
    Buffer payload = {static_cast<uint8_t>(type >> 8), static_cast<uint8_t>(type)};
    EXPECT_EQ(Text(ParseControlMessage(4, payload)), "event " + std::to_string(type) + " 0 0 ");
    payload.insert(payload.end(), {0xaa, 0xbb, 0xcc, 0xdd, 0xee});
    EXPECT_EQ(Text(ParseControlMessage(4, payload)), "event " + std::to_string(type) + " 0 0 aabbccddee");
  }
}

TEST(UserControlTest, TooShortIsAnErrorAndTooLongIsNot) {  // RTMP-UC-17, UC-18
  EXPECT_EQ(Parsed(4, ""), "kShortControlMessage at 0");
  EXPECT_EQ(Parsed(4, "00"), "kShortControlMessage at 1");
  for (const char* type : {"0000", "0001", "0002", "0003", "0004", "0006", "0007"}) {
    EXPECT_EQ(Parsed(4, type), "kShortControlMessage at 2") << type;
    EXPECT_EQ(Parsed(4, std::string(type) + "aabbcc"), "kShortControlMessage at 5") << type;
  }
  EXPECT_EQ(Parsed(4, "0003 00000001 000000"), "kShortControlMessage at 9");
  EXPECT_EQ(Parsed(4, "0006 00000007 aabb"), "event 6 7 0 00000007aabb");
}

TEST(ControlMessageTest, EncodesWhatItParses) {
  const std::vector<std::pair<uint8_t, absl::string_view>> payloads = {
      {1, "00001000"},
      {2, "00000006"},
      {3, "00000064"},
      {5, "000009c4"},
      {6, "000009c400"},
      {6, "000009c401"},
      {6, "000009c402"},
      {4, "000000000001"},
      {4, "000100000001"},
      {4, "000200000001"},
      {4, "0003000000010000 0bb8"},
      {4, "000400000001"},
      {4, "0006ffffffff"},
      {4, "000700000007"},
      {4, "001f00000001"},
      {4, "ffff"},
  };
  for (const auto& [type_id, hex] : payloads) {
    const Buffer payload = ParseHex(hex).value();
    const auto parsed = ParseControlMessage(type_id, payload);
    Buffer encoded = {0xee};
    EXPECT_EQ(EncodeControlMessage(std::get<ControlMessage>(parsed), &encoded), type_id);
    EXPECT_EQ(ToHex(encoded), "ee" + ToHex(payload));
  }
}

TEST(ControlMessageTest, EncodesOnlyTheFieldsOfAnEvent) {  // RTMP-UC-20
  const Buffer payload = ParseHex("0006 00000007 aabb").value();
  Buffer encoded;
  EncodeControlMessage(std::get<ControlMessage>(ParseControlMessage(4, payload)), &encoded);
  EXPECT_EQ(ToHex(encoded), "000600000007");
}

TEST(MessageTypeTest, Names) {
  EXPECT_EQ(MessageTypeName(1), "SetChunkSize");
  EXPECT_EQ(MessageTypeName(2), "Abort");
  EXPECT_EQ(MessageTypeName(3), "Ack");
  EXPECT_EQ(MessageTypeName(4), "UserControl");
  EXPECT_EQ(MessageTypeName(5), "WindowAckSize");
  EXPECT_EQ(MessageTypeName(6), "SetPeerBandwidth");
  EXPECT_EQ(MessageTypeName(8), "audio");
  EXPECT_EQ(MessageTypeName(9), "video");
  EXPECT_EQ(MessageTypeName(18), "data");
  EXPECT_EQ(MessageTypeName(20), "command");
  for (const uint8_t unnamed : {0, 7, 10, 15, 16, 17, 19, 21, 22, 255}) EXPECT_EQ(MessageTypeName(unnamed), "") << int{unnamed};
  EXPECT_EQ(UserControlTypeName(1), "StreamEOF");
  EXPECT_EQ(UserControlTypeName(7), "PingResponse");
  for (const uint16_t unnamed : {5, 8, 31, 65535}) EXPECT_EQ(UserControlTypeName(unnamed), "") << unnamed;
}

TEST(MessageTypeTest, ControlMessages) {
  for (int type_id = 0; type_id < 256; ++type_id) {
    EXPECT_EQ(IsControlMessage(static_cast<uint8_t>(type_id)), type_id >= 1 && type_id <= 6) << type_id;
  }
}

}  // namespace
}  // namespace rtmp
