// Messages that decode are encoded to a chunk stream that decodes to the same messages, whichever way the receiver takes extended
// timestamps; and this stream is canonical: encoded again it stays as it is.
#include "fuzz/support/chunk_messages.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp {
namespace {

// Takes messages as they come, and encodes them.
class Encoding {
 public:
  explicit Encoding(Buffer* stream) : stream_(stream) { stream_->clear(); }
  void Append(const RawMessage& message, uint32_t next_chunk_size) {
    encoder_.Encode(message, stream_);
    encoder_.set_chunk_size(next_chunk_size);
  }

 private:
  ChunkEncoder encoder_;
  Buffer* const stream_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ChunkDecoderOptions options;
  options.peek_extended_timestamp = in.TakeBool();
  const Cuts cuts = in.TakeCuts();

  static KeptMessages& messages = *new KeptMessages;
  static Buffer& encoded = *new Buffer;
  messages.Clear();
  Encoding encoding(&encoded);
  DecodeEach(options, in.rest(), Cuts::None(), [&](const RawMessage& m, uint32_t next_chunk_size) {
    encoding.Append(messages.Add(m, next_chunk_size).raw(), next_chunk_size);
  });
  for (const bool peek : {false, true}) {
    options.peek_extended_timestamp = peek;
    CheckMessages(options, encoded, peek ? Cuts::None() : cuts, messages);
  }
  // These are the messages that were decoded again, as has just been checked.
  static Buffer& again = *new Buffer;
  Encoding encoding_again(&again);
  for (size_t i = 0; i < messages.size(); ++i) encoding_again.Append(messages[i].raw(), messages[i].next_chunk_size);
  FUZZ_CHECK_EQ(again, encoded);
  return 0;
}

}  // namespace rtmp
