#include "conformance/runner/case_queue.h"

#include <numeric>
#include <utility>

namespace rtmpspec {
CaseQueue::CaseQueue(const std::vector<Scenario>& scenarios, Side role, const RunOptions& options)
    : on_result_(options.on_result) {
  for (const Scenario& scenario : scenarios) {
    const Transcript& transcript = scenario.transcript;
    if (!(role == Side::kServer ? transcript.server_under_test : transcript.client_under_test)) continue;
    for (std::string& delivery : DeliveriesOf(scenario, role, options)) items_.push_back({&scenario, std::move(delivery)});
  }
}

void CaseQueue::Spread() {
  const size_t size = items_.size();
  size_t stride = size * 5 / 8 + 1;
  while (std::gcd(stride, size) > 1) ++stride;
  std::vector<Item> spread;
  spread.reserve(size);
  for (size_t i = 0; i < size; ++i) spread.push_back(std::move(items_[i * stride % size]));
  items_ = std::move(spread);
}

std::optional<CaseQueue::Item> CaseQueue::Next() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (next_ == items_.size()) return std::nullopt;
  return items_[next_++];
}

void CaseQueue::Tell(const Result& result) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (result.check.empty()) ++done_;
  if (on_result_ != nullptr) on_result_(result, done_, static_cast<int>(items_.size()));
}

void CaseQueue::GiveUp(const std::string& why, Verdict verdict) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!why_.empty()) return;
  why_ = why;
  verdict_ = verdict;
}

Verdict CaseQueue::verdict() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return verdict_;
}

std::string CaseQueue::why() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return why_;
}

}  // namespace rtmpspec
