// Where the catalogue and the transcripts are, and loading them.
#ifndef RTMPSPEC_CONFORMANCE_CLI_SUITE_FILES_H_
#define RTMPSPEC_CONFORMANCE_CLI_SUITE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct Suite {
  Catalogue catalogue;
  std::string transcripts_directory;
  std::vector<Scenario> scenarios;  // sorted by id
};

// The folder that holds requirements/ and transcripts/: RTMPSPEC_DATA of the environment, else the source tree's conformance/.
std::string DataDirectory();

// An FLV file with video and audio, for publishers under test that have none of their own.
std::string UsualMedia();

// `transcripts` replaces the data folder's transcripts/; empty: not replaced. The error names every file that does not parse.
absl::StatusOr<Suite> LoadSuite(const std::string& transcripts);

absl::StatusOr<std::string> ReadFile(const std::string& path);

// "rtmpspec: " and the message on stderr; returns `exit_code`.
int Complain(int exit_code, absl::string_view message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_SUITE_FILES_H_
