#include "fuzz/support/message_mutator.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <random>

#include "absl/strings/string_view.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/reconnect.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

// The engine's own mutation; a program without one never calls the mutator.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace rtmp {
namespace {

class Messages {
 public:
  void Add(MessageType type, uint32_t message_stream_id, Bytes payload) {
    RawMessage message;
    message.chunk_stream_id = type == MessageType::kVideo ? 6 : type == MessageType::kAudio ? 4 : 3;
    message.type_id = static_cast<uint8_t>(type);
    message.message_stream_id = message_stream_id;
    message.payload = payload;
    Buffer bytes;
    ChunkEncoder().Encode(message, &bytes);
    all_.push_back(std::move(bytes));
  }
  template <typename Encode>
  void AddCommand(uint32_t message_stream_id, Encode encode) {
    Buffer payload;
    encode(&payload);
    Add(MessageType::kCommandAmf0, message_stream_id, payload);
  }
  void AddControl(MessageType type, std::initializer_list<uint8_t> payload) { Add(type, 0, std::vector<uint8_t>(payload)); }
  // What either side may send.
  void AddCommon() {
    AddHandshake();
    AddControl(MessageType::kSetChunkSize, {0, 0, 0, 128});
    AddControl(MessageType::kAbort, {0, 0, 0, 6});
    AddControl(MessageType::kAcknowledgement, {0, 0, 1, 0});
    AddControl(MessageType::kWindowAcknowledgementSize, {0, 0, 1, 0});
    AddControl(MessageType::kUserControl, {0, 6, 0, 0, 0, 7});  // PingRequest
    Add(MessageType::kAudio, 1, std::vector<uint8_t>{0xaf, 0, 0x12, 0x10});
    Add(MessageType::kVideo, 1, std::vector<uint8_t>{0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 0x88});
    Add(MessageType::kDataAmf0, 1, ToBytes(absl::string_view("\x02\x00\x0aonMetaData\x03\x00\x00\x09", 17)));
    const uint8_t part[] = {8, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0xaf, 1, 0, 0, 0, 13};  // one audio tag
    Add(MessageType::kAggregate, 1, part);
  }

  // A plain one of either side, whole.
  void AddHandshake() { all_.emplace_back(kHandshakeSize, kRtmpVersion); }

  std::vector<Buffer> Take() { return std::move(all_); }

 private:
  std::vector<Buffer> all_;
};

std::vector<Buffer> MakeClientMessages() {
  Messages all;
  all.AddCommand(0, [](Buffer* out) {
    ConnectRequest request;
    request.app = "live";
    EncodeConnect(request, out);
  });
  all.AddCommand(0, [](Buffer* out) { EncodeCreateStream(2, out); });
  all.AddCommand(0, [](Buffer* out) { EncodeReleaseStream(3, "cam", out); });
  for (const uint32_t id : {1u, 2u}) {
    all.AddCommand(0, [id](Buffer* out) { EncodeDeleteStream(0, id, out); });
    all.AddCommand(id, [](Buffer* out) { EncodeCloseStream(0, out); });
    all.AddCommand(id, [](Buffer* out) { EncodePublish({.stream_name = "cam"}, out); });
    all.AddCommand(id, [](Buffer* out) { EncodePlay({.stream_name = "cam"}, out); });
  }
  all.AddCommand(0, [](Buffer* out) { EncodeFcUnpublish(4, "cam", out); });
  all.AddCommand(1, [](Buffer* out) { EncodePause(5, true, 0, out); });
  all.AddCommand(1, [](Buffer* out) { EncodeSeek(6, 1000, out); });
  all.AddCommand(1, [](Buffer* out) { EncodeReceiveAudio(0, false, out); });
  all.AddCommon();
  return all.Take();
}

std::vector<Buffer> MakeServerMessages() {
  Messages all;
  all.AddCommand(0, [](Buffer* out) { EncodeConnectResult(1, 0, nullptr, out); });
  all.AddCommand(0, [](Buffer* out) { EncodeConnectRejected(1, kConnectRejected, "no", out); });
  for (const double transaction : {2, 3, 4, 5}) {
    all.AddCommand(0, [transaction](Buffer* out) { EncodeNumberResult(transaction, 1, out); });
    all.AddCommand(0, [transaction](Buffer* out) { EncodeError(transaction, kCallFailed, "no", out); });
  }
  for (const absl::string_view code : {kPublishStart, kPlayReset, kPlayStart, kUnpublishSuccess, kPlayUnpublishNotify}) {
    all.AddCommand(1, [code](Buffer* out) { EncodeOnStatus(kLevelStatus, code, "", out); });
  }
  for (const absl::string_view code : {kPublishBadName, kPlayStreamNotFound}) {
    all.AddCommand(1, [code](Buffer* out) { EncodeOnStatus(kLevelError, code, "", out); });
  }
  all.AddCommand(0, [](Buffer* out) { EncodeReconnectRequest({.tc_url = "rtmp://b/live", .description = ""}, out); });
  all.AddControl(MessageType::kUserControl, {0, 0, 0, 0, 0, 1});  // StreamBegin
  all.AddControl(MessageType::kUserControl, {0, 1, 0, 0, 0, 1});  // StreamEOF
  all.AddControl(MessageType::kSetPeerBandwidth, {0, 0, 1, 0, 2});
  all.AddCommon();
  return all.Take();
}

// How many bytes the first message takes, if it is one chunk with a header of type 0 and a one-byte basic header, as those above
// that are short; else 0.
size_t SizeOfFirst(const uint8_t* data, size_t size) {
  if (size < 12 || data[0] < 2 || data[0] > 63) return 0;
  const size_t whole = 12 + (size_t{data[4]} << 16 | size_t{data[5]} << 8 | data[6]);
  return whole <= 12 + 128 && whole <= size ? whole : 0;
}

}  // namespace

const std::vector<Buffer>& ClientMessages() {
  static const auto& messages = *new std::vector<Buffer>(MakeClientMessages());
  return messages;
}

const std::vector<Buffer>& ServerMessages() {
  static const auto& messages = *new std::vector<Buffer>(MakeServerMessages());
  return messages;
}

size_t MutateMessages(const std::vector<Buffer>& messages, uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  std::minstd_rand random(seed);
  const Buffer& message = messages[random() % messages.size()];
  if (random() % 3 != 0 || size + message.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  size_t at = 0;
  for (auto steps = random() % 6; steps > 0; --steps) at += SizeOfFirst(data + at, size - at);
  std::memmove(data + at + message.size(), data + at, size - at);
  std::copy(message.begin(), message.end(), data + at);
  return size + message.size();
}

}  // namespace rtmp
