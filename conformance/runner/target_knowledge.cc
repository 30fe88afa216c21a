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

void TargetKnowledge::ForgetFailures() {
  for (auto& [state, answer] : barriers_) answer.ForgetIf([](const BarrierKind& kind) { return kind == BarrierKind::kNone; });
  relay_.ForgetIf([](const std::string& reason) { return !reason.empty(); });
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
