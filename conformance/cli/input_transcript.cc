#include "conformance/cli/input_transcript.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impl/amf0/decoder.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/message/message.h"

namespace rtmpspec {
namespace {

using rtmp::Bytes;

// How a target reads its input, from the end: fuzz/README.md.
enum class Shape {
  kServerStart,     // start state, ...
  kPolicyAndStart,  // start state, policy, type, message stream, timestamp, chunk size; then one message's payload
  kClientPublish,   // start state, ...
  kClientPlay,
  kC0C1C2,       // a client's handshake
  kS0S1S2,       // a server's
  kChunks,       // behind a handshake
  kCommand,      // payloads: of a command,
  kData,         // ... of data,
  kAmf3,         // ... behind AMF0's marker,
  kControlType,  // ... of the type that the last byte says
  kUserControl,
  kMedia,  // video or audio, as the last byte says
  kTag,    // video
  kAggregate,
  kSharedObject,
  kText,     // a transcript
  kProgram,  // no bytes of a peer
};

struct Target {
  absl::string_view name;
  absl::string_view layer;
  Shape shape;
};

constexpr Target kTargets[] = {
    {"ack_window", "connections: acknowledgements", Shape::kProgram},
    {"aggregate", "messages: aggregates", Shape::kAggregate},
    {"amf0", "AMF0", Shape::kData},
    {"amf0_build", "AMF0", Shape::kProgram},
    {"amf3", "AMF3", Shape::kAmf3},
    {"amf3_build", "AMF3", Shape::kProgram},
    {"amf_differential", "AMF0", Shape::kData},
    {"chunk_decoder", "chunk streams", Shape::kChunks},
    {"chunk_differential", "chunk streams", Shape::kChunks},
    {"chunk_encoder", "chunk streams", Shape::kProgram},
    {"chunk_interleave", "chunk streams", Shape::kProgram},
    {"chunk_round_trip", "chunk streams", Shape::kChunks},
    {"client_play", "connections: a client", Shape::kClientPlay},
    {"client_publish", "connections: a client", Shape::kClientPublish},
    {"command", "commands", Shape::kCommand},
    {"command_build", "commands", Shape::kProgram},
    {"digest_handshake", "handshake", Shape::kProgram},
    {"enhanced_rtmp", "media: Enhanced RTMP", Shape::kMedia},
    {"flv_tag", "media: FLV tags", Shape::kTag},
    {"handshake_client", "handshake", Shape::kS0S1S2},
    {"handshake_server", "handshake", Shape::kC0C1C2},
    {"limits", "connections: resources", Shape::kServerStart},
    {"message", "messages", Shape::kPolicyAndStart},
    {"pair", "connections: client and server", Shape::kProgram},
    {"protocol_control", "messages: protocol control", Shape::kControlType},
    {"server_connection", "connections: a server", Shape::kServerStart},
    {"shared_object", "messages: shared objects", Shape::kSharedObject},
    {"tc_url", "commands: tcUrl", Shape::kProgram},
    {"transcript", "the transcript language", Shape::kText},
    {"user_control", "messages: user control", Shape::kUserControl},
};

const Target* Find(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kTargets), std::end(kTargets), [&](const Target& t) { return t.name == name; });
  return found == std::end(kTargets) ? nullptr : found;
}

// The preludes that lead to a server's start states, and to a client's. Where none does, the one before.
constexpr absl::string_view kServerStarts[] = {"",           "handshake",  "connect", "stream",
                                               "publishing", "publishing", "playing", "playing"};
constexpr absl::string_view kClientStarts[] = {"", "handshake", "handshake", "handshake", ""};

uint8_t TakeLast(Bytes* input) {
  if (input->empty()) return 0;
  const uint8_t last = input->back();
  input->remove_suffix(1);
  return last;
}

// What a message says, for a comment.
std::string Described(const rtmp::RawMessage& message) {
  const absl::string_view name = rtmp::MessageTypeName(message.type_id);
  std::string text = name.empty() ? absl::StrCat("message type=", message.type_id) : std::string(name);
  absl::StrAppend(&text, " csid=", message.chunk_stream_id, " msid=", message.message_stream_id, " time=", message.timestamp,
                  " of ", message.payload.size(), " bytes");
  rtmp::amf0::Values values;
  if ((message.type_id == 18 || message.type_id == 20) && !rtmp::amf0::Decode(message.payload, {}, &values).has_value()) {
    absl::StrAppend(&text, ": ", rtmp::amf0::ToText(values, 120));
  }
  // A comment ends with its line.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' '; }, '?');
  return text;
}

// Lines of a `bytes` step, the last one with a comment.
void AppendHex(Bytes bytes, absl::string_view comment, std::string* out) {
  constexpr size_t kBytesPerLine = 32;
  while (!bytes.empty()) {
    const Bytes line = bytes.subspan(0, kBytesPerLine);
    bytes.remove_prefix(line.size());
    absl::StrAppend(out, "  ", rtmp::ToHex(line), bytes.empty() && !comment.empty() ? absl::StrCat("  | ", comment) : "", "\n");
  }
}

