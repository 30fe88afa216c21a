#include "conformance/runner/script_message.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/runner/script_values.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/byte_reader.h"

namespace rtmpspec {
namespace {

using rtmp::ByteReader;
using rtmp::Bytes;

// The decoder's depth limit bounds the recursion.
Value FromAmf0(rtmp::amf0::Value source) {
  using rtmp::amf0::Type;
  Value value;
  switch (source.type()) {
    case Type::kNumber:
      return NumberValue(source.number());
    case Type::kBoolean:
      value.kind = Value::Kind::kBoolean;
      value.boolean = source.boolean();
      return value;
    case Type::kString:
      return StringValue(std::string(source.string()));
    case Type::kLongString:
      value.kind = Value::Kind::kLongString;
      value.text = std::string(source.string());
      return value;
    case Type::kXmlDocument:
      value.kind = Value::Kind::kXml;
      value.text = std::string(source.string());
      return value;
    case Type::kNull:
      return value;
    case Type::kReference:
      value.kind = Value::Kind::kReference;
      value.number = source.reference_index();
      return value;
    case Type::kDate:
      value.kind = Value::Kind::kDate;
      value.items.push_back(NumberValue(source.number()));
      if (source.time_zone() != 0) value.items.push_back(NumberValue(source.time_zone()));
      return value;
    case Type::kAvmPlus: {
      value.kind = Value::Kind::kAmf3;
      const Bytes bytes = rtmp::ToBytes(source.string());
      value.items.push_back(HexValue({bytes.begin(), bytes.end()}));
      return value;
    }
    case Type::kUndefined:
      value.kind = Value::Kind::kUndefined;
      return value;
    case Type::kUnsupported:
      return HexValue({static_cast<uint8_t>(Type::kUnsupported)});
    case Type::kStrictArray:
      value.kind = Value::Kind::kStrictArray;
      for (rtmp::amf0::Value child = source.first_child(); child.exists(); child = child.next_sibling()) {
        value.items.push_back(FromAmf0(child));
      }
      return value;
    case Type::kEcmaArray:
      value.kind = Value::Kind::kEcmaArray;
      value.number = source.declared_count();
      break;
    case Type::kTypedObject:
      value.kind = Value::Kind::kTypedObject;
      value.text = std::string(source.class_name());
      break;
    case Type::kObject:
      value.kind = Value::Kind::kObject;
      break;
  }
  for (rtmp::amf0::Value child = source.first_child(); child.exists(); child = child.next_sibling()) {
    value.properties.emplace_back(std::string(child.key()), FromAmf0(child));
  }
  // The count is worth showing only where it is not the obvious one.
  value.has_count = value.kind == Value::Kind::kEcmaArray && value.number != static_cast<double>(value.properties.size());
  return value;
}

// AMF0 values of types 15, 17, 18, 20; the AMF3 types open with a format byte that some senders of type 15 leave out
// (RTMP-MT-09).
void ReadValues(const WireMessage& message, std::vector<Value>* out, std::string* problem) {
  Bytes payload(message.payload);
  const size_t format_bytes = (message.type_id == 15 || message.type_id == 17) && !payload.empty() && payload[0] == 0 ? 1 : 0;
  payload.remove_prefix(format_bytes);
  rtmp::amf0::Values values;
  const std::optional<rtmp::ProtocolError> error = rtmp::amf0::Decode(payload, {}, &values);
  if (error) *problem = absl::StrCat("not AMF0 at byte ", error->offset + format_bytes, " of the payload: ", error->text);
  for (size_t i = 0; i < values.size(); ++i) out->push_back(FromAmf0(values[i]));
}

ScriptMessage Raw() {
  ScriptMessage script;
  script.kind = "message";
  return script;
}

ScriptMessage ReadCommand(const WireMessage& message) {
  ScriptMessage script;
  script.kind_class = KindClass::kCommand;
  ReadValues(message, &script.arguments, &script.problem);
  if (script.arguments.empty() || script.arguments[0].kind != Value::Kind::kString) {
    ScriptMessage raw = Raw();
    raw.problem = script.problem.empty() ? "a command opens with its name, a string" : script.problem;
    return raw;
  }
  script.kind = script.arguments[0].text;
  script.arguments.erase(script.arguments.begin());
  if (!script.arguments.empty() && script.arguments[0].kind == Value::Kind::kNumber) {
    script.has_transaction_id = true;
    script.transaction_id = script.arguments[0];
    script.arguments.erase(script.arguments.begin());
  }
  return script;
}

ScriptMessage ReadControl(const WireMessage& message, const MessageKindInfo& kind) {
  const size_t size = kind.type_id == 6 ? 5 : 4;
  if (message.payload.size() != size) {
    ScriptMessage raw = Raw();
    raw.problem = absl::StrCat(kind.name, " has ", message.payload.size(), " bytes; it has ", size);
    return raw;
  }
  ScriptMessage script;
  script.kind_class = KindClass::kControl;
  script.kind = std::string(kind.name);
  uint32_t word = 0;
  ByteReader(message.payload).ReadU32(&word);
  script.arguments.push_back(NumberValue(word));
  if (size == 5) script.arguments.push_back(NumberValue(message.payload[4]));
  return script;
}

ScriptMessage ReadUserControl(const WireMessage& message) {
  ScriptMessage script;
  ByteReader reader(message.payload);
  if (!reader.ReadU16(&script.event)) {
    ScriptMessage raw = Raw();
    raw.problem = absl::StrCat("user control has ", message.payload.size(), " bytes; it has at least 2");
    return raw;
  }
  script.kind_class = KindClass::kRawEvent;
  script.kind = "UserControl";
  script.payload_offset = 2;
  const MessageKindInfo* kind = FindUserControl(script.event);
  if (kind == nullptr) return script;
  if (reader.remaining() != 4 * kind->words) {
    script.problem = absl::StrCat(kind->name, " has ", reader.remaining(), " bytes of data; it has ", 4 * kind->words);
    return script;
  }
  script.kind_class = KindClass::kUserControl;
  script.kind = std::string(kind->name);
  uint32_t word = 0;
  while (reader.ReadU32(&word)) script.arguments.push_back(NumberValue(word));
  return script;
}

}  // namespace

ScriptMessage ReadScriptMessage(const WireMessage& message) {
  if (IsCommandType(message.type_id)) return ReadCommand(message);
  if (message.type_id == 4) return ReadUserControl(message);
  if (const MessageKindInfo* kind = FindControl(message.type_id)) return ReadControl(message, *kind);
  ScriptMessage script = Raw();
  if (IsDataType(message.type_id)) {
    script.kind_class = KindClass::kData;
    script.kind = "data";
    ReadValues(message, &script.arguments, &script.problem);
  } else if (message.type_id == 8 || message.type_id == 9) {
    script.kind_class = KindClass::kMedia;
    script.kind = message.type_id == 8 ? "audio" : "video";
  }
  return script;
}

}  // namespace rtmpspec
