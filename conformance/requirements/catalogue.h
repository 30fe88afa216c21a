// The catalogue of requirements, read from catalogue.toml.
#ifndef RTMPSPEC_CONFORMANCE_REQUIREMENTS_CATALOGUE_H_
#define RTMPSPEC_CONFORMANCE_REQUIREMENTS_CATALOGUE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rtmpspec {

struct Requirement {
  std::string id;       // RTMP-CN-02
  std::string section;  // as printed: "RTMP 1.0 7.2.1.1", "E-RTMP v2 video", "de facto"
  std::string who;      // S, C or B
  std::string level;    // M, S, Y, I or D
  std::string v;        // as printed: F, N, I, U, F->I, F(mem), -
  std::string
      ceiling;  // worst verdict the row may produce by default: F, N, I or U. F(mem) and - are I: a crash fails in any row
  std::string strict_ceiling;  // ... under --strict: differs from ceiling where the catalogue says X->Y
  int tier = 0;                // 1 for a star, 2 for the second tier, 0 else
  std::string text;            // the requirement
  std::string test;            // how it is seen
  std::string behaviour;       // behaviour key, may be empty
  std::string unrecorded;      // why no case records that behaviour; empty where one does
  std::string unobservable;    // why no live session shows it; empty where one can
};

class Catalogue {
 public:
  // NotFound or InvalidArgument with the file and line.
  static absl::StatusOr<Catalogue> Load(absl::string_view path);
  // The same for a text; `name` stands for it in errors.
  static absl::StatusOr<Catalogue> Parse(absl::string_view text, absl::string_view name);

  const std::string& version() const { return version_; }
  const std::vector<Requirement>& rows() const { return rows_; }
  // Null for an unknown id.
  const Requirement* Find(absl::string_view id) const;

 private:
  std::string version_;
  std::vector<Requirement> rows_;
  std::map<std::string, size_t> index_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REQUIREMENTS_CATALOGUE_H_
