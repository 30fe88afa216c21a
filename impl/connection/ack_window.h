// Acknowledgements in both directions: when ours are due, and what the peer's say (RTMP 1.0 5.4.3 to 5.4.5).
#ifndef RTMPSPEC_IMPL_CONNECTION_ACK_WINDOW_H_
#define RTMPSPEC_IMPL_CONNECTION_ACK_WINDOW_H_

#include <cstdint>
#include <optional>

#include "impl/message/message.h"

namespace rtmp {

// Counts are bytes of the chunk stream: the first is the one behind the handshake (catalogue, section 13, A18).
class AckWindow {
 public:
  // `window_size` is the window that we announce as long as the peer sets no other.
  explicit AckWindow(uint32_t window_size) : send_window_(window_size) {}

  // --- What we receive: when an Acknowledgement is due.

  // The peer's WindowAcknowledgementSize. Counting goes on from the last Acknowledgement (RTMP-PC-24). 0: no more of them.
  void OnWindowAcknowledgementSize(uint32_t size) { receive_window_ = size; }
  // How much must be received before the next Acknowledgement. Nothing before the peer's first WindowAcknowledgementSize (A17).
  std::optional<uint64_t> NextDue() const;
  // The Acknowledgement for `received` bytes, when it is due: cumulative, modulo 2^32.
  std::optional<Acknowledgement> TakeDue(uint64_t received);

  // --- What we send: the window that the peer gave us, and what it has acknowledged.

  // The window for the WindowAcknowledgementSize that starts a session; remembered as sent.
  WindowAcknowledgementSize Announce();
  // 5.4.5: hard sets the window, soft only lowers it, dynamic is hard behind a hard one and otherwise ignored. Returns the answer
  // when the window is not the one that was sent last. A size of 0 would forbid to send anything: ignored.
  std::optional<WindowAcknowledgementSize> OnSetPeerBandwidth(const SetPeerBandwidth& message);
  uint32_t send_window() const { return send_window_; }

  void OnSent(uint64_t count) { sent_ += count; }
  // Moves acknowledged() forward modulo 2^32; a value behind it, or ahead of what was sent, is ignored (RTMP-PC-20, PC-21). Peers
  // that count the handshake's bytes are up to 3073 ahead: that is everything sent.
  void OnAcknowledgement(uint32_t sequence_number);
  uint64_t sent() const { return sent_; }
  uint64_t acknowledged() const { return acknowledged_; }
  // More than twice the announced window is unacknowledged. False before it was announced.
  bool overdue() const;

 private:
  uint32_t receive_window_ = 0;
  uint64_t last_taken_ = 0;

  uint32_t send_window_;
  std::optional<uint32_t> last_announced_;
  bool last_limit_was_hard_ = false;
  uint64_t sent_ = 0;
  uint64_t acknowledged_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_ACK_WINDOW_H_
