// A message means the same whatever the size of the chunks it comes in and whatever chunk stream it takes: the server shows the
// same events, state and answers.
#include "fuzz/support/server_session.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

Shown ServeIn(const ServerSetup& setup, RawMessage message, uint32_t chunk_size, uint32_t chunk_stream_id) {
  static Buffer& stream = *new Buffer;
  static Buffer& payload = *new Buffer;
  stream.clear();
  payload.clear();
  ChunkEncoder encoder;
  // Always announced, so that the count of what came differs by the chunk headers alone.
  RawMessage control;
  control.chunk_stream_id = 2;
  control.type_id = EncodeControlMessage(SetChunkSize{chunk_size}, &payload);
  control.payload = payload;
  encoder.Encode(control, &stream);
  encoder.set_chunk_size(chunk_size);
  message.chunk_stream_id = chunk_stream_id;
  encoder.Encode(message, &stream);
  Shown shown = Serve(setup, stream, Cuts::None());
  if (shown.error.has_value()) shown.error->offset = 0;  // counts chunk headers
  return shown;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ServerSetup setup;
  setup.start = static_cast<ServerSetup::Start>(in.TakeByte() % ServerSetup::kStarts);
  setup.policy = static_cast<ServerSetup::Policy>(in.TakeByte() % ServerSetup::kPolicies);
  if (setup.start == ServerSetup::kFresh) setup.start = ServerSetup::kHandshaken;
  RawMessage message;
  message.type_id = in.TakeByte();
  message.message_stream_id = in.TakeBelow(3);
  message.timestamp = in.TakeU32();
  const uint32_t chunk_size = 1 + in.TakeByte();
  message.payload = in.rest();
  // SetChunkSize and Abort are about chunks, and a window counts their headers.
  if (message.type_id == 1 || message.type_id == 2 || message.type_id == 5) return 0;
  const Shown whole = ServeIn(setup, message, 0xffffff, 3);
  FUZZ_CHECK_EQ(ServeIn(setup, message, chunk_size, 3), whole);
  FUZZ_CHECK_EQ(ServeIn(setup, message, chunk_size, 70), whole);
  return 0;
}

}  // namespace rtmp
