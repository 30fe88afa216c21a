// What bench/linear_work doubles: each case runs on an input of one size and of twice that, counted by callgrind. Prints a line a
// case: name and the smaller size. An input is what a hostile peer would send, within the limits or with the limits set higher.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/support/chunk_floods.h"
#include "bench/support/counted.h"
#include "bench/support/media_mix.h"
#include "bench/support/session.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/from_amf3.h"
#include "impl/amf3/decoder.h"
#include "impl/amf3/encoder.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/command.h"
#include "impl/command/stream_commands.h"
#include "impl/io/relay.h"
#include "impl/message/aggregate.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

constexpr size_t kMuch = size_t{1} << 30;
constexpr amf0::Limits kNoAmf0Limits = {kMuch, kMuch, kMuch};
constexpr amf3::Limits kNoAmf3Limits = {kMuch, kMuch};

void Require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "a case does not do its work: %s\n", what);
  std::exit(1);
}

// `make` turns a size into an input, `run` works through it.
template <typename Make, typename Run>
void Case(const std::string& name, size_t size, Make make, Run run) {
  run(make(size));  // what happens once in a program is no part of it
  for (const size_t times : {1, 2}) {
    const auto input = make(times * size);
    Count(absl::StrCat(name, "/", times).c_str(), [&] { run(input); });
  }
  std::printf("%s %zu\n", name.c_str(), size);
}

// ---- AMF ----------------------------------------------------------------------------------------------------------------------

// Everything that this project does with AMF0 values.
void Amf0(const Buffer& bytes) {
  amf0::Values values, again;
  Require(!amf0::Decode(bytes, kNoAmf0Limits, &values).has_value(), "AMF0 does not decode");
  Buffer copy, expanded;
  amf0::Encoder(&copy).Copy(values);
  amf0::Decode(copy, kNoAmf0Limits, &again);
  Require(amf0::Equal(values, again), "an AMF0 copy differs");
  amf0::ExpandAmf3(values, kNoAmf0Limits, &expanded);
  Use(copy.size() + expanded.size() + amf0::ToText(values, bytes.size()).size());
}

// The same for AMF3. Expansion to AMF0 writes texts out that AMF3 refers to, so it is held by its limit.
void Amf3(const Buffer& bytes) {
  amf3::Values values, again;
  size_t consumed = 0;
  Require(!amf3::Decode(bytes, kNoAmf3Limits, &values, &consumed).has_value(), "AMF3 does not decode");
  Buffer copy, expanded;
  amf3::Encoder(&copy).Copy(values);
  amf3::Decode(copy, kNoAmf3Limits, &again, &consumed);
  Require(amf3::Equal(values, again), "an AMF3 copy differs");
  Use(copy.size() + amf3::ToText(values, bytes.size()).size());
  Buffer avm_plus;
  amf0::Encoder(&avm_plus).AvmPlus(ToStringView(bytes));
  amf0::Values holder;
  const amf0::Limits limits = {kMuch, kMuch, 2 * bytes.size()};
  amf0::Decode(avm_plus, limits, &holder);
  amf0::ExpandAmf3(holder, limits, &expanded);
  Use(expanded.size());
}

template <typename Write>
auto Amf0Of(Write write) {
  return [write](size_t n) {
    Buffer bytes;
    amf0::Encoder encoder(&bytes);
    write(encoder, n);
    return bytes;
  };
}
template <typename Write>
auto Amf3Of(Write write) {
  return [write](size_t n) {
    Buffer bytes;
    amf3::Encoder encoder(&bytes);
    write(encoder, n);
    return bytes;
  };
}

void Amf0Cases() {
  // One large object, and as many bytes of references to it.
  Case("amf0_references", 8000, Amf0Of([](amf0::Encoder& amf, size_t n) {
         amf.BeginStrictArray(static_cast<uint32_t>(n + 1));
         amf.BeginObject();
         for (size_t i = 0; i < n; ++i) amf.Property(absl::StrCat("name", i), true);
         amf.EndObject();
         for (size_t i = 0; i < n; ++i) amf.Reference(1);
       }),
       Amf0);
  Case("amf0_nested", 8000, Amf0Of([](amf0::Encoder& amf, size_t n) {
         for (size_t i = 0; i < n; ++i) {
           amf.BeginObject();
           amf.Key("a");
         }
         amf.Null();
         for (size_t i = 0; i < n; ++i) amf.EndObject();
       }),
       Amf0);
  Case("amf0_wide", 8000, Amf0Of([](amf0::Encoder& amf, size_t n) {
         amf.BeginObject();
         for (size_t i = 0; i < n; ++i) amf.Property("a", 1.0);
         amf.EndObject();
       }),
       Amf0);
  Case("amf0_values", 16000, Amf0Of([](amf0::Encoder& amf, size_t n) {
         for (size_t i = 0; i < n; ++i) amf.Null();
       }),
       Amf0);
  Case("amf0_avm_plus", 4000, Amf0Of([](amf0::Encoder& amf, size_t n) {
         for (size_t i = 0; i < n; ++i) amf.AvmPlus(absl::string_view("\x0a\x0b\x01\x03p\x01\x01", 7));
       }),
       Amf0);
}

