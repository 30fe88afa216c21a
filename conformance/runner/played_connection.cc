#include "conformance/runner/played_connection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/runner/matcher.h"
#include "conformance/runner/usual_messages.h"

namespace rtmpspec {

PlayedConnection::PlayedConnection(std::unique_ptr<PeerConnection> wire, Settings settings)
    : settings_(std::move(settings)),
      wire_(std::move(wire)),
      player_(settings_.played, settings_.variant),
      random_(static_cast<std::minstd_rand::result_type>(settings_.seed)),
      longest_piece_(size_t{2} << random_() % 11),
      reader_(rtmp::kHandshakeSize),
      passive_(settings_.played == Side::kClient ? Side::kServer : Side::kClient) {}

void PlayedConnection::Log(char direction, const std::string& what) {
  if (settings_.log == nullptr) return;
  const bool client = (settings_.played == Side::kClient) == (direction == '>');
  const std::string name = settings_.name.empty() ? "" : settings_.name + ": ";
  settings_.log->Add(absl::StrCat(name, client ? "C" : "S", std::string(1, direction), " ", what));
}

void PlayedConnection::Queue(rtmp::Bytes bytes, const std::string& what) {
  outbox_.insert(outbox_.end(), bytes.begin(), bytes.end());
  Log('>', what);
}

void PlayedConnection::Flush() {
  if (outbox_.empty()) return;
  rtmp::Buffer bytes;
  bytes.swap(outbox_);
  written_ += bytes.size();
  if (settings_.variant.delivery == Variant::Delivery::kWhole) return wire_->Write(bytes);
  for (rtmp::Bytes rest = bytes; !rest.empty();) {
    const rtmp::Bytes piece = rest.subspan(0, NextPiece());
    wire_->Write(piece);
    rest.remove_prefix(piece.size());
  }
}

// Short pieces on one connection and long ones, up to 2 KiB, on another: a handshake's packet is cut and chunks are put together.
size_t PlayedConnection::NextPiece() {
  return settings_.variant.delivery == Variant::Delivery::kBytewise ? 1 : 1 + random_() % longest_piece_;
}

void PlayedConnection::WritePieces(rtmp::Bytes bytes, size_t size, const std::string& what) {
  Flush();
  Log('>', what);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    const rtmp::Bytes piece = bytes.subspan(0, size);
    outbox_.assign(piece.begin(), piece.end());
    Flush();
  }
}

void PlayedConnection::Send(const PlayedMessage& message, const std::string& what) {
  rtmp::Buffer bytes;
  player_.Send(message, &bytes);
  passive_.NotePlayed(message);
  Queue(bytes, what);
  Flush();
}

void PlayedConnection::Close(bool reset) {
  Flush();
  Log('>', reset ? "RST" : "FIN");
  wire_->Close(reset);
}

uint64_t PlayedConnection::sent() const {
  const uint64_t all = written_ + outbox_.size();
  return all > rtmp::kHandshakeSize ? all - rtmp::kHandshakeSize : 0;
}

bool PlayedConnection::Pump(const Deadline& deadline) {
  Flush();
  while (end_ == End::kOpen) {
    if (raw_begin_ == raw_.size()) {
      raw_.clear();
      raw_begin_ = 0;
    }
    switch (wire_->Read(&raw_, deadline.left())) {
      case ReadEnd::kData:
        return true;
      case ReadEnd::kFin:
        end_ = End::kFin;
        Log('<', "FIN");
        return true;
      case ReadEnd::kReset:
        end_ = End::kReset;
        Log('<', "RST");
        return true;
      case ReadEnd::kNothing:
        if (settings_.exact_peer || deadline.left() <= absl::ZeroDuration()) return false;
    }
  }
  return false;
}

bool PlayedConnection::Fill(size_t count, const Deadline& deadline) {
  Flush();
  while (raw().size() < count) {
    if (!Pump(deadline)) return false;
  }
  return true;
}

