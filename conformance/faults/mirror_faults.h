// The third run of transcripts about both sides, with the reference on either side, and whether it finds a reference that is
// wrong.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_MIRROR_FAULTS_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_MIRROR_FAULTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/faults/fault_list.h"
#include "conformance/faults/judged_run.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct MirrorOutcome {
  const Scenario* scenario = nullptr;
  // What the right client and the right server said that is not as the script has it: a mistake in the script or the reference.
  std::vector<Finding> wrong;
  // Faults under whose rows it turned red, each with the side that had it: "s0-is-6 (server)".
  std::vector<std::string> faults;
  bool matched() const { return wrong.empty(); }
};

// RunMirror of the in-process reference with `deviation` on one side, or on neither where it is empty.
std::vector<Result> RunMirrorOfReference(const Scenario& scenario, const Catalogue& catalogue, uint64_t seed,
                                         const std::string& deviation = "", Side deviating = Side::kServer);

// One outcome for each of `scenarios` that is about both sides, in their order. Each is tried with those faults that break a row
// of it, which needs a build that can deviate (CanDeviate): in another no fault is found.
std::vector<MirrorOutcome> RunMirrors(const std::vector<const Scenario*>& scenarios, const std::vector<Fault>& faults,
                                      const Catalogue& catalogue, uint64_t seed, int jobs);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_MIRROR_FAULTS_H_