// A `bytes` step, a comment behind each message's last byte.
std::string ChunkBytes(absl::string_view side, Bytes stream) {
  if (stream.empty()) return "";
  std::string out = absl::StrCat(side, ": bytes\n");
  rtmp::ChunkDecoder decoder;
  Bytes rest = stream;
  size_t shown = 0;
  rtmp::RawMessage message;
  while (decoder.Next(rest, &message) == rtmp::ChunkDecoder::Result::kMessage) {
    const auto end = static_cast<size_t>(decoder.bytes_consumed());
    AppendHex(stream.subspan(shown, end - shown), Described(message), &out);
    shown = end;
  }
  const std::string why = decoder.error().has_value() ? rtmp::ToStatus(*decoder.error()).ToString() : "unfinished";
  AppendHex(stream.subspan(shown), why, &out);
  return out;
}

std::string Header(absl::string_view target, absl::string_view side, absl::string_view more) {
  return absl::StrCat("transcript 1\ntitle    an input of the fuzz target ", target, "\nrows     RTMP-CM-28\npeer     ", side,
                      "\n", more, "\n");
}

std::string Use(absl::string_view prelude) { return prelude.empty() ? "" : absl::StrCat("use ", prelude, "\n"); }

// Whatever a stack makes of it, it must live.
std::string Judged(absl::string_view side) {
  return absl::StrCat(
      side, ": one of {\n  closes  -> pass\n  sync    -> pass\n  silence -> info \"neither an answer nor a close\"\n}\nalive\n");
}

std::string ForServer(absl::string_view target, absl::string_view prelude, const std::string& steps) {
  return absl::StrCat(Header(target, "server", ""), Use(prelude), steps, Judged("S"));
}

std::string OneMessage(absl::string_view target, absl::string_view prelude, int type, int msid, Bytes payload) {
  return ForServer(target, prelude, absl::StrCat("C: message type=", type, " msid=", msid, " hex(", rtmp::ToHex(payload), ")\n"));
}

std::string ForClient(absl::string_view target, absl::string_view drive, absl::string_view prelude, const std::string& steps) {
  return absl::StrCat(Header(target, "client", absl::StrCat("drive    ", drive, "\n")), Use(prelude), steps, Judged("C"));
}

std::string RawBytes(absl::string_view side, Bytes bytes) {
  if (bytes.empty()) return "";
  std::string out = absl::StrCat(side, ": bytes\n");
  AppendHex(bytes, "", &out);
  return out;
}

}  // namespace

absl::string_view LayerOfTarget(absl::string_view target) {
  const Target* found = Find(target);
  return found == nullptr ? "" : found->layer;
}

absl::StatusOr<std::string> InputTranscript(absl::string_view target, Bytes input) {
  const Target* found = Find(target);
  if (found == nullptr) return absl::NotFoundError(absl::StrCat("there is no fuzz target ", target));
  const Bytes whole = input;
  switch (found->shape) {
    case Shape::kServerStart: {
      const uint8_t start = TakeLast(&input) % std::size(kServerStarts);
      return ForServer(target, kServerStarts[start], start == 0 ? RawBytes("C", input) : ChunkBytes("C", input));
    }
    case Shape::kPolicyAndStart: {
      const uint8_t start = TakeLast(&input) % std::size(kServerStarts);
      TakeLast(&input);
      const uint8_t type = TakeLast(&input);
      const int msid = TakeLast(&input) % 3;
      for (int i = 0; i < 5; ++i) TakeLast(&input);
      return OneMessage(target, kServerStarts[start == 0 ? 1 : start], type, msid, input);
    }
    case Shape::kClientPublish:
    case Shape::kClientPlay: {
      const bool plays = found->shape == Shape::kClientPlay;
      const uint8_t start = TakeLast(&input) % std::size(kClientStarts);
      const absl::string_view started = plays ? "serving_player" : "serving_publisher";
      return ForClient(target, plays ? "player" : "publisher", start == 4 ? started : kClientStarts[start],
                       start == 0 ? RawBytes("S", input) : ChunkBytes("S", input));
    }
    case Shape::kC0C1C2:
      return ForServer(target, "", RawBytes("C", input));
    case Shape::kS0S1S2:
      return ForClient(target, "any", "", RawBytes("S", input));
    case Shape::kChunks:
      return ForServer(target, "connect", ChunkBytes("C", input));
    case Shape::kCommand:
      return OneMessage(target, "connect", 20, 0, input);
    case Shape::kData:
      if (target == "amf0") TakeLast(&input);
      return OneMessage(target, "publishing", 18, 1, input);
    case Shape::kAmf3: {
      TakeLast(&input);
      rtmp::Buffer marked = {0x11};
      marked.insert(marked.end(), input.begin(), input.end());
      return OneMessage(target, "publishing", 18, 1, marked);
    }
    case Shape::kControlType: {
      const uint8_t type = TakeLast(&input);
      return OneMessage(target, "connect", type, 0, input);
    }
    case Shape::kUserControl:
      return OneMessage(target, "connect", 4, 0, input);
    case Shape::kMedia: {
      const bool video = (TakeLast(&input) & 1) != 0;
      return OneMessage(target, "publishing", video ? 9 : 8, 1, input);
    }
    case Shape::kTag:
      return OneMessage(target, "publishing", 9, 1, input);
    case Shape::kAggregate:
      for (int i = 0; i < 4; ++i) TakeLast(&input);
      return OneMessage(target, "publishing", 22, 1, input);
    case Shape::kSharedObject:
      return OneMessage(target, "connect", 19, 0, input);
    case Shape::kText:
      return std::string(rtmp::ToStringView(whole));
    case Shape::kProgram:
      break;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("an input of ", target, " is a program, no bytes of a peer: run it with ", target, "_replay"));
}

}  // namespace rtmpspec
