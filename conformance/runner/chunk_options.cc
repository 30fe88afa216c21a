#include "conformance/runner/chunk_options.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/script_values.h"
#include "impl/chunk/chunk_header.h"

namespace rtmpspec {
namespace {

template <typename T>
absl::Status SetNumber(const Value& value, const std::string& name, uint32_t min, uint32_t max, T* out) {
  absl::StatusOr<uint32_t> number = AsUint32(value, absl::StrCat("@", name), max);
  if (!number.ok()) return number.status();
  if (*number < min) return ErrorAt(value.position, absl::StrCat("@", name, " is at least ", min));
  *out = static_cast<typename T::value_type>(*number);
  return absl::OkStatus();
}

// `+1` and `-1` are relative, `1` is the length itself: only the text tells.
absl::Status SetLength(const Value& value, ChunkOptions* options) {
  const bool relative =
      value.kind == Value::Kind::kNumber && !value.text.empty() && (value.text[0] == '+' || value.text[0] == '-');
  if (!relative) return SetNumber(value, "length", 0, rtmp::kMaxMessageLength, &options->length);
  if (!(value.number >= -16777215.0 && value.number <= 16777215.0)) return ErrorAt(value.position, "@length is out of range");
  options->length_offset = static_cast<int64_t>(value.number);
  return absl::OkStatus();
}

absl::Status SetExtendedTimestamp(const Value& value, ChunkOptions* options) {
  const std::string& word = value.text;
  if (value.kind == Value::Kind::kWord && word == "repeat") {
    options->repeat_extended_timestamp = true;
  } else if (value.kind == Value::Kind::kWord && word == "omit") {
    options->repeat_extended_timestamp = false;
  } else if (value.kind == Value::Kind::kWord && word == "force") {
    options->force_extended_timestamp = true;
  } else {
    return ErrorAt(value.position, "@ext is repeat, omit or force");
  }
  return absl::OkStatus();
}

absl::Status SetOption(const std::string& name, const Value& value, ChunkOptions* options) {
  if (name == "fmt") return SetNumber(value, name, 0, 3, &options->format);
  if (name == "basic") return SetNumber(value, name, 1, 3, &options->basic_header_size);
  if (name == "chunk") return SetNumber(value, name, 1, 0x7fffffff, &options->chunk_size);
  if (name == "ext") return SetExtendedTimestamp(value, options);
  if (name == "length") return SetLength(value, options);
  if (name == "stop") return SetNumber(value, name, 0, 0xffffffff, &options->stop);
  if (name == "cont") {
    std::optional<uint8_t> continuation;
    absl::Status status = SetNumber(value, name, 0, 3, &continuation);
    options->continuation = continuation.value_or(3);
    return status;
  }
  if (name == "noheader") {
    options->remember = false;
    return absl::OkStatus();
  }
  return ErrorAt(value.position, absl::StrCat("unknown option @", name));
}

}  // namespace

absl::StatusOr<ChunkOptions> ReadChunkOptions(const Message& line, const Bindings& bindings) {
  ChunkOptions options;
  for (const auto& [name, written] : line.options) {
    absl::StatusOr<Value> value = bindings.Evaluate(written, /*playing=*/true);
    if (!value.ok()) return value.status();
    if (value->position.line == 0) value->position = line.position;
    if (absl::Status status = SetOption(name, *value, &options); !status.ok()) return status;
  }
  return options;
}

}  // namespace rtmpspec
