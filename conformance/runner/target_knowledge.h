// What is known of a stack under test, by every thread that runs cases against it, and by every pass of a run.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_TARGET_KNOWLEDGE_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_TARGET_KNOWLEDGE_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "conformance/runner/passive_log.h"
#include "conformance/runner/sync.h"

namespace rtmpspec {

// Safe to use from several threads. A question is put to the target once: who asks while another does waits for the answer.
class TargetKnowledge {
 public:
  // The round trip that the target answers in `state`; `find` asks the target.
  BarrierKind Barrier(SessionState state, absl::FunctionRef<BarrierKind()> find);
  // Why the target does not relay; empty: it does.
  std::string Relay(absl::FunctionRef<std::string()> find);
  // Why a case that others need fails on the target; empty: it does not.
  std::string Needed(const std::string& id, absl::FunctionRef<std::string()> find);
  // Questions that were answered by "none" and "not at all" are asked again: a target under load may have been late. Not to be
  // called while others use it.
  void ForgetFailures();
  // A number that nobody else gets.
  uint32_t NextNumber() { return ++last_number_; }

  // What the target's messages broke.
  void AddPassive(const PassiveLog& log);
  PassiveLog passive() const;

 private:
  template <typename T>
  class Answer {
   public:
    T Get(absl::FunctionRef<T()> find) {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!value_) value_ = find();
      return *value_;
    }
    void ForgetIf(absl::FunctionRef<bool(const T&)> failed) {
      if (value_ && failed(*value_)) value_.reset();
    }

   private:
    std::mutex mutex_;
    std::optional<T> value_;
  };

  mutable std::mutex mutex_;  // guards what follows, not the answers themselves
  std::map<SessionState, Answer<BarrierKind>> barriers_;
  PassiveLog passive_;
  Answer<std::string> relay_;
  std::map<std::string, Answer<std::string>> needed_;
  std::atomic<uint32_t> last_number_ = 0;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_TARGET_KNOWLEDGE_H_
