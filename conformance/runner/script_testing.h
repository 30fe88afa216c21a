// What the tests of this folder share: lines of scripts, and messages as if they had come.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_TESTING_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_TESTING_H_

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "conformance/language/parser.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"

namespace rtmpspec::testing {

// The only step of a transcript, `C: video csid=6 ...`.
template <typename StepType>
StepType ParseStepAs(absl::string_view line) {
  absl::StatusOr<Transcript> transcript =
      ParseTranscript(absl::StrCat("transcript 1\ntitle t\nrows RTMP-CN-02\npeer server client\n", line, "\n"), "t", "t");
  EXPECT_TRUE(transcript.ok()) << transcript.status();
  if (!transcript.ok() || transcript->steps.empty()) return StepType();
  const StepType* step = std::get_if<StepType>(&transcript->steps[0].what);
  EXPECT_NE(step, nullptr) << line;
  return step == nullptr ? StepType() : *step;
}

// `video csid=6 avc_key(300, 1)`.
inline Message Line(absl::string_view message) { return ParseStepAs<MessageStep>(absl::StrCat("C: ", message)).message; }

inline Value ScriptValue(absl::string_view text) {
  absl::StatusOr<Value> value = ParseValue(text);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *value : Value();
}

inline rtmp::Buffer Hex(absl::string_view text) {
  absl::StatusOr<rtmp::Buffer> bytes = rtmp::ParseHex(text);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.ok() ? *std::move(bytes) : rtmp::Buffer();
}

// What a peer that plays `line` sends.
inline WireMessage Came(absl::string_view line, Side sender = Side::kServer) {
  absl::StatusOr<PlayedMessage> played = BuildMessage(Line(line), sender, Bindings());
  EXPECT_TRUE(played.ok()) << played.status();
  WireMessage message;
  if (!played.ok()) return message;
  message.chunk_stream_id = played->chunk_stream_id;
  message.message_stream_id = played->message_stream_id;
  message.timestamp = played->timestamp;
  message.type_id = played->type_id;
  message.payload = played->payload;
  return message;
}

}  // namespace rtmpspec::testing

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_TESTING_H_
