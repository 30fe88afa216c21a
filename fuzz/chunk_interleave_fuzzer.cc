// Messages of several chunk streams whose chunks take turns in any order arrive as they were sent, each when its last chunk does,
// and nothing is held when the last one is complete.
#include <array>
#include <iterator>
#include <optional>

#include "fuzz/support/chunk_messages.h"
#include "impl/chunk/chunk_header.h"

namespace rtmp {
namespace {

constexpr uint32_t kChunkStreams[] = {2, 3, 63, 64, 319, 320, 65599, 5};
constexpr uint32_t kChunkSize = 16;

// A message on its way.
struct Sending {
  RawMessage message;  // its payload lies in the input
  size_t sent = 0;
  bool begun = false;
  bool done() const { return begun && sent == message.payload.size(); }
};

void AppendChunk(Sending& sending, Buffer* out) {
  ChunkHeader header;
  header.format = sending.begun ? 3 : 0;
  header.chunk_stream_id = sending.message.chunk_stream_id;
  header.basic_header_size = SmallestBasicHeaderSize(header.chunk_stream_id);
  header.has_extended_timestamp = sending.message.timestamp >= kExtendedTimestampMarker;
  header.timestamp_field = header.has_extended_timestamp ? kExtendedTimestampMarker : sending.message.timestamp;
  header.extended_timestamp = sending.message.timestamp;
  header.message_length = static_cast<uint32_t>(sending.message.payload.size());
  header.message_type_id = sending.message.type_id;
  header.message_stream_id = sending.message.message_stream_id;
  AppendChunkHeader(header, out);
  const Bytes part = sending.message.payload.subspan(sending.sent, kChunkSize);
  out->insert(out->end(), part.begin(), part.end());
  sending.sent += part.size();
  sending.begun = true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const Cuts cuts = in.TakeCuts();
  constexpr uint8_t kSetChunkSize[] = {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, kChunkSize};
  static Buffer& stream = *new Buffer;
  static KeptMessages& expected = *new KeptMessages;
  stream.assign(std::begin(kSetChunkSize), std::end(kSetChunkSize));
  expected.Clear();
  expected.Add({2, 0, 1, 0, Bytes(kSetChunkSize).subspan(12)}, kChunkSize);
  std::array<std::optional<Sending>, 8> sending;
  const auto send_chunk = [&](std::optional<Sending>& one) {
    AppendChunk(*one, &stream);
    if (!one->done()) return;
    expected.Add(one->message, kChunkSize);
    one.reset();
  };
  // The program from the end of the input: a byte says whose turn it is, and where it has nothing to send, the next ones what.
  while (!in.rest().empty() && stream.size() < 4096) {
    const uint8_t turn = in.TakeByte();
    std::optional<Sending>& one = sending[turn & 7];
    if (!one.has_value()) {
      const uint8_t length = in.TakeByte();
      const Bytes payload = in.rest().subspan(0, length);
      const uint32_t timestamp = (turn & 8) != 0 ? 0xfffffe + (turn >> 4) : turn;
      one = Sending{{kChunkStreams[turn & 7], timestamp, static_cast<uint8_t>(8 + (turn >> 7)), uint32_t{turn} >> 5, payload}};
    }
    send_chunk(one);
  }
  for (std::optional<Sending>& one : sending) {
    while (one.has_value()) send_chunk(one);
  }
  ChunkDecoderOptions options;
  CheckMessages(options, stream, cuts, expected);
  return 0;
}

}  // namespace rtmp
