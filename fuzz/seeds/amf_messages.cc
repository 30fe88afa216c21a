#include "fuzz/seeds/amf_messages.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "fuzz/seeds/media_messages.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

struct Handmade {
  const char* name;
  const char* hex;  // see ParseHex
};

constexpr Handmade kAmf0[] = {
    {"numbers", "00 8000000000000000 00 7ff8000000000001 00 7ff0000000000000 00 0000000000000001"},
    {"booleans", "01 00 01 01 01 02 01 ff"},
    {"strings", "02 0000 02 0006 e697a5e69cac 02 0002 c080 0c 00000003 616263 0f 00000004 3c612f3e"},
    {"simple values", "05 06 0d 0b 4271ed8a777a0000 fde4"},
    {"objects", "03 000009 03 0001 61 03 0001 62 05 000009 0001 63 06 000009"},
    {"empty name", "03 0000 05 0001 61 05 000009"},
    {"duplicate names", "03 0001 61 05 0001 61 06 000009"},
    {"ECMA count 0", "08 00000000 0001 61 05 0001 62 05 000009 05"},
    {"ECMA count 99", "08 00000063 0001 61 05 000009 05"},
    {"ECMA without end", "08 00000001 0001 61 08 00000001 0001 62 05"},
    {"strict arrays", "0a 00000002 0a 00000001 05 0a 00000000 0a 00000001 08 00000000"},
    {"typed object", "10 0003 466f6f 0001 61 10 0000 000009 000009"},
    {"cycle of references", "03 0001 61 07 0000 0001 62 0a 00000002 07 0000 07 0001 000009 07 0001"},
    {"reference ahead", "03 000009 07 0001"},
    {"AMF3 value", "05 11 0a0b0143"},
    {"AMF3 value in an object", "03 0001 61 11 05 000009"},
    {"movie clip", "04"},
    {"record set", "03 0001 61 0e 000009"},
    {"object end outside", "09"},
    {"object end as an element", "0a 00000001 09"},
    {"object end behind a name", "03 0001 61 09"},
    {"object without end", "03 0001 61 05"},
    {"long string of 4 GiB", "0c ffffffff 616263"},
    {"strict array of 4 G", "0a ffffffff 05"},
    {"ECMA array of 4 G", "08 ffffffff 0001 61 05"},
    {"five deep", "03 0001 61 0a 00000001 08 00000001 0001 62 10 0000 0001 63 03 000009 000009 000009 000009"},
    {"twelve values", "05 05 05 05 05 05 05 05 05 05 05 05"},
    {"four zeros", "00 01 02 03"},
};