void PlayedConnection::ConsumeRaw(size_t count, const std::string& what) {
  count = std::min(count, raw().size());
  const rtmp::Bytes bytes = raw().subspan(0, count);
  if (count > 0) Log('<', absl::StrCat(what, " @", offset_));
  // Bytes behind the handshake that a script reads raw still move the reader's state, but are no messages to be asked for.
  const uint64_t handshake_left = offset_ < rtmp::kHandshakeSize ? rtmp::kHandshakeSize - offset_ : 0;
  offset_ += count;
  raw_begin_ += count;
  if (count <= handshake_left) return;
  reader_.Feed(bytes.subspan(handshake_left));
  while (std::optional<WireMessage> message = reader_.Next()) OnMessage(std::move(*message), /*keep=*/false);
}

bool PlayedConnection::ParseMore() {
  if (in_handshake() || raw().empty() || !reader_.error().empty()) return false;
  const size_t before = inbox_.size();
  do {
    const size_t count = settings_.stepwise ? 1 : raw().size();
    reader_.Feed(raw().subspan(0, count));
    raw_begin_ += count;
    offset_ += count;
    while (std::optional<WireMessage> message = reader_.Next()) OnMessage(std::move(*message), /*keep=*/true);
  } while (settings_.stepwise && inbox_.size() == before && !raw().empty() && reader_.error().empty());
  if (settings_.passive != nullptr) settings_.passive->Add(settings_.case_id, reader_.TakeViolations());
  if (!reader_.error().empty()) Log('<', absl::StrCat("not readable: ", reader_.error(), " @", reader_.error_offset()));
  return true;
}

void PlayedConnection::OnMessage(WireMessage message, bool keep) {
  Log('<', absl::StrCat(DescribeMessage(message), " @", message.offset));
  if (settings_.passive != nullptr) {
    ++settings_.passive->messages;
    if (message.header.format != 0) ++settings_.passive->short_headers;
    settings_.passive->Add(settings_.case_id, passive_.Check(message));
    settings_.passive->checked.insert(passive_.checked().begin(), passive_.checked().end());
  }
  if (message.type_id == 3) acks_.push_back({ControlValue(message), sent(), message.offset});
  if (settings_.autopilot) {
    std::vector<PlayedMessage> answers;
    autopilot_.OnMessage(message, &answers);
    for (const PlayedMessage& answer : answers)
      Send(answer, answer.type_id == 3 ? "Ack (autopilot)" : "PingResponse (autopilot)");
  }
  for (size_t i = 0; i < barriers_.size(); ++i) {
    if (!IsBarrierReply(barriers_[i], message)) continue;
    if (i + 1 == barriers_.size() && !barrier_answered_) {
      barrier_answered_ = true;
      reply_index_ = inbox_.size();
    }
    return;
  }
  if (keep) inbox_.push_back(std::move(message));
}

bool PlayedConnection::Advance(const Deadline& deadline) {
  Flush();
  if (in_handshake()) {
    const size_t left = rtmp::kHandshakeSize - offset_;
    if (!Fill(left, deadline)) return false;
    ConsumeRaw(left, absl::StrCat(left, " bytes of handshake"));
    return true;
  }
  return ParseMore() || (reader_.error().empty() && Pump(deadline));
}

const WireMessage* PlayedConnection::Peek(size_t index, const Deadline& deadline) {
  while (inbox_.size() <= index) {
    if (!Advance(deadline)) return nullptr;
  }
  return &inbox_[index];
}

void PlayedConnection::TakeThrough(size_t index) {
  const size_t count = std::min(index + 1, inbox_.size());
  inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(count));
}

void PlayedConnection::Take(size_t index) {
  if (index < inbox_.size()) inbox_.erase(inbox_.begin() + static_cast<std::ptrdiff_t>(index));
}

void PlayedConnection::StartBarrier(Barrier barrier) {
  barriers_.push_back(barrier);
  barrier_answered_ = false;
  Send(BarrierMessage(barrier), absl::StrCat(BarrierName(barrier.kind), " (sync)"));
}

PlayedConnection::Round PlayedConnection::FinishBarrier(const Deadline& deadline) {
  while (!barrier_answered_) {
    if (!Advance(deadline)) return end_ != End::kOpen || !reader_.error().empty() ? Round::kEnded : Round::kUnanswered;
  }
  return Round::kAnswered;
}

}  // namespace rtmpspec
