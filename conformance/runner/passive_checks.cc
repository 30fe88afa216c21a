#include "conformance/runner/passive_checks.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rtmpspec {
namespace {

uint32_t SwapBytes(uint32_t value) { return value >> 24 | (value >> 8 & 0xff00) | (value << 8 & 0xff0000) | value << 24; }

// RTMP 1.0 5.3.1.2.1: an id that is one that createStream returned, read the other way round.
void CheckByteOrder(const PassiveCheck& check) {
  const uint32_t id = check.message.message_stream_id;
  const std::set<uint32_t>& ids = check.from_client() ? check.state.told_ids : check.state.returned_ids;
  if (id == 0 || ids.count(id) > 0 || ids.count(SwapBytes(id)) == 0) return;
  check.Report("RTMP-CM-01", absl::StrFormat("message stream id 0x%08x is stream %d written big-endian", id, SwapBytes(id)));
}

// E-RTMP v2, "AMF3": types 15 to 17 only for a peer that announced objectEncoding 3.
void CheckObjectEncoding(const PassiveCheck& check) {
  const uint8_t type = check.message.type_id;
  if (check.from_client() || type < 15 || type > 17) return;
  const PassiveState& state = check.state;
  if (state.object_encoding == 3 || state.asked_encoding == 3) return;
  if (!state.object_encoding && !state.asked_encoding) return;
  check.Report("RTMP-MT-06",
               absl::StrCat("a message of type ", type, " (AMF3); objectEncoding is 0, so that 18, 19 and 20 are sent"));
}

}  // namespace

std::vector<Violation> PassiveChecks::Check(const WireMessage& message) {
  std::vector<Violation> violations;
  const ScriptMessage script = ReadScriptMessage(message);
  const PassiveCheck check{message, script, state_, violations};
  switch (message.type_id) {
    case 1:
    case 2:
    case 3:
    case 5:
    case 6:
      CheckControl(check);
      break;
    case 4:
      CheckUserControl(check);
      break;
    case 8:
    case 9:
    case 22:
      CheckMedia(check);
      break;
    case 15:
    case 18:
      if (check.from_client()) CheckMetadata(check);
      break;
    case 17:
    case 20:
      if (check.from_client()) {
        CheckClientCommand(check);
      } else {
        CheckServerCommand(check);
      }
      state_.saw_command = true;
      break;
    default:
      break;
  }
  CheckByteOrder(check);
  CheckObjectEncoding(check);
  return violations;
}

void PassiveChecks::NotePlayed(const PlayedMessage& played) {
  WireMessage message;
  message.type_id = played.type_id;
  message.payload = played.payload;
  if (!IsCommandType(message.type_id)) return;
  const ScriptMessage script = ReadScriptMessage(message);
  if (script.kind == "_result") {
    const Value* result = Argument(script, 1);
    const bool id =
        result != nullptr && result->kind == Value::Kind::kNumber && result->number >= 1 && result->number <= 0xffffffff;
    if (id) state_.told_ids.insert(static_cast<uint32_t>(result->number));
  } else if (script.kind == "connect") {
    const Value* object = Argument(script, 0);
    const Value* encoding = object == nullptr ? nullptr : Property(*object, "objectEncoding");
    state_.asked_encoding = encoding == nullptr ? 0 : encoding->number;
  } else if (script.kind == "createStream" && script.has_transaction_id) {
    state_.created.insert(script.transaction_id.number);
  }
}

bool HasProperties(const Value& value) {
  return value.kind == Value::Kind::kObject || value.kind == Value::Kind::kEcmaArray || value.kind == Value::Kind::kTypedObject;
}

const Value* Property(const Value& object, absl::string_view name) {
  for (const auto& [key, value] : object.properties) {
    if (key == name) return &value;
  }
  return nullptr;
}

const Value* Argument(const ScriptMessage& script, size_t index) {
  return index < script.arguments.size() ? &script.arguments[index] : nullptr;
}

}  // namespace rtmpspec
