// A client that came by itself, and the case that it asks for by what it publishes or plays: rtmp://host/spec/CASE.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_LISTENED_CLIENT_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_LISTENED_CLIENT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/played_connection.h"
#include "conformance/runner/suite_run.h"
#include "conformance/runner/taped_connection.h"

namespace rtmpspec {

class ListenedClient {
 public:
  struct Wish {
    std::string key;    // application and stream name: "spec/client/chunk/interleaving"
    std::string drive;  // publisher | player
  };

  // Takes over a connection.
  ListenedClient(std::unique_ptr<PeerConnection> wire, const Catalogue& catalogue, const RunOptions& options);

  // Serves it up to its publish or play, which stays unanswered. An error is the client's: why it did not come so far.
  absl::StatusOr<Wish> Ask();
  // The case from its beginning. Where it begins as Ask did, nothing is said twice; else nothing comes of it here, and it is for
  // the client's next connection.
  std::optional<std::vector<Result>> Run(const Scenario& scenario);
  // Answers the publish or play that Ask left by an error, and ends the connection.
  void Refuse(const std::string& why);

 private:
  class OnePeer;
  const Catalogue& catalogue_;
  const RunOptions options_;
  Tape tape_;
  std::string app_ = "spec", tc_url_ = "rtmp://127.0.0.1/spec";
  Wish wish_;
  std::unique_ptr<PlayedConnection> asked_;  // between Ask and what follows
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_LISTENED_CLIENT_H_
