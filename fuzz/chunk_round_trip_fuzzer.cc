// Messages that decode are encoded to a chunk stream that decodes to the same messages, whichever way the receiver takes extended
// timestamps; and this stream is canonical: encoded again it stays as it is.
#include "fuzz/support/chunk_messages.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp {
namespace {

Buffer Encode(const std::vector<OwnedMessage>& messages) {
  Buffer stream;
  ChunkEncoder encoder;
  for (const OwnedMessage& message : messages) {
    encoder.Encode(message.raw(), &stream);
    encoder.set_chunk_size(message.next_chunk_size);
  }
  return stream;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ChunkDecoderOptions options;
  options.peek_extended_timestamp = in.TakeBool();
  const Cuts cuts = in.TakeCuts();

  const std::vector<OwnedMessage> messages = DecodeMessages(options, in.rest(), Cuts::None()).messages;
  const Buffer encoded = Encode(messages);
  for (const bool peek : {false, true}) {
    options.peek_extended_timestamp = peek;
    const DecodedMessages again = DecodeMessages(options, encoded, peek ? Cuts::None() : cuts);
    FUZZ_CHECK(again.error == std::nullopt);
    FUZZ_CHECK_EQ(again.buffered_bytes, size_t{0});
    FUZZ_CHECK_EQ(again.messages, messages);
    FUZZ_CHECK_EQ(Encode(again.messages), encoded);
  }
  return 0;
}

}  // namespace rtmp