void Amf3Cases() {
  Case("amf3_object_references", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginArray(static_cast<uint32_t>(n + 1));
         amf.EndKeys();
         amf.BeginObject("", {}, /*dynamic=*/true);
         for (size_t i = 0; i < n; ++i) {
           amf.Key(absl::StrCat("name", i));
           amf.Boolean(true);
         }
         amf.EndKeys();
         for (size_t i = 0; i < n; ++i) amf.Reference(amf3::Type::kObject, 1);
       }),
       Amf3);
  Case("amf3_string_references", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginArray(static_cast<uint32_t>(n));
         amf.EndKeys();
         for (size_t i = 0; i < n; ++i) amf.String(std::string(n, 's'));
       }),
       Amf3);
  // Two texts that are the same and no references to each other, referred to in turn.
  Case(
      "amf3_equal_strings", 4000,
      [](size_t n) {
        Buffer bytes;
        amf3::Encoder amf(&bytes);
        amf.BeginArray(static_cast<uint32_t>(2 * n));
        amf.EndKeys();
        amf.String(std::string(n, 's'));
        const Buffer text(bytes.end() - static_cast<std::ptrdiff_t>(n) - 3, bytes.end());
        for (const uint8_t byte : text) bytes.push_back(byte);
        for (size_t i = 2; i < 2 * n; ++i) {
          bytes.push_back(static_cast<uint8_t>(amf3::Type::kString));
          bytes.push_back(static_cast<uint8_t>(i % 2 << 1));
        }
        return bytes;
      },
      Amf3);
  Case("amf3_name_references", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginObject("", {}, /*dynamic=*/true);
         for (size_t i = 0; i < n; ++i) {
           amf.Key(std::string(n, 'k'));
           amf.Null();
         }
         amf.EndKeys();
       }),
       Amf3);
  // A class with a long name and no members; 0x0a 0x01 is one more object of it.
  Case("amf3_trait_references", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginVectorObject(static_cast<uint32_t>(n), "");
         amf.BeginObject(std::string(n, 'c'), {}, /*dynamic=*/false);
         for (size_t i = 1; i < n; ++i) amf.Reference(amf3::Type::kObject, 0x00);
       }),
       [](Buffer bytes) {
         // The encoder writes no references to traits: 0x0a 0x00 becomes 0x0a 0x01.
         for (size_t i = bytes.size(); i >= 2 && bytes[i - 2] == 0x0a && bytes[i - 1] == 0x00; i -= 2) bytes[i - 1] = 0x01;
         Amf3(bytes);
       });
  // A class with many long names, and objects of it.
  Case("amf3_sealed_names", 100, Amf3Of([](amf3::Encoder& amf, size_t n) {
         std::vector<std::string> names;
         for (size_t i = 0; i < 50; ++i) names.push_back(absl::StrCat(std::string(4 * n, 'n'), i));
         const std::vector<absl::string_view> sealed(names.begin(), names.end());
         amf.BeginArray(static_cast<uint32_t>(n));
         amf.EndKeys();
         for (size_t i = 0; i < n; ++i) {
           amf.BeginObject("", sealed, /*dynamic=*/false);
           for (size_t j = 0; j < sealed.size(); ++j) amf.Null();
         }
       }),
       Amf3);
  Case("amf3_byte_array_references", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginArray(static_cast<uint32_t>(n));
         amf.EndKeys();
         amf.ByteArray(std::string(n, 'b'));
         for (size_t i = 1; i < n; ++i) amf.Reference(amf3::Type::kByteArray, 1);
       }),
       Amf3);
  Case("amf3_nested", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         for (size_t i = 0; i < n; ++i) {
           amf.BeginArray(1);
           amf.EndKeys();
         }
         amf.Null();
       }),
       Amf3);
  Case("amf3_nested_objects", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         for (size_t i = 0; i < n; ++i) amf.BeginObject("", {"a"}, /*dynamic=*/false);
         amf.Null();
       }),
       Amf3);
  Case("amf3_wide", 8000, Amf3Of([](amf3::Encoder& amf, size_t n) {
         amf.BeginObject("", {}, /*dynamic=*/true);
         for (size_t i = 0; i < n; ++i) {
           amf.Key(absl::StrCat("name", i));
           amf.Double(1);
         }
         amf.EndKeys();
       }),
       Amf3);
}

