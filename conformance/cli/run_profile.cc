#include "conformance/cli/run_profile.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/cli/selection.h"
#include "conformance/runner/passive_results.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/step_walk.h"

namespace rtmpspec {
namespace {

std::string PeersDirectory() { return absl::StrCat(DataDirectory(), "/peers"); }

// "conformance/peers/NAME/NAME.toml" is written NAME.
std::string ProfileFile(const std::string& name) {
  if (absl::StrContains(name, '/') || absl::EndsWith(name, ".toml")) return name;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PeersDirectory())) {
    if (entry.path().filename() == absl::StrCat(name, ".toml")) return entry.path().lexically_normal().string();
  }
  return "";
}

std::string KnownProfiles() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PeersDirectory())) {
    if (entry.path().extension() == ".toml") names.insert(entry.path().stem().string());
  }
  return absl::StrJoin(names, ", ");
}

absl::StatusOr<Profile> LoadProfile(const std::string& name) {
  const std::string file = ProfileFile(name);
  if (file.empty())
    return absl::InvalidArgumentError(absl::StrCat("--profile: there is no ", name, "; there are ", KnownProfiles()));
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  return ParseProfile(*text, file);
}

void PointAt(const Profile& profile, const std::string& name, TargetFlags* target) {
  target->profile = name;
  target->name = profile.name;
  target->url = profile.url;
  target->server = profile.server.command;
  target->app = profile.server.app;
  target->fresh = profile.server.fresh;
  target->process = profile.server;
  target->publisher = profile.publisher;
  target->player = profile.player;
  if (target->media.empty()) target->media = profile.media;
}

}  // namespace

void AddProfileFlags(CLI::App* command, ProfileFlags* flags) {
  CLI::Option* profile =
      command
          ->add_option(
              "--profile", flags->profile,
              "Test a stack that the suite knows: it is started, watched and restarted, and its known deviations are expected")
          ->type_name("NAME|FILE");
  for (const char* other : {"url", "--server", "--publisher", "--player", "--app", "--fresh"}) {
    profile->excludes(command->get_option(other));
  }
  command
      ->add_option(
          "--baseline", flags->baseline,
          "Expect the failures and behaviours that this file lists; one that is not listed fails the run, and so does one that "
          "no longer happens")
      ->type_name("FILE");
  command->add_option("--write-baseline", flags->write_baseline, "Write what failed and every behaviour as such a file")
      ->type_name("FILE");
}

absl::StatusOr<Expectations> LoadExpectations(const ProfileFlags& flags, TargetFlags* target) {
  Expectations expectations;
  if (!flags.profile.empty()) {
    absl::StatusOr<Profile> profile = LoadProfile(flags.profile);
    if (!profile.ok()) return profile.status();
    PointAt(*profile, flags.profile, target);
    expectations.baseline = profile->baseline;
    expectations.file = profile->file;
    expectations.profile = *std::move(profile);
  }
  if (!flags.baseline.empty()) {
    const absl::StatusOr<std::string> text = ReadFile(flags.baseline);
    if (!text.ok()) return text.status();
    absl::StatusOr<Baseline> baseline = ParseBaseline(*text, flags.baseline);
    if (!baseline.ok()) return baseline.status();
    expectations.baseline = *std::move(baseline);
    expectations.file = flags.baseline;
  }
  return expectations;
}

std::set<std::string> RecordedBehaviours(const Suite& suite) {
  std::set<std::string> keys;
  for (const absl::string_view key : PassiveBehaviours()) keys.emplace(key);
  for (const Scenario& scenario : suite.scenarios) keys.merge(BehavioursOf(scenario));
  return keys;
}

absl::Status CheckPinned(const Expectations& expectations, const Suite& suite) {
  if (!expectations.baseline || expectations.baseline->pinned.empty()) return absl::OkStatus();
  const std::set<std::string> keys = RecordedBehaviours(suite);
  for (const auto& [key, values] : expectations.baseline->pinned) {
    if (keys.count(key) > 0) continue;
    return absl::InvalidArgumentError(absl::StrCat(expectations.file, ": no transcript records the behaviour '", key, "'"));
  }
  return absl::OkStatus();
}

std::string LackedFeature(const Expectations& expectations, const Scenario& scenario) {
  if (!expectations.profile || scenario.transcript.rows.empty()) return "";
  const auto& lacks = expectations.profile->lacks;
  const std::string& row = scenario.transcript.rows[0];
  for (const Feature& feature : Features()) {
    if (std::find(lacks.begin(), lacks.end(), feature.name) == lacks.end()) continue;
    if (feature.name == "relay" && ConnectionsOf(scenario).size() > 1) return feature.name;
    const auto covers = [&](const std::string& glob) { return GlobMatches(glob, row); };
    if (std::any_of(feature.rows.begin(), feature.rows.end(), covers)) return feature.name;
  }
  return "";
}

void AddVersion(const Expectations& expectations, RunReport* report) {
  if (!expectations.profile) return;
  const std::string version = VersionOf(*expectations.profile);
  if (version.empty()) return;
  absl::StrAppend(&report->target, " (", version, ")");
  const std::string& tested = expectations.profile->tested;
  if (!tested.empty() && tested != version) {
    report->notes.push_back(absl::StrCat("the baseline was made with ", tested, ", this is ", version));
  }
}

void HoldAgainst(const Expectations& expectations, const Suite& suite, bool complete, RunReport* report) {
  if (!expectations.baseline) return;
  std::set<std::string> keys;
  for (const Scenario& scenario : suite.scenarios) {
    keys.insert(scenario.id);
    for (const Check& check : ChecksOf(scenario)) keys.insert(absl::StrCat(scenario.id, ":", check.name));
  }
  const BaselineScope scope{suite.catalogue, [&](const std::string& key) { return keys.count(key) > 0; },
                            complete && !report->stopped_early};
  ApplyBaseline(*expectations.baseline, scope, report);
}

}  // namespace rtmpspec
