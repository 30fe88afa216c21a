#include "conformance/cli/suite_files.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/parser.h"

namespace rtmpspec {

std::string DataDirectory() {
  const char* directory = getenv("RTMPSPEC_DATA");
  return directory != nullptr && *directory != '\0' ? directory : RTMPSPEC_DEFAULT_DATA;
}

std::string UsualMedia() { return absl::StrCat(DataDirectory(), "/../corpus/captures/tiny.flv"); }

absl::StatusOr<Suite> LoadSuite(const std::string& transcripts) {
  absl::StatusOr<Catalogue> catalogue = Catalogue::Load(absl::StrCat(DataDirectory(), "/requirements/catalogue.toml"));
  if (!catalogue.ok()) return catalogue.status();
  const std::string directory = transcripts.empty() ? absl::StrCat(DataDirectory(), "/transcripts") : transcripts;
  absl::StatusOr<std::vector<Scenario>> scenarios = LoadScenarios(directory);
  if (!scenarios.ok()) return scenarios.status();
  return Suite{*std::move(catalogue), directory, *std::move(scenarios)};
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text.str();
}

int Complain(int exit_code, absl::string_view message) {
  std::cerr << "rtmpspec: " << message << "\n";
  return exit_code;
}

}  // namespace rtmpspec
