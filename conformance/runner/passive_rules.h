// The passive checks by family. passive_checks.h is what others use.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RULES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RULES_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/script_message.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

// What earlier messages of the connection made certain.
struct PassiveState {
  Side sender = Side::kServer;
  bool saw_command = false;
  // Rows whose rule was applied to some message: the others were not put to the test.
  std::set<std::string> checked;
  // Servers.
  std::set<uint32_t> returned_ids;        // by createStream
  std::optional<double> object_encoding;  // of connect's reply
  std::optional<double> asked_encoding;   // of the connect that was played; 0 where it named none
  std::set<double> created;               // transaction ids of createStream that were played
  // Clients.
  std::set<uint32_t> told_ids;  // numbers in the results that were played: createStream's are among them
  bool declares_fourcc = false;
  bool reported_fourcc = false;
};

// One message, and where its violations go.
struct PassiveCheck {
  const WireMessage& message;
  const ScriptMessage& script;
  PassiveState& state;
  std::vector<Violation>& violations;

  void Report(absl::string_view row, std::string text, bool nonstrict = false) const {
    violations.push_back({std::string(row), message.offset, std::move(text), nonstrict});
  }
  // A message came that the row is about.
  void Applies(absl::string_view row) const { state.checked.emplace(row); }
  bool from_client() const { return state.sender == Side::kClient; }
};

void CheckControl(const PassiveCheck& check);        // types 1, 2, 3, 5, 6: PC-01, PC-33
void CheckUserControl(const PassiveCheck& check);    // UC-01, UC-03, UC-04, UC-20
void CheckServerCommand(const PassiveCheck& check);  // MT-02, RPC-06, OS-01 to 03, ST-13, ERTMP-51
void CheckClientCommand(const PassiveCheck& check);  // CN-01, CN-22, ST-11, PL-20, PB-15, RPC-06
void CheckResponse(const PassiveCheck& check);       // RPC-06, both sides
void ReportIllFormed(const PassiveCheck& check);     // a type 20 that is no AMF0: MT-02, AMF0-04; both sides
void CheckMedia(const PassiveCheck& check);          // CB-07, ST-11, MT-15
void CheckEncoder(const PassiveCheck& check);        // clients' media: ERTMP-14, 16, 21, 32, 49
void CheckMetadata(const PassiveCheck& check);       // ERTMP-43, ERTMP-44: clients

// Object, ECMA array or typed object (RTMP-RPC-09).
bool HasProperties(const Value& value);
// Null when `object` has no such property.
const Value* Property(const Value& object, absl::string_view name);
// The argument at `index`, null when it did not come.
const Value* Argument(const ScriptMessage& script, size_t index);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RULES_H_
