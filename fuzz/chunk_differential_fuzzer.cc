// The chunk decoder makes of any stream, however it is cut, what a slow decoder makes of it that spells out the specification:
// the same messages, and the same error at the same byte.
#include "fuzz/support/literal_chunks.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ChunkDecoderOptions options;
  const uint8_t flags = in.TakeByte();
  options.peek_extended_timestamp = (flags & 1) != 0;
  if ((flags & 2) != 0) options.max_message_length = 200;
  const Cuts cuts = in.TakeCuts();
  const LiteralChunks literal = DecodeLiterally(options, in.rest());
  const DecodedMessages decoded = DecodeMessages(options, in.rest(), cuts);
  FUZZ_CHECK_EQ(decoded.messages, literal.messages);
  FUZZ_CHECK_EQ(decoded.error.has_value(), literal.error.has_value());
  if (!decoded.error.has_value()) return 0;
  FUZZ_CHECK_EQ(decoded.error->code, *literal.error);
  FUZZ_CHECK_EQ(decoded.error->offset, literal.error_offset);
  return 0;
}

}  // namespace rtmp
