#include "conformance/faults/mutating_peer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "impl/bytes/big_endian.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmpspec {
namespace {

using Kind = WireMutation::Kind;

// The bytes of one connection, changed.
class MutatedStream {
 public:
  MutatedStream(std::shared_ptr<MutatingPeer::Plan> plan, size_t connection) : plan_(std::move(plan)), connection_(connection) {
    if (plan_->mutation.has_value() && plan_->mutation->connection == connection) mutation_ = plan_->mutation;
  }

  void Feed(rtmp::Bytes bytes, rtmp::Buffer* out) {
    const size_t handshake = std::min<size_t>(bytes.size(), rtmp::kHandshakeSize - handshake_);
    PassHandshake(bytes.subspan(0, handshake), out);
    bytes.remove_prefix(handshake);
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    if (!readable_) {
      out->insert(out->end(), held_.begin(), held_.end());
      held_.clear();
      return;
    }
    size_t begin = 0;  // of the message that is being read
    rtmp::Bytes unread = rtmp::Bytes(held_).subspan(read_);
    rtmp::RawMessage message;
    rtmp::ChunkDecoder::Result result;
    while ((result = decoder_.Next(unread, &message)) == rtmp::ChunkDecoder::Result::kMessage) {
      const size_t end = held_.size() - unread.size();
      Take(message, rtmp::Bytes(held_).subspan(begin, end - begin), out);
      begin = end;
    }
    // A peer that sends what is no chunk stream is judged by what it sends.
    readable_ = result == rtmp::ChunkDecoder::Result::kNeedBytes;
    if (!readable_) {
      out->insert(out->end(), held_.begin() + static_cast<ptrdiff_t>(begin), held_.end());
      begin = held_.size();
    }
    held_.erase(held_.begin(), held_.begin() + static_cast<ptrdiff_t>(begin));
    read_ = held_.size();
  }

  // A message that waits to change places with one that does not come.
  void Flush(rtmp::Buffer* out) {
    if (waiting_.has_value()) Encode(*waiting_, out);
    waiting_.reset();
  }

 private:
  SentByConnection& sent() { return plan_->sent[connection_]; }

  void PassHandshake(rtmp::Bytes bytes, rtmp::Buffer* out) {
    for (const uint8_t byte : bytes) {
      const bool changed = mutation_.has_value() && mutation_->kind == Kind::kHandshakeByte && mutation_->offset == handshake_;
      out->push_back(changed ? byte ^ mutation_->mask : byte);
      ++handshake_;
    }
    sent().handshake = handshake_ == rtmp::kHandshakeSize;
  }

  static SentMessage Kept(const rtmp::RawMessage& message) {
    return {message.chunk_stream_id, message.timestamp, message.type_id, message.message_stream_id,
            rtmp::Buffer(message.payload.begin(), message.payload.end())};
  }

  void Take(const rtmp::RawMessage& message, rtmp::Bytes raw, rtmp::Buffer* out) {
    SentMessage kept = Kept(message);
    sent().messages.push_back(kept);
    const size_t index = count_++;
    const bool before = !mutation_.has_value() || mutation_->kind == Kind::kHandshakeByte || index < mutation_->message;
    rtmp::Buffer encoded;
    if (before) {
      Encode(kept, &encoded);  // for what the encoder remembers
      out->insert(out->end(), raw.begin(), raw.end());
    } else if (index == mutation_->message) {
      Mutate(std::move(kept), &encoded);
      out->insert(out->end(), encoded.begin(), encoded.end());
    } else {
      Encode(kept, &encoded);
      Flush(&encoded);
      out->insert(out->end(), encoded.begin(), encoded.end());
    }
    // What the peer does from here on, whatever became of the message that says so.
    if (message.type_id == static_cast<uint8_t>(rtmp::MessageType::kSetChunkSize) && message.payload.size() >= 4)
      encoder_.set_chunk_size(rtmp::Load32(message.payload.data()));
  }

  void Mutate(SentMessage message, rtmp::Buffer* out) {
    switch (mutation_->kind) {
      case Kind::kHandshakeByte:
      case Kind::kDrop:
        return;
      case Kind::kSwap:
        waiting_ = std::move(message);
        return;
      case Kind::kDouble:
        Encode(message, out);
        break;
      case Kind::kPayloadByte:
        message.payload[mutation_->offset] ^= mutation_->mask;
        break;
      case Kind::kTruncate:
        message.payload.pop_back();
        break;
      case Kind::kTypeId:
        message.type_id = message.type_id == 8 ? 9 : message.type_id == 9 ? 8 : 200;
        break;
      case Kind::kTimestamp:
        message.timestamp += 1000;
        break;
      case Kind::kMessageStreamId:
        ++message.message_stream_id;
        break;
    }
    Encode(message, out);
  }

  void Encode(const SentMessage& message, rtmp::Buffer* out) {
    encoder_.Encode({message.chunk_stream_id, message.timestamp, message.type_id, message.message_stream_id, message.payload},
                    out);
  }

  std::shared_ptr<MutatingPeer::Plan> plan_;
  size_t connection_;
  std::optional<WireMutation> mutation_;
  size_t handshake_ = 0;
  size_t count_ = 0;
  bool readable_ = true;
  rtmp::ChunkDecoder decoder_;
  rtmp::ChunkEncoder encoder_;
  rtmp::Buffer held_;  // received, and of no complete message
  size_t read_ = 0;    // how much of it the decoder has had
  std::optional<SentMessage> waiting_;
};

class MutatingConnection : public PeerConnection {
 public:
  MutatingConnection(std::unique_ptr<PeerConnection> connection, std::shared_ptr<MutatingPeer::Plan> plan, size_t index)
      : connection_(std::move(connection)), stream_(std::move(plan), index) {}
  void Write(rtmp::Bytes bytes) override { connection_->Write(bytes); }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override {
    rtmp::Buffer received;
    const ReadEnd end = connection_->Read(&received, wait);
    const size_t before = out->size();
    stream_.Feed(received, out);
    if (end == ReadEnd::kData) return out->size() > before ? ReadEnd::kData : Read(out, wait);
    stream_.Flush(out);
    return out->size() > before ? ReadEnd::kData : end;
  }
  void Close(bool reset) override { connection_->Close(reset); }
  std::optional<std::string> state() const override { return connection_->state(); }
  std::optional<std::vector<DeliveredMedia>> TakeDelivered() override { return connection_->TakeDelivered(); }

 private:
  std::unique_ptr<PeerConnection> connection_;
  MutatedStream stream_;
};

}  // namespace

void MutatingPeer::Arm(std::optional<WireMutation> mutation) {
  plan_ = std::make_shared<Plan>();
  plan_->mutation = std::move(mutation);
}

absl::StatusOr<std::unique_ptr<PeerConnection>> MutatingPeer::Connect(const ClientTask& task) {
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer().Connect(task);
  if (!connection.ok()) return connection.status();
  const size_t index = plan_->sent.size();
  plan_->sent.emplace_back();
  return std::make_unique<MutatingConnection>(*std::move(connection), plan_, index);
}

}  // namespace rtmpspec
