// Commands that a client sends (RTMP 1.0 7.2.1.1, 7.2.2.1, 7.2.2.6).
#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "conformance/runner/message_kinds.h"
#include "conformance/runner/passive_rules.h"
#include "conformance/runner/script_values.h"

namespace rtmpspec {
namespace {

void CheckPropertyKind(const PassiveCheck& check, const Value& object, absl::string_view name, Value::Kind kind) {
  const Value* value = Property(object, name);
  if (value == nullptr || value->kind == kind) return;
  check.Report("RTMP-CN-22", absl::StrCat("connect has ", name, ": ", ShortText(*value), "; it is ", KindName(kind)));
}

// rtmp://host:port/app/instance: what follows the authority begins with the app.
bool NamesApp(absl::string_view url, absl::string_view app) {
  const size_t scheme = url.find("://");
  if (scheme == absl::string_view::npos) return false;
  url.remove_prefix(scheme + 3);
  const size_t slash = url.find('/');
  const absl::string_view path = slash == absl::string_view::npos ? "" : url.substr(slash + 1);
  return absl::StartsWith(path, absl::StripSuffix(app, "/"));
}

void CheckConnect(const PassiveCheck& check, const Value& object) {
  for (absl::string_view name : {"app", "flashVer", "swfUrl", "tcUrl", "pageUrl", "type"}) {
    CheckPropertyKind(check, object, name, Value::Kind::kString);
  }
  CheckPropertyKind(check, object, "fpad", Value::Kind::kBoolean);
  for (absl::string_view name : {"capabilities", "audioCodecs", "videoCodecs", "videoFunction", "objectEncoding"}) {
    CheckPropertyKind(check, object, name, Value::Kind::kNumber);
  }
  const Value* encoding = Property(object, "objectEncoding");
  if (encoding != nullptr && encoding->kind == Value::Kind::kNumber && encoding->number != 0 && encoding->number != 3) {
    check.Report("RTMP-CN-22", absl::StrCat("connect has objectEncoding ", ShortText(*encoding), "; it is 0 or 3"));
  }
  const Value* app = Property(object, "app");
  const Value* url = Property(object, "tcUrl");
  const bool both = app != nullptr && url != nullptr && app->kind == Value::Kind::kString && url->kind == Value::Kind::kString;
  if (both && !NamesApp(url->text, app->text)) {
    check.Report("RTMP-CN-22",
                 absl::StrCat("connect has tcUrl ", ShortText(*url), ", which does not name the app ", ShortText(*app)));
  }
  for (absl::string_view name : {"fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap"}) {
    if (Property(object, name) != nullptr) check.state.declares_fourcc = true;
  }
}

void CheckFirstCommand(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  const Value* object = Argument(script, 0);
  if (script.kind != "connect") {
    check.Report("RTMP-CN-01", absl::StrCat("the first command is ", script.kind, "; it is connect"));
    return;
  }
  if (!script.has_transaction_id || script.transaction_id.number != 1) {
    check.Report("RTMP-CN-01",
                 absl::StrCat("connect has ",
                              script.has_transaction_id ? absl::StrCat("transaction id ", ShortText(script.transaction_id))
                                                        : "no transaction id",
                              "; it is 1"));
  }
  if (check.message.message_stream_id != 0) {
    check.Report("RTMP-CN-01", absl::StrCat("connect on message stream ", check.message.message_stream_id, "; it belongs on 0"));
  }
  if (object == nullptr || !HasProperties(*object)) {
    check.Report("RTMP-CN-01", absl::StrCat("connect has ", object == nullptr ? "nothing" : ShortText(*object),
                                            " where its command object belongs"));
  }
}

void CheckNull(const PassiveCheck& check, absl::string_view row) {
  const Value* object = Argument(check.script, 0);
  if (object != nullptr && object->kind == Value::Kind::kNull) return;
  check.Report(row, absl::StrCat("the command object of ", check.script.kind, " is ",
                                 object == nullptr ? "missing" : ShortText(*object), "; it is null"));
}

void CheckName(const PassiveCheck& check, absl::string_view row) {
  const Value* name = Argument(check.script, 1);
  if (name != nullptr && name->kind == Value::Kind::kString) return;
  check.Report(row, absl::StrCat("the stream name of ", check.script.kind, " is ", name == nullptr ? "missing" : ShortText(*name),
                                 "; it is a string"));
}

// Name, then start and duration as numbers, reset as a boolean or a number; all but the name may be left out.
void CheckPlay(const PassiveCheck& check) {
  check.Applies("RTMP-PL-20");
  CheckNull(check, "RTMP-PL-20");
  CheckName(check, "RTMP-PL-20");
  for (size_t i : {size_t{2}, size_t{3}}) {
    const Value* number = Argument(check.script, i);
    if (number == nullptr || number->kind == Value::Kind::kNumber) continue;
    check.Report("RTMP-PL-20",
                 absl::StrCat("play has the ", i == 2 ? "start " : "duration ", ShortText(*number), "; it is a number"));
  }
  const Value* reset = Argument(check.script, 4);
  if (reset != nullptr && reset->kind != Value::Kind::kBoolean && reset->kind != Value::Kind::kNumber) {
    check.Report("RTMP-PL-20", absl::StrCat("play has the reset ", ShortText(*reset), "; it is a boolean or a number"));
  }
}

void CheckPublish(const PassiveCheck& check) {
  check.Applies("RTMP-PB-15");
  CheckNull(check, "RTMP-PB-15");
  CheckName(check, "RTMP-PB-15");
  const Value* type = Argument(check.script, 2);
  if (type == nullptr) {
    check.Report("RTMP-PB-15", "publish has no type", /*nonstrict=*/true);
  } else if (type->kind != Value::Kind::kString || (type->text != "live" && type->text != "record" && type->text != "append")) {
    check.Report("RTMP-PB-15",
                 absl::StrCat("publish has the type ", ShortText(*type), "; it is \"live\", \"record\" or \"append\""));
  }
}

// ST-11: the connection's commands on message stream 0, a stream's on the id that createStream returned.
void CheckStream(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  const uint32_t stream = check.message.message_stream_id;
  if (script.kind == "createStream" && stream != 0) {
    check.Report("RTMP-ST-11", absl::StrCat("createStream on message stream ", stream, "; it belongs on 0"));
  }
  if (script.kind == "deleteStream") {
    const Value* id = Argument(script, 1);
    if (id == nullptr || id->kind != Value::Kind::kNumber) {
      check.Report("RTMP-ST-11",
                   absl::StrCat("deleteStream names ", id == nullptr ? "no stream" : ShortText(*id), "; it names the id"));
    }
  }
  if (!IsStreamCommand(script.kind)) return;
  check.Applies("RTMP-ST-11");
  const bool told = check.state.told_ids.empty() || check.state.told_ids.count(stream) > 0;
  if (stream == 0 || !told) {
    check.Report("RTMP-ST-11",
                 absl::StrCat(script.kind, " on message stream ", stream, "; it belongs on the id that createStream returned"));
  }
}

}  // namespace

void CheckClientCommand(const PassiveCheck& check) {
  const ScriptMessage& script = check.script;
  if (check.message.type_id == 20 && !script.problem.empty()) return ReportIllFormed(check);
  if (script.kind_class != KindClass::kCommand) return;
  if (!check.state.saw_command) CheckFirstCommand(check);
  const Value* object = Argument(script, 0);
  if (script.kind == "connect" && object != nullptr && HasProperties(*object)) CheckConnect(check, *object);
  if (script.kind == "play") CheckPlay(check);
  if (script.kind == "publish") CheckPublish(check);
  if (script.kind == "_result" || script.kind == "_error") CheckResponse(check);
  CheckStream(check);
}

}  // namespace rtmpspec
