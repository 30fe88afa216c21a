// The cases of a run, handed out one by one to whoever is free.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_CASE_QUEUE_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_CASE_QUEUE_H_

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/runner/suite_run.h"

namespace rtmpspec {

// Safe to use from several threads, over scenarios that outlive it.
class CaseQueue {
 public:
  // One scenario in one delivery.
  struct Item {
    const Scenario* scenario = nullptr;
    std::string delivery;
  };

  // Those of the scenarios that test this side, in every delivery that they have.
  CaseQueue(const std::vector<Scenario>& scenarios, Side role, const RunOptions& options);

  // Neighbours are alike: the cases that end a process, or wait for long, would come all at once. Puts them apart, always in the
  // same way; the first stays first. Before the first Next.
  void Spread();

  // The next one; nothing when all are taken.
  std::optional<Item> Next();
  // What usual client a target is to be asked for first; null where there is nothing to do.
  const Scenario* front() const { return items_.empty() ? nullptr : items_[0].scenario; }
  // Tells the user of a result, one thread at a time. Progress counts cases; their checks come along.
  void Tell(const Result& result);
  // A target that is gone, or is not what it is asked to be: whatever is left stays so, with this verdict, for this reason. The
  // first that is given is kept.
  void GiveUp(const std::string& why, Verdict verdict = Verdict::kNotrun);
  std::string why() const;
  Verdict verdict() const;

 private:
  const std::function<void(const Result&, int, int)>& on_result_;
  mutable std::mutex mutex_;
  std::vector<Item> items_;
  size_t next_ = 0;
  int done_ = 0;
  std::string why_;
  Verdict verdict_ = Verdict::kNotrun;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_CASE_QUEUE_H_
