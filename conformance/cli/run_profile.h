// What `run --profile`, `--baseline` and `--write-baseline` add to a run.
#ifndef RTMPSPEC_CONFORMANCE_CLI_RUN_PROFILE_H_
#define RTMPSPEC_CONFORMANCE_CLI_RUN_PROFILE_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/cli/run_target.h"
#include "conformance/cli/suite_files.h"
#include "conformance/peers/profile.h"

namespace rtmpspec {

struct ProfileFlags {
  std::string profile;         // a name of conformance/peers/, or a file
  std::string baseline;        // a file; replaces that of the profile
  std::string write_baseline;  // a file
};
void AddProfileFlags(CLI::App* command, ProfileFlags* flags);

// What a run is held against.
struct Expectations {
  std::optional<Profile> profile;
  std::optional<Baseline> baseline;
  std::string file;  // of the baseline
};

// Reads the files and points `target` at the profile's stack. InvalidArgument where that does not go together with its flags.
absl::StatusOr<Expectations> LoadExpectations(const ProfileFlags& flags, TargetFlags* target);

// The behaviour keys that a run can record: by the transcripts, and in passing.
std::set<std::string> RecordedBehaviours(const Suite& suite);

// A key that is pinned and that nothing records is a mistake: InvalidArgument.
absl::Status CheckPinned(const Expectations& expectations, const Suite& suite);

// The feature that the profile says the stack lacks, of which the case is; empty where there is none.
std::string LackedFeature(const Expectations& expectations, const Scenario& scenario);

// What the report says of the stack's version: beside the target's name, and a note where the baseline was made with another.
void AddVersion(const Expectations& expectations, RunReport* report);

// `complete`: the whole suite ran.
void HoldAgainst(const Expectations& expectations, const Suite& suite, bool complete, RunReport* report);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_RUN_PROFILE_H_
