// The flags that choose cases, the same for every subcommand.
#ifndef RTMPSPEC_CONFORMANCE_CLI_SELECTION_FLAGS_H_
#define RTMPSPEC_CONFORMANCE_CLI_SELECTION_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "conformance/cli/selection.h"

namespace rtmpspec {

struct SelectionFlags {
  Selection selection;
  std::string role;         // "", "server" or "client"
  std::string transcripts;  // replaces the transcripts that come with the tool
};

inline void AddSelectionFlags(CLI::App* command, SelectionFlags* flags) {
  // One argument a flag: `run --only A URL` must not take the URL for a glob.
  const auto glob = [&](const char* name, std::vector<std::string>* values, const char* help) {
    command->add_option(name, *values, help)->type_name("GLOB")->expected(1)->take_all();
  };
  glob("--only", &flags->selection.only, "Only cases with this id, or checks with this id:check; may be repeated");
  glob("--skip", &flags->selection.skip, "Not these");
  glob("--row", &flags->selection.rows, "Only cases about this row of the catalogue, as RTMP-XT-04 or 'RTMP-HS-*'");
  command
      ->add_option("--level", flags->selection.level, "must: only what FAIL can come of; should: what NONSTRICT can come of, too")
      ->check(CLI::IsMember({"must", "should", "all"}))
      ->capture_default_str();
  command->add_option("--role", flags->role, "Only cases that test this side")->check(CLI::IsMember({"server", "client"}));
  command->add_option("--transcripts", flags->transcripts, "Use the transcripts of this folder")->type_name("DIR");
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_SELECTION_FLAGS_H_