// name, transaction id and what stands behind them.
constexpr Handmade kCommands[] = {
    {"connect without an object", "02 0007 636f6e6e656374 00 3ff0000000000000"},
    {"connect with null", "02 0007 636f6e6e656374 00 3ff0000000000000 05"},
    {"connect with a number for app", "02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 00 3ff0000000000000 000009"},
    {"connect with an ECMA array", "02 0007 636f6e6e656374 00 3ff0000000000000 08 00000000 0003 617070 02 0001 61 000009"},
    {"publish record", "02 0007 7075626c697368 00 0000000000000000 05 02 0001 73 02 0006 7265636f7264"},
    {"publish without a name", "02 0007 7075626c697368 00 0000000000000000 05"},
    {"play with everything", "02 0004 706c6179 00 0000000000000000 05 02 0001 73 00 bff0000000000000 00 4000000000000000 01 00"},
    {"play reset by number",
     "02 0004 706c6179 00 0000000000000000 05 02 0001 73 00 7ff8000000000000 00 bff0000000000000 00 3ff0000000000000"},
    {"deleteStream NaN", "02 000c 64656c65746553747265616d 00 0000000000000000 05 00 7ff8000000000000"},
    {"receiveAudio", "02 000c 72656365697665417564696f 00 0000000000000000 05 01 00"},
    {"pause", "02 0005 7061757365 00 0000000000000000 05 01 01 00 4092c00000000000"},
    {"seek", "02 0004 7365656b 00 0000000000000000 05 00 4092c00000000000"},
    {"onStatus with a reference for information", "02 0008 6f6e537461747573 00 0000000000000000 03 000009 07 0000"},
    {"connect with what it can do",
     "02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0001 61 000a 666f757243634c697374 0a 00000003 02 0004 61766331"
     "02 0001 2a 02 0002 6162 0012 766964656f466f75724363496e666f4d6170 03 0004 68766331 00 4010000000000000 0001 2a 00"
     "3ff0000000000000 0004 61763031 01 01 0004 76703039 00 bff0000000000000 0004 76703038 00 3fe0000000000000 0002 6162 00"
     "3ff0000000000000 0004 76766331 00 4200000000000000 000009 0012 617564696f466f75724363496e666f4d6170 0a 00000001 05 0006"
     "636170734578 00 402e000000000000 000009"},
    {"connect with flags that are none",
     "02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0001 61 000a 666f757243634c697374 03 0001 30 02 0004 61766331"
     "0001 31 05 000009 0006 636170734578 02 0001 31 000009"},
    {"play2",
     "02 0005 706c617932 00 0000000000000000 05 03 000a 73747265616d4e616d65 02 0001 73 0005 7374617274 00 3ff0000000000000 0003"
     "6c656e 00 4000000000000000 000009"},
    {"play2 with nothing to play", "02 0005 706c617932 00 0000000000000000 05 03 000a 73747265616d4e616d65 02 0000 000009"},
    {"play with undefined arguments", "02 0004 706c6179 00 0000000000000000 05 02 0001 73 06 05 00 7ff8000000000000"},
    {"play reset NaN", "02 0004 706c6179 00 0000000000000000 05 02 0001 73 05 05 00 7ff8000000000000"},
    {"receiveAudio NaN", "02 000c 72656365697665417564696f 00 0000000000000000 05 00 7ff8000000000000"},
    {"publish append", "02 0007 7075626c697368 00 0000000000000000 05 02 0001 73 02 0006 617070656e64"},
    {"connect with two faults", "02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 05 0005 746355726c 05 000009"},
    {"an AMF3 argument", "02 0005 70617573 65 00 0000000000000000 05 11 03 11 0401"},
    {"no name", "05 00 3ff0000000000000"},
    {"no transaction id", "02 0001 78"},
    {"transaction id NaN", "02 0001 78 00 7ff8000000000000 05"},
};

constexpr Handmade kData[] = {
    {"data with an AMF3 value", "02 0001 61 11 090501 0603 61 0600"},
    {"data with a name in AMF3", "11 0603 61 05"},
    {"data with a dictionary that AMF0 has not", "02 0001 61 11 110300 0a0b0101 0401"},
    {"@setDataFrame as a long string", "0c 0000000d 40736574446174614672616d65 02 0001 61"},
};

// The type id is the first byte here and the option at the end of the seed.
constexpr Handmade kControl[] = {
    {"SetChunkSize", "01 00001000"},
    {"SetChunkSize of three bytes", "01 000010"},
    {"Abort", "02 00000006"},
    {"Acknowledgement", "03 ffffffff"},
    {"WindowAcknowledgementSize, too long", "05 004c4b40 ff"},
    {"SetPeerBandwidth hard", "06 004c4b40 00"},
    {"SetPeerBandwidth soft", "06 004c4b40 01"},
    {"SetPeerBandwidth dynamic", "06 004c4b40 02"},
    {"SetPeerBandwidth 3", "06 004c4b40 03"},
    {"SetPeerBandwidth without a limit type", "06 004c4b40"},
    {"StreamBegin", "04 0000 00000001"},
    {"StreamEOF", "04 0001 00000001"},
    {"StreamDry", "04 0002 00000001"},
    {"SetBufferLength", "04 0003 00000001 00000bb8"},
    {"SetBufferLength, cut", "04 0003 00000001"},
    {"StreamIsRecorded", "04 0004 00000001"},
    {"PingRequest", "04 0006 00000007"},
    {"PingRequest of 20 bytes", "04 0006 00000007 000102030405060708090a0b0c0d"},
    {"PingResponse", "04 0007 00000007"},
    {"SWFVerify request", "04 001a"},
    {"buffer empty", "04 001f 00000001"},
    {"user control without a type", "04 00"},
    {"audio", "08 af00"},
};

bool Parse(const Handmade& seed, Buffer* bytes) {
  auto parsed = ParseHex(seed.hex);
  if (!parsed.ok()) {
    std::fprintf(stderr, "%s: %s\n", seed.name, parsed.status().ToString().c_str());
    return false;
  }
  *bytes = *std::move(parsed);
  return true;
}

