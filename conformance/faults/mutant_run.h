// How much of what the reference sends the transcripts look at: each message of each case changed, field by field.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_MUTANT_RUN_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_MUTANT_RUN_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "conformance/faults/judged_run.h"
#include "conformance/faults/wire_mutation.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

enum class MutantFate {
  kFound,      // a result came out worse
  kPrelude,    // what the case stands on failed, and it was not run: other cases are about that
  kUnasked,    // of a message that the case does not ask for: dropping it changes nothing either
  kOpen,       // of a field that no rule binds there: see OpenField
  kElsewhere,  // this case leaves it open; another notices the same change of such a message
  kSurvived,   // no case does
};

struct Mutant {
  WireMutation mutation;
  std::string message;  // what was changed, in the script's notation
  std::string like;     // the same for messages of the same kind, whatever their numbers: "onStatus NetStream.Play.Start"
  MutantFate fate = MutantFate::kSurvived;
  std::set<std::string> rows;  // found under these
};

struct CaseMutants {
  const Scenario* scenario = nullptr;
  Side side = Side::kServer;
  std::vector<Mutant> mutants;
};

struct MutantOptions {
  uint64_t seed = 1;
  int jobs = 1;
  // Called from one thread at a time; may be null.
  std::function<void(const CaseMutants&, int done, int total)> on_case;
};

// Whether cases notice what is changed in them is one question, whether any case does the other: kElsewhere and kSurvived tell.
// Every case in every role that it has, delivered in whole; in the order of the scenarios.
std::vector<CaseMutants> RunMutants(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue,
                                    const MutantOptions& options);

// Why a change of this field of a message is no fault of its sender, empty where it is one: the specification leaves the choice.
std::string OpenField(const WireMutation& mutation, const SentMessage& message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_MUTANT_RUN_H_