// ---- chunks -------------------------------------------------------------------------------------------------------------------

auto DecodeInPieces(size_t piece) {
  return [piece](const Buffer& stream) {
    ChunkDecoder decoder;
    for (Bytes rest = stream; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
      Bytes input = rest.subspan(0, piece);
      RawMessage message;
      while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) Use(message.payload.size());
    }
    Require(!decoder.error().has_value(), "chunks do not decode");
  };
}

void ChunkCases() {
  Case("message_chunk_128", 512 * 1024, OneMessage(128), DecodeInPieces(kPiece));
  Case("message_chunk_1", 100 * 1000, OneMessage(1), DecodeInPieces(kPiece));
  Case("message_by_the_byte", 100 * 1000, OneMessage(128), DecodeInPieces(1));
  Case(
      "message_encode_128", 512 * 1024, [](size_t n) { return Buffer(n, 0x5a); },
      [](const Buffer& payload) {
        Buffer out;
        ChunkEncoder().Encode(Message(6, 9, 1, payload), &out);
        Use(out.size());
      });
  Case(
      "half_open_chunk_streams", 5000, [](size_t n) { return Interleaved(n, 1000, 64, /*whole=*/false); },
      DecodeInPieces(kPiece));
  Case(
      "two_chunk_streams", 512 * 1024, [](size_t n) { return Interleaved(2, n / 2, 6, /*whole=*/true); }, DecodeInPieces(kPiece));
  Case(
      "abort_and_begin_again", 5000,
      [](size_t n) {
        Buffer stream, id;
        EncodeControlMessage(Abort{6}, &id);
        for (size_t i = 0; i < n; ++i) {
          const Buffer begin = Interleaved(1, 60000, 6, /*whole=*/false);
          stream.insert(stream.end(), begin.begin(), begin.begin() + 12 + 128);
          ChunkEncoder().Encode(Message(2, 2, 0, id), &stream);
        }
        return stream;
      },
      DecodeInPieces(kPiece));
}

// ---- sessions -----------------------------------------------------------------------------------------------------------------

struct Flood {
  Buffer begin = ClientToPublish();
  Buffer bytes;
};

// Floods of one message.
auto FloodOf(uint8_t type_id, const Buffer& payload) {
  return [type_id, payload](size_t n) {
    Flood flood;
    ChunkEncoder encoder;
    for (size_t i = 0; i < n; ++i) encoder.Encode(Message(5, type_id, type_id == 18 ? 1 : 0, payload), &flood.bytes);
    return flood;
  };
}

// Feeds it in pieces; what is answered waits to the end and is then taken `drain` bytes at a time.
auto Feed(size_t piece, size_t drain, ServerOptions options = {}) {
  options.max_queued_replies = kMuch;
  return [piece, drain, options](const Flood& flood) {
    ServerConnection server(options);
    Serve(server, flood.begin);
    for (Bytes rest = flood.bytes; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
      Bytes input = rest.subspan(0, piece);
      for (;;) {
        const absl::StatusOr<Event> event = server.NextEvent(input);
        Require(event.ok(), event.ok() ? "" : std::string(event.status().message()).c_str());
        if (IsNeedBytes(*event)) break;
        Use(event->index());
      }
    }
    while (!server.send_buf().empty()) server.AdvanceSendBuf(drain);
  };
}

Buffer CommandPayload(absl::string_view name) {
  Buffer payload;
  amf0::Encoder encoder(&payload);
  EncodeCommandHead(name, 7, &encoder);
  encoder.Null();
  return payload;
}

