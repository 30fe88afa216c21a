// Protocol control (RTMP 1.0 5.4) and user control messages (6.2, 7.1.7).
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/runner/message_kinds.h"
#include "conformance/runner/passive_rules.h"

namespace rtmpspec {
namespace {

void CheckPlace(const PassiveCheck& check, absl::string_view row, absl::string_view name) {
  const WireMessage& message = check.message;
  if (message.chunk_stream_id == 2 && message.message_stream_id == 0) return;
  check.Report(row, absl::StrCat(name, " on chunk stream ", message.chunk_stream_id, ", message stream ",
                                 message.message_stream_id, "; it belongs on 2 and 0"));
}

}  // namespace

void CheckControl(const PassiveCheck& check) {
  const WireMessage& message = check.message;
  const std::string name(FindControl(message.type_id)->name);
  CheckPlace(check, "RTMP-PC-01", name);
  if (check.script.kind_class != KindClass::kControl) {
    check.Report("RTMP-PC-33", check.script.problem);
    return;
  }
  const double value = check.script.arguments[0].number;
  if (message.type_id == 1 && (value < 1 || value > 0x7fffffff)) {
    check.Report("RTMP-PC-33", absl::StrFormat("SetChunkSize 0x%08x; sizes are 1 to 0x7fffffff", static_cast<uint32_t>(value)));
  }
  if (message.type_id == 6 && check.script.arguments[1].number > 2) {
    check.Report("RTMP-PC-33",
                 absl::StrCat("SetPeerBandwidth with limit type ", check.script.arguments[1].number, "; types are 0 to 2"));
  }
}

void CheckUserControl(const PassiveCheck& check) {
  const WireMessage& message = check.message;
  const MessageKindInfo* kind = message.payload.size() >= 2 ? FindUserControl(check.script.event) : nullptr;
  const std::string name = kind == nullptr ? "user control" : std::string(kind->name);
  CheckPlace(check, "RTMP-UC-01", name);
  const bool begin = kind != nullptr && kind->event == 0 && !check.from_client();
  for (const absl::string_view row : {"RTMP-UC-01", "RTMP-UC-03", begin ? "RTMP-UC-04" : "RTMP-UC-20"}) check.Applies(row);
  if (message.chunks > 1) check.Report("RTMP-UC-03", absl::StrCat(name, " came in ", message.chunks, " chunks; it fits one"));
  if (message.payload.size() < 2) {
    check.Report("RTMP-UC-20", check.script.problem);
  } else if (kind != nullptr && check.script.kind_class != KindClass::kUserControl) {
    check.Report(begin ? "RTMP-UC-04" : "RTMP-UC-20", check.script.problem);
  }
}

}  // namespace rtmpspec
