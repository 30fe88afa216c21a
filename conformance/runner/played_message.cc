// BuildMessage: a played line to the message that it means.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/runner/message_kinds.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_writer.h"
#include "impl/chunk/chunk_header.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using rtmp::ByteWriter;

// RTMP 1.0 5.4.5: hard, soft, dynamic are 0, 1, 2.
absl::StatusOr<uint8_t> LimitType(const Value& value) {
  if (value.kind == Value::Kind::kWord) {
    if (value.text == "hard") return 0;
    if (value.text == "soft") return 1;
    if (value.text == "dynamic") return 2;
    return ErrorAt(value.position, absl::StrCat("unknown limit type ", value.text));
  }
  absl::StatusOr<uint32_t> number = AsUint32(value, "the limit type", 0xff);
  if (!number.ok()) return number.status();
  return static_cast<uint8_t>(*number);
}

absl::Status AppendWord(const Value& value, absl::string_view kind, Buffer* out) {
  if (value.kind == Value::Kind::kHex) {
    ByteWriter(out).WriteBytes(value.bytes);
    return absl::OkStatus();
  }
  absl::StatusOr<uint32_t> number = AsUint32(value, absl::StrCat("the argument of ", kind));
  if (!number.ok()) return number.status();
  ByteWriter(out).WriteU32(*number);
  return absl::OkStatus();
}

class Builder {
 public:
  Builder(const Message& line, Side sender, const Bindings& bindings)
      : line_(line), sender_(sender), bindings_(bindings), kind_(FindKind(line)) {}

  absl::StatusOr<PlayedMessage> Build() {
    for (absl::Status (Builder::*part)() : {&Builder::CheckFields, &Builder::SetType, &Builder::SetPayload,
                                            &Builder::SetMessageStream, &Builder::SetChunkStream, &Builder::SetTime}) {
      if (absl::Status status = (this->*part)(); !status.ok()) return status;
    }
    return std::move(message_);
  }

 private:
  absl::Status CheckFields() {
    for (const auto& [name, value] : line_.fields) {
      const bool known = name == "csid" || name == "msid" || name == "time" || name == "delta" || name == "type" ||
                         (name == "txn" && kind_.kind_class == KindClass::kCommand) ||
                         (name == "event" && kind_.kind_class == KindClass::kRawEvent);
      if (!known) return ErrorAt(line_.position, absl::StrCat(name, "= means nothing on a played ", line_.kind));
    }
    for (const Value& argument : line_.arguments) {
      absl::StatusOr<Value> value = bindings_.Evaluate(argument, /*playing=*/true);
      if (!value.ok()) return value.status();
      arguments_.push_back(*std::move(value));
    }
    return absl::OkStatus();
  }

  // The number of a field; `fallback` where the line does not write it.
  absl::StatusOr<uint32_t> Number(const std::string& field, uint32_t fallback, uint32_t max = 0xffffffff) const {
    const Value* written = Field(field);
    if (written == nullptr) return fallback;
    absl::StatusOr<Value> value = bindings_.Evaluate(*written, /*playing=*/true);
    if (!value.ok()) return value.status();
    if (value->position.line == 0) value->position = line_.position;
    return AsUint32(*value, absl::StrCat(field, "="), max);
  }

  const Value* Field(const std::string& name) const {
    for (const auto& [field, value] : line_.fields) {
      if (field == name) return &value;
    }
    return nullptr;
  }

  absl::Status SetType() {
    if (kind_.kind_class == KindClass::kRaw && Field("type") == nullptr) return ErrorAt(line_.position, "message needs type=");
    absl::StatusOr<uint32_t> type = Number("type", kind_.type_id, 0xff);
    if (!type.ok()) return type.status();
    message_.type_id = static_cast<uint8_t>(*type);
    return absl::OkStatus();
  }

  absl::Status WantArguments(size_t count) {
    if (arguments_.size() == count) return absl::OkStatus();
    return ErrorAt(line_.position,
                   absl::StrCat(line_.kind, " takes ", count, " argument", count == 1 ? "" : "s", ", not ", arguments_.size()));
  }

  absl::Status SetPayload() {
    switch (kind_.kind_class) {
      case KindClass::kCommand:
      case KindClass::kData:
        return SetAmf0Payload();
      case KindClass::kMedia:
      case KindClass::kRaw: {
        if (absl::Status status = WantArguments(1); !status.ok()) return status;
        absl::StatusOr<Buffer> payload = BuildPayload(arguments_[0]);
        if (!payload.ok()) return payload.status();
        message_.payload = *std::move(payload);
        return absl::OkStatus();
      }
      case KindClass::kRawEvent:
        return SetRawEventPayload();
      case KindClass::kControl:
      case KindClass::kUserControl:
        return SetControlPayload();
    }
    return absl::OkStatus();
  }

