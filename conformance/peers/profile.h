// A stack that the suite knows how to start, watch, restart and stop, and what is known of it: a TOML file.
#ifndef RTMPSPEC_CONFORMANCE_PEERS_PROFILE_H_
#define RTMPSPEC_CONFORMANCE_PEERS_PROFILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/peers/baseline.h"
#include "conformance/runner/server_process_peer.h"

namespace rtmpspec {

// What a stack can lack, and the rows of the catalogue that nobody can ask of it then.
struct Feature {
  std::string name;
  std::vector<std::string> rows;  // globs
};
const std::vector<Feature>& Features();

// README.md in this folder says what the keys of the file mean.
struct Profile {
  std::string name;
  std::string file;
  std::string version;  // a command whose first line of output is the stack's version
  std::string tested;   // what that line was when the baseline was made
  // A server: one that is started, or one that runs already.
  ServerProcessOptions server;
  std::string url;
  // A client: either or both.
  std::string publisher, player, media;
  std::vector<std::string> lacks;  // names of features
  Baseline baseline;

  bool is_client() const { return !publisher.empty() || !player.empty(); }
};

// InvalidArgument with file:line:column for what makes no sense. {dir} in commands becomes the folder of `file`.
absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& file);

// The first line that the profile's version command prints; empty where there is none, or where it prints nothing in time.
std::string VersionOf(const Profile& profile);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_PEERS_PROFILE_H_
