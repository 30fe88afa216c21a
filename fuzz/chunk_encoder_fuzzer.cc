// Whatever messages are encoded on whatever chunk streams and chunk sizes, every receiver decodes the same ones, however the
// stream is cut; and the headers cost no more than the longest ones would.
#include "fuzz/support/chunk_messages.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

// Few values, so that messages follow each other on a chunk stream, and the ends of each range.
constexpr uint32_t kChunkStreams[] = {2, 3, 63, 64, 319, 320, 65598, 65599};
constexpr uint32_t kTimestampSteps[] = {0, 1, 40, 0xfffffe, 0xffffff, 0x1000000, 0x80000000, 0xffffffff};
constexpr uint32_t kChunkSizes[] = {1, 2, 128, 129, 4096, 65536, 0xfffffe, 0xffffff};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const Cuts cuts = in.TakeCuts();
  ChunkEncoder encoder;
  static Buffer& stream = *new Buffer;
  static KeptMessages& messages = *new KeptMessages;
  stream.clear();
  messages.Clear();
  size_t bound = 0;
  uint32_t timestamp = 0;
  // The program, four bytes a message, from the end of the input; payloads lie at its beginning.
  while (in.rest().size() >= 4 && messages.size() < 64) {
    OwnedMessage& message = messages.Add();
    const uint8_t where = in.TakeByte();
    message.chunk_stream_id = kChunkStreams[where & 7];
    message.message_stream_id = (where >> 3 & 3) == 3 ? 0xffffffff : where >> 3 & 3;
    message.type_id = (where & 0x20) != 0 ? 8 : 9;
    const uint8_t when = in.TakeByte();
    timestamp += kTimestampSteps[when & 7];
    message.timestamp = timestamp;
    const size_t length = in.TakeByte();
    const uint8_t next = in.TakeByte();
    const Bytes payload = in.rest().subspan(0, std::min(length, in.rest().size()));
    message.payload.assign(payload.begin(), payload.end());
    if ((when & 8) != 0) {
      message.payload.clear();
      message.type_id = EncodeControlMessage(SetChunkSize{kChunkSizes[next & 7]}, &message.payload);
      message.next_chunk_size = kChunkSizes[next & 7];
    } else {
      message.next_chunk_size = encoder.chunk_size();
    }
    const size_t chunks = message.payload.size() / encoder.chunk_size() + 1;
    bound += message.payload.size() + kMaxChunkHeaderSize + 7 * (chunks - 1);
    encoder.Encode(message.raw(), &stream);
    encoder.set_chunk_size(message.next_chunk_size);
  }
  FUZZ_CHECK(stream.size() <= bound);
  for (const bool peek : {false, true}) {
    ChunkDecoderOptions options;
    options.peek_extended_timestamp = peek;
    CheckMessages(options, stream, cuts, messages);
  }
  return 0;
}

}  // namespace rtmp