  absl::Status SetAmf0Payload() {
    // E-RTMP v2, "AMF3": bodies of types 15, 16 and 17 open with a format byte, 0.
    if (message_.type_id == 15 || message_.type_id == 17) message_.payload.push_back(0);
    if (kind_.kind_class == KindClass::kCommand) {
      if (absl::Status status = AppendAmf0(StringValue(line_.kind), &message_.payload); !status.ok()) return status;
      if (const Value* txn = Field("txn")) {
        absl::StatusOr<Value> value = bindings_.Evaluate(*txn, /*playing=*/true);
        if (!value.ok()) return value.status();
        if (absl::Status status = AppendAmf0(*value, &message_.payload); !status.ok()) return status;
      }
    }
    for (const Value& argument : arguments_) {
      if (absl::Status status = AppendAmf0(argument, &message_.payload); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status SetRawEventPayload() {
    if (Field("event") == nullptr) return ErrorAt(line_.position, "UserControl needs event=");
    absl::StatusOr<uint32_t> event = Number("event", 0, 0xffff);
    if (!event.ok()) return event.status();
    ByteWriter(&message_.payload).WriteU16(static_cast<uint16_t>(*event));
    if (arguments_.empty()) return absl::OkStatus();
    if (absl::Status status = WantArguments(1); !status.ok()) return status;
    absl::StatusOr<Buffer> data = BuildPayload(arguments_[0]);
    if (!data.ok()) return data.status();
    ByteWriter(&message_.payload).WriteBytes(*data);
    return absl::OkStatus();
  }

  absl::Status SetControlPayload() {
    const bool has_limit_type = kind_.type_id == 6;
    if (absl::Status status = WantArguments(kind_.words + (has_limit_type ? 1 : 0)); !status.ok()) return status;
    if (kind_.kind_class == KindClass::kUserControl) ByteWriter(&message_.payload).WriteU16(kind_.event);
    for (size_t i = 0; i < kind_.words; ++i) {
      if (absl::Status status = AppendWord(arguments_[i], line_.kind, &message_.payload); !status.ok()) return status;
    }
    if (has_limit_type) {
      absl::StatusOr<uint8_t> limit_type = LimitType(arguments_[1]);
      if (!limit_type.ok()) return limit_type.status();
      message_.payload.push_back(*limit_type);
    }
    return absl::OkStatus();
  }

  absl::Status SetMessageStream() {
    const bool on_stream = kind_.kind_class == KindClass::kMedia || kind_.kind_class == KindClass::kData ||
                           (kind_.kind_class == KindClass::kCommand && IsStreamCommand(line_.kind)) ||
                           (kind_.kind_class == KindClass::kRaw && IsMediaOrDataType());
    uint32_t stream = 0;
    if (on_stream) {
      stream = 1;
      if (const Value* msid = bindings_.Find("msid")) {
        absl::StatusOr<uint32_t> number = AsUint32(*msid, "$msid");
        if (!number.ok()) return number.status();
        stream = *number;
      }
    }
    absl::StatusOr<uint32_t> msid = Number("msid", stream);
    if (!msid.ok()) return msid.status();
    message_.message_stream_id = *msid;
    return absl::OkStatus();
  }

  bool IsMediaOrDataType() const {
    return message_.type_id == 8 || message_.type_id == 9 || message_.type_id == 22 || IsDataType(message_.type_id);
  }

  uint32_t DefaultChunkStream() const {
    if (message_.type_id >= 1 && message_.type_id <= 6) return 2;
    if (message_.type_id == 8) return 4;
    if (message_.type_id == 9 || message_.type_id == 22) return 6;
    if (IsDataType(message_.type_id)) return 5;
    if (message_.message_stream_id == 0) return 3;
    return sender_ == Side::kClient ? 8 : 5;
  }

  absl::Status SetChunkStream() {
    absl::StatusOr<uint32_t> csid = Number("csid", DefaultChunkStream(), rtmp::kMaxChunkStreamId);
    if (!csid.ok()) return csid.status();
    if (*csid < rtmp::kMinChunkStreamId) return ErrorAt(line_.position, "csid= is at least 2");
    message_.chunk_stream_id = *csid;
    return absl::OkStatus();
  }

  absl::Status SetTime() {
    absl::StatusOr<uint32_t> time = Number("time", 0);
    if (!time.ok()) return time.status();
    message_.timestamp = *time;
    if (Field("delta") == nullptr) return absl::OkStatus();
    if (Field("time") != nullptr) return ErrorAt(line_.position, "time= and delta= exclude each other");
    absl::StatusOr<uint32_t> delta = Number("delta", 0);
    if (!delta.ok()) return delta.status();
    message_.delta = *delta;
    return absl::OkStatus();
  }

  const Message& line_;
  const Side sender_;
  const Bindings& bindings_;
  const MessageKindInfo& kind_;
  std::vector<Value> arguments_;
  PlayedMessage message_;
};

}  // namespace

absl::StatusOr<PlayedMessage> BuildMessage(const Message& message, Side sender, const Bindings& bindings) {
  return Builder(message, sender, bindings).Build();
}

}  // namespace rtmpspec
