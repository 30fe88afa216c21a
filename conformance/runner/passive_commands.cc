// Commands that a server sends, and responses of either side (RTMP 1.0 7.2).
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/amf0_lengths.h"
#include "conformance/runner/passive_rules.h"
#include "conformance/runner/script_values.h"

namespace rtmpspec {
namespace {

const std::string& TextOf(const Value* value) {
  static const std::string& empty = *new std::string;
  return value != nullptr && value->kind == Value::Kind::kString ? value->text : empty;
}

std::string CodeOf(const Value* information) { return information == nullptr ? "" : TextOf(Property(*information, "code")); }

// OS-03: level, code, description. E-RTMP v2 makes the description optional.
void CheckInformation(const PassiveCheck& check, const Value& information) {
  check.Applies("RTMP-OS-03");
  const Value* level = Property(information, "level");
  if (level == nullptr) {
    check.Report("RTMP-OS-03", "the information object of onStatus has no level");
  } else if (TextOf(level) != "status" && TextOf(level) != "warning" && TextOf(level) != "error") {
    check.Report("RTMP-OS-03",
                 absl::StrCat("onStatus has level ", ShortText(*level), "; it is \"status\", \"warning\" or \"error\""));
  }
  const Value* code = Property(information, "code");
  if (code == nullptr) {
    check.Report("RTMP-OS-03", "the information object of onStatus has no code");
  } else if (code->kind != Value::Kind::kString) {
    check.Report("RTMP-OS-03", absl::StrCat("onStatus has the code ", ShortText(*code), "; it is a string"));
  }
  const Value* description = Property(information, "description");
  if (description != nullptr && description->kind != Value::Kind::kString) {
    check.Report("RTMP-OS-03", absl::StrCat("onStatus has the description ", ShortText(*description), "; it is a string"));
  }
}

// E-RTMP v2, "Reconnect Request".
void CheckReconnectRequest(const PassiveCheck& check, const Value& information) {
  check.Applies("ERTMP-51");
  const Value* level = Property(information, "level");
  const Value* object = Argument(check.script, 0);
  if (check.message.message_stream_id != 0) {
    check.Report("ERTMP-51",
                 absl::StrCat("ReconnectRequest on message stream ", check.message.message_stream_id, "; it belongs on 0"));
  }
  if (!check.script.has_transaction_id || check.script.transaction_id.number != 0 || object->kind != Value::Kind::kNull ||
      TextOf(level) != "status") {
    check.Report("ERTMP-51", "ReconnectRequest has transaction id 0, null, and level \"status\"");
  }
}

void CheckOnStatus(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  if (!script.has_transaction_id) {
    check.Report("RTMP-OS-01", "onStatus has no transaction id; it is 0");
  } else if (script.transaction_id.number != 0) {
    check.Report("RTMP-OS-01", absl::StrCat("onStatus has transaction id ", ShortText(script.transaction_id), "; it is 0"));
  }
  const Value* object = Argument(script, 0);
  const Value* information = Argument(script, 1);
  if (object == nullptr || object->kind != Value::Kind::kNull) {
    check.Report("RTMP-OS-02", absl::StrCat("the command object of onStatus is ",
                                            object == nullptr ? "missing" : ShortText(*object), "; it is null"));
  }
  if (information == nullptr || !HasProperties(*information)) {
    check.Report("RTMP-OS-02", absl::StrCat("the information object of onStatus is ",
                                            information == nullptr ? "missing" : ShortText(*information), "; it is an object"));
    return;
  }
  CheckInformation(check, *information);
  if (absl::StrContains(CodeOf(information), "ReconnectRequest")) {
    if (CodeOf(information) != "NetConnection.Connect.ReconnectRequest") {
      check.Report("ERTMP-51",
                   absl::StrCat("code \"", CodeOf(information), "\"; it is \"NetConnection.Connect.ReconnectRequest\""));
    }
    CheckReconnectRequest(check, *information);
  }
}

// MT-02: the answers to connect and createStream are the connection's, on message stream 0. They show by what they hold.
void CheckAnswer(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  const Value* result = Argument(script, 1);
  if (result == nullptr) return;
  const bool to_connect = absl::StartsWith(CodeOf(result), "NetConnection.Connect.");
  const bool is_id =
      script.kind == "_result" && result->kind == Value::Kind::kNumber && result->number >= 1 && result->number <= 4294967295.0;
  if (is_id) check.state.returned_ids.insert(static_cast<uint32_t>(result->number));
  if (to_connect) {
    const Value* encoding = Property(*result, "objectEncoding");
    if (encoding != nullptr && encoding->kind == Value::Kind::kNumber) check.state.object_encoding = encoding->number;
  }
  if ((to_connect || is_id) && check.message.message_stream_id != 0) {
    check.Report("RTMP-MT-02", absl::StrCat("the answer to ", to_connect ? "connect" : "createStream", " came on message stream ",
                                            check.message.message_stream_id, "; it belongs on 0"));
  }
  const bool to_create = script.has_transaction_id && check.state.created.count(script.transaction_id.number) > 0;
  if (script.kind == "_error" && to_create) check.Applies("RTMP-ST-13");
  if (script.kind == "_error" && to_create && TextOf(Property(*result, "level")) != "error") {
    check.Report("RTMP-ST-13", absl::StrCat("createStream was answered by _error with ", ShortText(*result),
                                            "; it holds an information object of level \"error\""));
  }
}

}  // namespace

void ReportIllFormed(const PassiveCheck& check) {
  const bool counts = CountsCharacters(check.message.payload);
  check.Report(counts ? "AMF0-04" : "RTMP-MT-02",
               absl::StrCat(counts ? "the length of a string counts characters, not bytes: " : "a command that is no AMF0: ",
                            check.script.problem));
}

void CheckResponse(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  if (!script.has_transaction_id) {
    // What follows is one place further on, or not: who knows.
    check.Report("RTMP-RPC-06", absl::StrCat(script.kind, " has no transaction id, a number"));
    return;
  }
  const Value* object = Argument(script, 0);
  if (object == nullptr) {
    check.Report("RTMP-RPC-06", absl::StrCat(script.kind, " ends behind the transaction id"), /*nonstrict=*/true);
    return;
  }
  if (object->kind != Value::Kind::kNull && !HasProperties(*object)) {
    check.Report("RTMP-RPC-06",
                 absl::StrCat("the third value of ", script.kind, " is ", ShortText(*object), "; it is an object or null"),
                 /*nonstrict=*/object->kind == Value::Kind::kUndefined);
  }
  if (Argument(script, 1) == nullptr) {
    check.Report("RTMP-RPC-06", absl::StrCat(script.kind, " has no fourth value, the result"), /*nonstrict=*/true);
  }
}

void CheckServerCommand(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  if (check.message.type_id == 20 && !script.problem.empty()) return ReportIllFormed(check);
  if (script.kind_class != KindClass::kCommand) return;
  if (script.kind == "onStatus") CheckOnStatus(check);
  if (script.kind == "_result" || script.kind == "_error") {
    CheckResponse(check);
    CheckAnswer(check);
  }
}

}  // namespace rtmpspec