void FloodCases() {
  const auto control = [](const ControlMessage& message) {
    Buffer payload;
    const uint8_t type_id = EncodeControlMessage(message, &payload);
    return FloodOf(type_id, payload);
  };
  UserControlEvent ping;
  ping.type = static_cast<uint16_t>(UserControlType::kPingRequest);
  UserControlEvent unknown;
  unknown.type = 77;
  Case("pings", 5000, control(ping), Feed(kPiece, kPiece));
  Case("user_control_unknown", 5000, control(unknown), Feed(kPiece, kPiece));
  Case("chunk_sizes", 5000, control(SetChunkSize{4096}), Feed(kPiece, kPiece));
  Case("acknowledgements", 5000, control(Acknowledgement{5}), Feed(kPiece, kPiece));
  Case("windows_of_1", 5000, control(WindowAcknowledgementSize{1}), Feed(kPiece, kPiece));
  Case("peer_bandwidths", 5000, control(SetPeerBandwidth{1000, LimitType::kHard}), Feed(kPiece, kPiece));
  Buffer create;
  EncodeCreateStream(7, &create);
  ServerOptions many_streams;
  many_streams.max_message_streams = 1000000;
  Case("create_streams", 4000, FloodOf(20, create), Feed(kPiece, kPiece));
  Case("create_streams_unlimited", 4000, FloodOf(20, create), Feed(kPiece, kPiece, many_streams));
  Case(
      "create_and_delete_streams", 2000,
      [&](size_t n) {
        Flood flood;
        ChunkEncoder encoder;
        for (size_t i = 0; i < n; ++i) encoder.Encode(Message(5, 20, 0, create), &flood.bytes);
        for (size_t i = n + 1; i >= 2; --i) {
          Buffer deletion;
          EncodeDeleteStream(0, static_cast<uint32_t>(i), &deletion);
          encoder.Encode(Message(5, 20, 0, deletion), &flood.bytes);
        }
        return flood;
      },
      Feed(kPiece, kPiece, many_streams));
  Case("commands_unknown", 4000, FloodOf(20, CommandPayload("whoIsThere")), Feed(kPiece, kPiece));
  Case("data_messages", 4000, FloodOf(18, CommandPayload("onMetaData")), Feed(kPiece, kPiece));
  Case("messages_unknown", 4000, FloodOf(99, Buffer(10)), Feed(kPiece, kPiece));
  Case("messages_empty", 4000, FloodOf(9, Buffer()), Feed(kPiece, kPiece));
  Case(
      "aggregate_parts", 5000,
      [](size_t n) {
        Flood flood;
        Buffer payload;
        const Buffer frame(10, 0x27);
        for (size_t i = 0; i < n; ++i) AppendAggregatePart({9, static_cast<uint32_t>(i), frame}, &payload);
        ChunkEncoder().Encode(Message(6, 22, 1, payload), &flood.bytes);
        return flood;
      },
      Feed(kPiece, kPiece));
  Case(
      "session_by_the_byte", 60,
      [](size_t n) {
        Flood flood;
        flood.bytes = MediaStream(kMixSizes, n, 4096);
        return flood;
      },
      Feed(1, kPiece));
  Case("answers_taken_by_the_byte", 5000, control(ping), Feed(kPiece, 1));
  Case(
      "media_taken_by_the_byte", 100 * 1000, [](size_t n) { return Buffer(n, 0x27); },
      [](const Buffer& payload) {
        ServerConnection server;
        Serve(server, ClientToPlay());
        for (size_t at = 0; at < payload.size(); at += 1000) {
          Require(server.SendVideo(1, 0, Bytes(payload).subspan(at, 1000)).ok(), "the session does not play");
          // The queue grows: less is taken than comes.
          for (int i = 0; i < 500; ++i) server.AdvanceSendBuf(1);
        }
        while (!server.send_buf().empty()) server.AdvanceSendBuf(1);
      });
}

void RelayCases() {
  Case(
      "relay_players", 200, [](size_t n) { return n; },
      [](size_t players) {
        io::Relay relay({});
        const io::ConnectionId publisher = relay.Open("publisher");
        relay.Receive(publisher, ClientToPublish());
        std::vector<io::ConnectionId> ids;
        const Buffer play = ClientToPlay();
        for (size_t i = 0; i < players; ++i) {
          ids.push_back(relay.Open("player"));
          relay.Receive(ids.back(), play);
        }
        relay.Receive(publisher, TaggedMediaStream(kAudioSizes, 10, 4096));
        for (const io::ConnectionId id : ids) relay.AdvanceSendBuf(id, kMuch);
        for (const io::ConnectionId id : ids) relay.Close(id, "");
      });
}

}  // namespace
}  // namespace rtmp::bench

int main() {
  rtmp::bench::Amf0Cases();
  rtmp::bench::Amf3Cases();
  rtmp::bench::ChunkCases();
  rtmp::bench::FloodCases();
  rtmp::bench::RelayCases();
}
