// One connection of a running case: the suite's end of it. Bytes out by a delivery; bytes in, first raw (the handshake, `bytes`
// steps), then as messages, with the autopilot and the passive checks behind them.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PLAYED_CONNECTION_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PLAYED_CONNECTION_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "conformance/runner/autopilot.h"
#include "conformance/runner/deadlines.h"
#include "conformance/runner/passive_checks.h"
#include "conformance/runner/passive_log.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/player.h"
#include "conformance/runner/sync.h"
#include "conformance/runner/variant.h"
#include "conformance/runner/wire_log.h"
#include "conformance/runner/wire_reader.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec {

class PlayedConnection {
 public:
  struct Settings {
    Side played = Side::kClient;
    bool exact_peer = false;  // what has not come will not come
    Variant variant;          // how what is played is cut and put into chunks
    uint64_t seed = 1;        // of random cuts
    bool autopilot = true;
    bool stepwise = false;  // parse no further than the message asked for: `bytes` steps follow messages
    std::string case_id;
    std::string name;               // in the wire log, where a case has several connections
    PassiveLog* passive = nullptr;  // may be null
    WireLog* log = nullptr;         // may be null
  };
  enum class End { kOpen, kFin, kReset };
  // An Acknowledgement that came, and how much had been sent by then behind the handshake.
  struct AckSeen {
    uint32_t value = 0;
    uint64_t sent = 0;
    uint64_t offset = 0;
  };

  PlayedConnection(std::unique_ptr<PeerConnection> wire, Settings settings);

  Player& player() { return player_; }
  PeerConnection& wire() { return *wire_; }
  void set_autopilot(bool on) { settings_.autopilot = on; }

  // Queues bytes until Flush, so that a delivery can put several steps in one write. `what` is their line in the wire log.
  void Queue(rtmp::Bytes bytes, const std::string& what);
  void Flush();
  // As Queue, but what is queued and then each `size` bytes are a write of their own.
  void WritePieces(rtmp::Bytes bytes, size_t size, const std::string& what);
  void Send(const PlayedMessage& message, const std::string& what);
  // Tells the passive checks what a script played: some answers are judged by it.
  void NotePlayed(const PlayedMessage& message) { passive_.NotePlayed(message); }
  void Close(bool reset);

  // Raw bytes not consumed yet. Fill waits until there are `count`; false when they do not come.
  rtmp::Bytes raw() const { return rtmp::Bytes(raw_).subspan(raw_begin_); }
  bool Fill(size_t count, const Deadline& deadline);
  void ConsumeRaw(size_t count, const std::string& what);
  // True until the checked side's handshake has been consumed.
  bool in_handshake() const { return offset_ < rtmp::kHandshakeSize; }
  // Stream offset of the next raw byte.
  uint64_t offset() const { return offset_; }

  // The message at `index` of those not taken, in order of arrival; null when it does not come. The rest of the handshake is
  // skipped first if the script left it unread. The pointer is valid until the next call.
  const WireMessage* Peek(size_t index, const Deadline& deadline);
  // Removes the messages before and at `index`.
  void TakeThrough(size_t index);
  // Removes just that message.
  void Take(size_t index);
  size_t waiting() const { return inbox_.size(); }
  // Reads once more, whatever comes; false when nothing did. Advance also parses it: a message may have come, or only a part.
  bool Pump(const Deadline& deadline);
  bool Advance(const Deadline& deadline);

  End end() const { return end_; }
  // Why the peer's bytes cannot be read as chunks; empty while they can.
  const std::string& ill_formed() const { return reader_.error(); }
  uint64_t ill_formed_offset() const { return reader_.error_offset(); }
  std::string Unfinished() { return reader_.Unfinished(); }

  // Sends a barrier and waits for its reply. kAnswered: messages that came before the reply are `index_of_reply()` first ones.
  enum class Round { kAnswered, kUnanswered, kEnded };
  void StartBarrier(Barrier barrier);
  bool barrier_answered() const { return barrier_answered_; }
  size_t index_of_reply() const { return reply_index_; }
  Round FinishBarrier(const Deadline& deadline);

  // Bytes sent behind the handshake, and the Acknowledgements that came.
  uint64_t sent() const;
  const std::vector<AckSeen>& acks() const { return acks_; }
  // The last WindowAckSize that a script played here; 0: none.
  uint32_t played_window() const { return played_window_; }
  void set_played_window(uint32_t window) { played_window_ = window; }

 private:
  bool ParseMore();
  void OnMessage(WireMessage message, bool keep);
  void Log(char direction, const std::string& what);
  size_t NextPiece();

  Settings settings_;
  std::unique_ptr<PeerConnection> wire_;
  Player player_;
  rtmp::Buffer outbox_;
  std::minstd_rand random_;
  size_t longest_piece_ = 1;
  uint64_t written_ = 0;
  rtmp::Buffer raw_;
  size_t raw_begin_ = 0;
  uint64_t offset_ = 0;
  WireReader reader_;
  PassiveChecks passive_;
  Autopilot autopilot_;
  std::deque<WireMessage> inbox_;
  End end_ = End::kOpen;
  std::vector<AckSeen> acks_;
  uint32_t played_window_ = 0;
  std::vector<Barrier> barriers_;  // all that were ever sent here: a late reply is no extra message
  bool barrier_answered_ = false;
  size_t reply_index_ = 0;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PLAYED_CONNECTION_H_
