// Time and memory for an input of one size and of twice that, up to what the protocol allows, and the limit that holds beyond.
// Prints a table whose cells are separated by tabs; bench/growth adds what needs sockets.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bench/support/allocation_counter.h"
#include "bench/support/best_seconds.h"
#include "bench/support/chunk_floods.h"
#include "bench/support/session.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/io/relay.h"

namespace rtmp::bench {
namespace {

// The name of the error that a run ended in, empty without one.
using Outcome = std::string;

Outcome Name(const std::optional<ProtocolError>& error) {
  return error.has_value() ? std::string(ErrorCodeName(error->code)) : std::string();
}

// `make` turns a size into an input, `run` works through it and says which limit held.
template <typename Make, typename Run>
void Case(const std::string& name, size_t size, Make make, Run run) {
  double seconds[2] = {};
  int64_t peak[2] = {};
  Outcome outcome;
  for (const size_t i : {0, 1}) {
    const auto input = make(size * (i + 1));
    const int64_t before = LiveBytes();
    ResetPeakBytes();
    outcome = run(input);
    peak[i] = PeakBytes() - before;
    seconds[i] = BestSeconds(3, [&] { run(input); });
  }
  std::printf("%s\t%zu\t%.2f\t%.2f\t%.1f\t%.1f\t%.1f\t%.1f\t%s\n", name.c_str(), size, seconds[0] * 1e3, seconds[1] * 1e3,
              seconds[1] / seconds[0], static_cast<double>(peak[0]) / 1024, static_cast<double>(peak[1]) / 1024,
              static_cast<double>(peak[1]) / static_cast<double>(std::max<int64_t>(peak[0], 1)),
              outcome.empty() ? "none" : outcome.c_str());
}

Outcome Decode(const Buffer& stream) {
  ChunkDecoder decoder;
  for (Bytes rest = stream; !rest.empty(); rest.remove_prefix(std::min(kPiece, rest.size()))) {
    Bytes input = rest.subspan(0, kPiece);
    RawMessage message;
    while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) continue;
  }
  return Name(decoder.error());
}

Buffer Nested(size_t depth) {
  Buffer bytes;
  amf0::Encoder amf(&bytes);
  for (size_t i = 0; i < depth; ++i) {
    amf.BeginObject();
    amf.Key("a");
  }
  amf.Null();
  for (size_t i = 0; i < depth; ++i) amf.EndObject();
  return bytes;
}

void Chunks() {
  // 16,777,215 bytes, the second, is the longest message that there is.
  for (const uint32_t chunk_size : {65536, 4096, 128}) {
    Case(
        absl::StrCat("a message of n bytes, chunk ", chunk_size), kMaxMessageLength / 2,
        [=](size_t n) { return OneMessage(chunk_size)(n | 1); }, Decode);
  }
  Case("a message of n bytes, chunk 1", 1'000'000, OneMessage(1), Decode);
  Case(
      "n chunk streams, 128 bytes of a message each", 30'000, [](size_t n) { return Interleaved(n, 200, 64, /*whole=*/false); },
      Decode);
  Case(
      "n chunk streams, 1,000 bytes of a message each", 30'000,
      [](size_t n) { return Interleaved(n, 1100, 64, /*whole=*/false); }, Decode);
}

void Amf() {
  const auto decode = [](size_t depth) {
    return [depth](const Buffer& bytes) {
      amf0::Values values;
      return Name(amf0::Decode(bytes, {depth, size_t{1} << 30, size_t{1} << 30}, &values));
    };
  };
  Case("AMF0 nested n deep, limit lifted", 8'000, Nested, decode(size_t{1} << 30));
  Case("AMF0 nested n deep", 8'000, Nested, decode(amf0::Limits().max_depth));
}

void Connections() {
  Case(
      "n publishers of a relay in process", 5'000,
      [](size_t n) {
        std::vector<Buffer> clients;
        for (size_t i = 0; i < n; ++i) clients.push_back(ClientToPublish(absl::StrCat("stream", i)));
        return clients;
      },
      [](const std::vector<Buffer>& clients) {
        io::Relay relay({});
        relay.set_on_output([&](io::ConnectionId id) { relay.AdvanceSendBuf(id, relay.send_buf(id).size()); });
        for (const Buffer& client : clients) relay.Receive(relay.Open("127.0.0.1:50000"), client);
        return Outcome();
      });
}

}  // namespace
}  // namespace rtmp::bench

int main() {
  // The C library keeps what is freed: else the kernel's work for fresh pages is what is measured, many times ours.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  std::printf("\tn\tms\tms of 2n\tratio\tKiB\tKiB of 2n\tratio\tlimit that held at 2n\n");
  rtmp::bench::Chunks();
  rtmp::bench::Amf();
  rtmp::bench::Connections();
}
