// Files to scenarios.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "conformance/language/parser.h"
#include "conformance/language/preludes.h"
#include "conformance/language/substitute.h"

namespace rtmpspec {
namespace {

namespace fs = std::filesystem;

constexpr char kExtension[] = ".transcript";
constexpr char kPreludeFolder[] = "prelude/";

// Paths below `directory`, with slashes, sorted.
absl::StatusOr<std::vector<std::string>> ListFiles(const fs::path& directory) {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error);
  if (error) return absl::NotFoundError(absl::StrCat(directory.string(), ": ", error.message()));
  std::vector<std::string> files;
  for (const fs::recursive_directory_iterator end; it != end; it.increment(error)) {
    if (error) return absl::NotFoundError(absl::StrCat(directory.string(), ": ", error.message()));
    if (it->path().extension() == kExtension && it->is_regular_file(error)) {
      files.push_back(it->path().lexically_relative(directory).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Loader {
 public:
  explicit Loader(fs::path directory) : directory_(std::move(directory)) {}

  absl::StatusOr<std::vector<Scenario>> Load() {
    const absl::StatusOr<std::vector<std::string>> files = ListFiles(directory_);
    if (!files.ok()) return files.status();
    for (const std::string& file : *files) Read(file);
    for (const Transcript& transcript : transcripts_) AddScenarios(transcript);
    FindNeeded();
    if (!complaints_.empty()) return absl::InvalidArgumentError(absl::StrJoin(complaints_, "\n"));
    std::sort(scenarios_.begin(), scenarios_.end(), [](const Scenario& a, const Scenario& b) { return a.id < b.id; });
    return std::move(scenarios_);
  }

 private:
  void Read(const std::string& file) {
    std::ifstream in(directory_ / file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return complaints_.push_back(absl::StrCat(file, ": cannot be read"));
    absl::string_view id = file;
    id.remove_suffix(sizeof(kExtension) - 1);
    absl::StatusOr<Transcript> transcript = ParseTranscript(text.str(), file, id);
    if (!transcript.ok()) return complaints_.push_back(std::string(transcript.status().message()));
    if (absl::ConsumePrefix(&id, kPreludeFolder)) {
      CheckPrelude(*transcript);
      preludes_.emplace(std::string(id), *std::move(transcript));
    } else {
      CheckHeader(*transcript);
      transcripts_.push_back(*std::move(transcript));
    }
  }

  void CheckPrelude(const Transcript& prelude) {
    const bool plain = prelude.rows.empty() && !prelude.server_under_test && !prelude.client_under_test && prelude.tags.empty() &&
                       prelude.pins.empty() && prelude.needs.empty() && !prelude.exact && prelude.cases.empty();
    if (!plain) Complain(prelude, "a prelude has a title and parameters, no other header lines");
    const std::set<std::string> used = UsedVariables(prelude.steps);
    for (const auto& [name, value] : prelude.parameters) {
      if (used.count(name) == 0) Complain(prelude, absl::StrCat("the parameter '", name, "' is not used"));
    }
  }

  void CheckHeader(const Transcript& transcript) {
    if (transcript.title.empty()) Complain(transcript, "expected a header line 'title'");
    if (transcript.rows.empty()) Complain(transcript, "expected a header line 'rows'");
    if (!transcript.server_under_test && !transcript.client_under_test) Complain(transcript, "expected a header line 'peer'");
    if (!transcript.parameters.empty()) Complain(transcript, "only a prelude takes parameters");
  }

  void Complain(const Transcript& transcript, const std::string& message) {
    complaints_.push_back(Complaint(transcript.position, message));
  }

  void AddScenarios(const Transcript& transcript) {
    Scenario plain;
    plain.id = transcript.id;
    plain.transcript = transcript;
    plain.transcript.cases.clear();
    plain.transcript.steps = ExpandPreludes(transcript.steps, preludes_, &complaints_);
    if (transcript.cases.empty()) return Add(std::move(plain));
    const std::set<std::string> used = UsedVariables(plain.transcript.steps);
    for (const CaseRow& row : transcript.cases) {
      for (const auto& [name, value] : row.variables) {
        if (used.count(name) == 0) {
          complaints_.push_back(Complaint(value.position, absl::StrCat("the variable '", name, "' is not used")));
        }
      }
      Scenario scenario = plain;
      scenario.id = absl::StrCat(transcript.id, "/", row.name);
      scenario.variables = row.variables;
      if (!row.rows.empty()) scenario.transcript.rows = row.rows;
      Add(std::move(scenario));
    }
  }

  void Add(Scenario scenario) {
    ResolveNumbers(scenario.variables, &scenario.transcript.steps, &complaints_);
    const auto [it, fresh] = ids_.emplace(scenario.id, scenario.transcript.position.file);
    if (!fresh) Complain(scenario.transcript, absl::StrCat("the id ", scenario.id, " is also that of a case of ", it->second));
    scenarios_.push_back(std::move(scenario));
  }

  // What a case needs is asked by itself, so that it needs nothing.
  void FindNeeded() {
    std::map<std::string, std::shared_ptr<const Scenario>> found;
    for (const Scenario& scenario : scenarios_) {
      const std::string& id = scenario.transcript.needs;
      if (!id.empty()) found[id] = nullptr;
    }
    for (const Scenario& scenario : scenarios_) {
      const auto it = found.find(scenario.id);
      if (it != found.end() && scenario.transcript.needs.empty()) it->second = std::make_shared<const Scenario>(scenario);
    }
    for (Scenario& scenario : scenarios_) {
      const Transcript& transcript = scenario.transcript;
      if (transcript.needs.empty()) continue;
      scenario.needed = found[transcript.needs];
      if (scenario.needed == nullptr) {
        Complain(transcript, absl::StrCat("needs ", transcript.needs, ": expected a case that needs no other"));
      } else if (transcript.client_under_test || !scenario.needed->transcript.server_under_test) {
        Complain(transcript, "'needs' is of cases that test a server");
      }
    }
  }

  fs::path directory_;
  Preludes preludes_;
  std::vector<Transcript> transcripts_;
  std::vector<Scenario> scenarios_;
  std::map<std::string, std::string> ids_;
  std::vector<std::string> complaints_;
};

}  // namespace

absl::StatusOr<std::vector<Scenario>> LoadScenarios(absl::string_view directory) {
  return Loader(fs::path(std::string(directory))).Load();
}

}  // namespace rtmpspec
