// The list of faults, faults.toml: what each deviation of the reference breaks.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_FAULT_LIST_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_FAULT_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

struct Fault {
  std::string name;               // of the deviation, as in Deviates("..."): lower case, words joined by hyphens
  std::vector<std::string> rows;  // of the catalogue: found is a fault when a case turns red under one of them
  std::vector<Side> sides;        // the roles in which it shows, at least one: server, client
  std::string text;               // what the wrong peer does
};

// In the order of the file; names are unique. InvalidArgument with file, line and column, NotFound for a file that is not there.
absl::StatusOr<std::vector<Fault>> LoadFaults(const std::string& path);
// The same for a text; `file` stands for it in errors.
absl::StatusOr<std::vector<Fault>> ParseFaults(absl::string_view text, absl::string_view file);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_FAULT_LIST_H_