constexpr auto kCommandAmf0 = static_cast<uint8_t>(MessageType::kCommandAmf0);
constexpr auto kDataAmf0 = static_cast<uint8_t>(MessageType::kDataAmf0);

void AddAmf0(Bytes payload, const std::string& source, CorpusWriter& writer) {
  writer.Add("amf0", payload, {0}, source);
  writer.Add("amf_differential", payload, {}, source);
}

// Options as message_fuzzer.cc takes them: start (Publishing, connected), policy, type, message stream, timestamp, chunk size.
void AddMessage(uint8_t type_id, Bytes payload, const std::string& source, CorpusWriter& writer) {
  writer.Add("message", payload, {5, 0, type_id, 1, 0, 0, 0, 40, 9}, source);
  if (type_id == kCommandAmf0 || type_id == kDataAmf0) {
    // The same in types 17 and 15, behind their byte.
    Buffer amf3 = {0};
    amf3.insert(amf3.end(), payload.begin(), payload.end());
    const auto of_amf3 = static_cast<uint8_t>(type_id == kCommandAmf0 ? MessageType::kCommandAmf3 : MessageType::kDataAmf3);
    writer.Add("message", amf3, {5, 0, of_amf3, 1, 0, 0, 0, 40, 9}, absl::StrCat(source, ", type ", of_amf3));
  }
  if (type_id == kCommandAmf0) writer.Add("message", payload, {1, 1, type_id, 0, 0, 0, 0, 0, 30}, source);
}

void AddControl(uint8_t type_id, Bytes payload, const std::string& source, CorpusWriter& writer) {
  writer.Add("protocol_control", payload, {type_id}, source);
  if (type_id == static_cast<uint8_t>(MessageType::kUserControl)) writer.Add("user_control", payload, {}, source);
  AddMessage(type_id, payload, source, writer);
}

void AddCommand(Bytes payload, const std::string& source, CorpusWriter& writer) {
  writer.Add("command", payload, {}, source);
  AddAmf0(payload, source, writer);
  AddMessage(kCommandAmf0, payload, source, writer);
}

}  // namespace

void AddPlayedMessages(const std::string& name, Bytes chunk_stream, CorpusWriter& writer) {
  constexpr size_t kLongest = 2000;
  ChunkDecoder decoder;
  RawMessage message;
  while (decoder.Next(chunk_stream, &message) == ChunkDecoder::Result::kMessage) {
    const std::string source = absl::StrCat(name, " ", MessageTypeName(message.type_id));
    if (message.payload.size() > kLongest) continue;
    if (message.type_id == kCommandAmf0) {
      AddCommand(message.payload, source, writer);
    } else if (message.type_id == kDataAmf0) {
      AddAmf0(message.payload, source, writer);
      AddMessage(message.type_id, message.payload, source, writer);
    } else if (message.type_id == static_cast<uint8_t>(MessageType::kAudio) ||
               message.type_id == static_cast<uint8_t>(MessageType::kVideo)) {
      AddCapturedMedia(message.type_id, message.payload, source, writer);
    } else if (IsControlMessage(message.type_id)) {
      AddControl(message.type_id, message.payload, source, writer);
    } else {
      AddMessage(message.type_id, message.payload, source, writer);
    }
  }
}

bool AddHandmadeMessages(CorpusWriter& writer) {
  Buffer bytes;
  for (const Handmade& seed : kData) {
    if (!Parse(seed, &bytes)) return false;
    AddMessage(kDataAmf0, bytes, seed.name, writer);
  }
  for (const Handmade& seed : kAmf0) {
    if (!Parse(seed, &bytes)) return false;
    AddAmf0(bytes, seed.name, writer);
    writer.Add("amf0", bytes, {3}, absl::StrCat(seed.name, ", narrow limits"));
  }
  for (const Handmade& seed : kCommands) {
    if (!Parse(seed, &bytes)) return false;
    AddCommand(bytes, seed.name, writer);
  }
  for (const Handmade& seed : kControl) {
    if (!Parse(seed, &bytes)) return false;
    AddControl(bytes[0], Bytes(bytes).subspan(1), seed.name, writer);
  }
  return true;
}

}  // namespace rtmp
