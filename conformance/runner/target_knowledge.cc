#include "conformance/runner/target_knowledge.h"

namespace rtmpspec {

BarrierKind TargetKnowledge::Barrier(SessionState state, absl::FunctionRef<BarrierKind()> find) {
  Answer<BarrierKind>* answer = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    answer = &barriers_[state];
  }
  return answer->Get(find);
}

std::string TargetKnowledge::Relay(absl::FunctionRef<std::string()> find) { return relay_.Get(find); }

std::string TargetKnowledge::Needed(const std::string& id, absl::FunctionRef<std::string()> find) {
  Answer<std::string>* answer = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    answer = &needed_[id];
  }
  return answer->Get(find);
}

void TargetKnowledge::ForgetFailures() {
  for (auto& [state, answer] : barriers_) answer.ForgetIf([](const BarrierKind& kind) { return kind == BarrierKind::kNone; });
  const auto is_reason = [](const std::string& reason) { return !reason.empty(); };
  relay_.ForgetIf(is_reason);
  for (auto& [id, answer] : needed_) answer.ForgetIf(is_reason);
}

void TargetKnowledge::AddPassive(const PassiveLog& log) {
  const std::lock_guard<std::mutex> lock(mutex_);
  passive_.Merge(log);
}

PassiveLog TargetKnowledge::passive() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return passive_;
}

}  // namespace rtmpspec
