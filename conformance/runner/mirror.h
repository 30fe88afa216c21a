// The third run of a transcript that is about both sides: no side is played. A client under test meets a server under test, and
// all that either says is held against the script, the lines of the client and those of the server alike.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_MIRROR_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_MIRROR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/peer.h"

namespace rtmpspec {

// `peer server client`: the suite plays either side, and there is a third run.
bool IsTwoSided(const Scenario& scenario);

// The third run of one case, whole and then byte by byte: as RunScenario's results, with the role "mirror". Both peers are in
// process and `server` is restarted before each. Each direction is held against the lines of its sender in their order; which of
// two lines of different senders came first is not asked, as it is not where one of them is played. `?5` is anything here, on
// either side.
//
// A step that no recorded wire can show (sync, alive, nothing, quiet, silence, closes, acks, state, serve, chunks, delivers) is
// the transcript's mistake: HARNESS.
std::vector<Result> RunMirror(const Scenario& scenario, const Catalogue& catalogue, Peer& server, Peer& client, uint64_t seed);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_MIRROR_H_
