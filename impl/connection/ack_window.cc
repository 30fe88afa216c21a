#include "impl/connection/ack_window.h"

#include <algorithm>
#include <utility>

#include "impl/bytes/deviation.h"
#include "impl/handshake/handshake.h"

namespace rtmp {

std::optional<uint64_t> AckWindow::NextDue() const {
  if (receive_window_ == 0) return std::nullopt;
  return last_taken_ + receive_window_ * uint64_t{Deviates("ack-at-twice-the-window") ? 2u : 1u};
}

std::optional<Acknowledgement> AckWindow::TakeDue(uint64_t received) {
  const std::optional<uint64_t> due = NextDue();
  if (!due.has_value() || received < *due) return std::nullopt;
  const uint64_t before = std::exchange(last_taken_, received);
  if (Deviates("ack-since-last")) return Acknowledgement{static_cast<uint32_t>(received - before)};
  if (Deviates("ack-counts-handshake")) return Acknowledgement{static_cast<uint32_t>(received + kHandshakeSize)};
  if (Deviates("ack-in-12-bits")) return Acknowledgement{static_cast<uint32_t>(received & 0xfff)};
  return Acknowledgement{static_cast<uint32_t>(received)};
}

WindowAcknowledgementSize AckWindow::Announce() {
  last_announced_ = send_window_;
  return WindowAcknowledgementSize{send_window_};
}

std::optional<WindowAcknowledgementSize> AckWindow::OnSetPeerBandwidth(const SetPeerBandwidth& message) {
  if (message.size == 0 || Deviates("bandwidth-unanswered")) return std::nullopt;
  switch (message.limit_type) {
    case LimitType::kDynamic:
      if (Deviates("dynamic-limit-ignored")) return std::nullopt;
      if (!last_limit_was_hard_ && !Deviates("dynamic-limit-is-hard")) return std::nullopt;
      [[fallthrough]];
    case LimitType::kHard:
      if (Deviates("hard-limit-only-lowers") && message.size > send_window_) return std::nullopt;
      send_window_ = message.size;
      last_limit_was_hard_ = true;
      break;
    case LimitType::kSoft:
      send_window_ = Deviates("soft-limit-is-hard") ? message.size : std::min(send_window_, message.size);
      last_limit_was_hard_ = false;
      break;
  }
  if (last_announced_ == send_window_) return std::nullopt;
  return Announce();
}

void AckWindow::OnAcknowledgement(uint32_t sequence_number) {
  if (Deviates("bug-ack-wraps") && sequence_number < static_cast<uint32_t>(acknowledged_)) return;
  const uint64_t step = static_cast<uint32_t>(sequence_number - static_cast<uint32_t>(acknowledged_));
  const uint64_t open = sent_ - acknowledged_;
  if (step > open + kHandshakeSize) return;
  acknowledged_ += std::min(step, open);
}

bool AckWindow::overdue() const { return last_announced_.has_value() && sent_ - acknowledged_ > 2 * uint64_t{*last_announced_}; }

}  // namespace rtmp
