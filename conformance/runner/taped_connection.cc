#include "conformance/runner/taped_connection.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace rtmpspec {

class Tape::TapedConnection : public PeerConnection {
 public:
  explicit TapedConnection(Tape* tape) : tape_(*tape) {}

  void Write(rtmp::Bytes bytes) override {
    const size_t again = std::min(bytes.size(), tape_.said_.size() - said_);
    if (!std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(again),
                    tape_.said_.begin() + static_cast<std::ptrdiff_t>(said_))) {
      tape_.diverged_ = true;
    }
    if (tape_.diverged_) return;
    said_ += again;
    bytes.remove_prefix(again);
    if (bytes.empty()) return;
    // What the peer said last was said before this.
    tape_.wire_->Write(bytes);
    tape_.said_.insert(tape_.said_.end(), bytes.begin(), bytes.end());
    said_ += bytes.size();
  }

  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override {
    if (tape_.diverged_) return ReadEnd::kFin;
    if (heard_ < tape_.heard_.size() && tape_.heard_[heard_].said <= said_) {
      const rtmp::Buffer& bytes = tape_.heard_[heard_++].bytes;
      out->insert(out->end(), bytes.begin(), bytes.end());
      return ReadEnd::kData;
    }
    if (said_ < tape_.said_.size()) {
      // The peer waited then, too, for what is still to be said.
      absl::SleepFor(std::min(wait, absl::Milliseconds(20)));
      return ReadEnd::kNothing;
    }
    const size_t before = out->size();
    const ReadEnd end = tape_.wire_->Read(out, wait);
    if (end == ReadEnd::kData) {
      tape_.heard_.push_back({said_, rtmp::Buffer(out->begin() + static_cast<std::ptrdiff_t>(before), out->end())});
      ++heard_;
    }
    return end;
  }

  void Close(bool reset) override {
    if (said_ < tape_.said_.size()) tape_.diverged_ = true;
    if (!tape_.diverged_) tape_.wire_->Close(reset);
  }

 private:
  Tape& tape_;
  size_t said_ = 0;
  size_t heard_ = 0;
};

std::unique_ptr<PeerConnection> Tape::View() {
  diverged_ = false;
  return std::make_unique<TapedConnection>(this);
}

}  // namespace rtmpspec
