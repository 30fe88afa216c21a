// Fixed work a case for bench/gate, which runs this under callgrind: Google Benchmark's loops adapt to the time and would not
// repeat. Prints a line a case: name, messages, allocations, live bytes, the most allocations and live bytes that it may have.
#include <gnu/libc-version.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/config.h"
#include "absl/strings/str_cat.h"
#include "bench/support/allocation_counter.h"
#include "bench/support/amf_messages.h"
#include "bench/support/counted.h"
#include "bench/support/media_mix.h"
#include "bench/support/session.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/amf3/decoder.h"
#include "impl/amf3/encoder.h"
#include "impl/bytes/send_buffer.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/publish.h"
#include "impl/io/relay.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

constexpr size_t kRuns = 100;
constexpr size_t kMessages = 60;
constexpr size_t kPlayers = 8;

// Hard limits, whatever the budgets say: design figures of this project.
struct Most {
  double allocations = -1;  // a message; negative: no limit
  long live_bytes = -1;
};
constexpr Most kSteady = {0, -1};
constexpr Most kSession = {8, 11 * 1024};

// What bench/gate --prove plants in every case: 3 runs of 100 more, an allocation, memory that stays.
enum class Plant { kNothing, kSlowdown, kAllocation, kLeak };
Plant plant = Plant::kNothing;

// Measures kRuns of what `make` returns, `messages` messages each, once warm. Live bytes are those of what it holds at the end.
template <typename Make>
void Case(const char* name, size_t messages, Most most, Make make) {
  const int64_t live = LiveBytes();
  auto run = make();
  for (int i = 0; i < 3; ++i) run();
  const size_t runs = kRuns + (plant == Plant::kSlowdown ? kRuns * 3 / 100 : 0);
  const size_t allocations = AllocationCount();
  Count(name, [&] {
    for (size_t i = 0; i < runs; ++i) run();
    if (plant == Plant::kAllocation) Use(std::make_unique<std::string>(100, 'x')->size());
  });
  const size_t allocated = AllocationCount() - allocations;
  if (plant == Plant::kLeak) Use((new std::string)->size());
  std::printf("%s %zu %zu %lld %g %ld\n", name, messages * kRuns, allocated, static_cast<long long>(LiveBytes() - live),
              most.allocations, most.live_bytes);
}

size_t DecodePieces(ChunkDecoder& decoder, Bytes stream) {
  size_t payload = 0;
  for (; !stream.empty(); stream.remove_prefix(std::min(kPiece, stream.size()))) {
    Bytes input = stream.subspan(0, kPiece);
    RawMessage message;
    while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) payload += message.payload.size();
  }
  return payload;
}

void DecodeChunks(const char* name, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
  Case(name, kMessages, kSteady, [&] { return [&, decoder = ChunkDecoder()]() mutable { Use(DecodePieces(decoder, stream)); }; });
}

void EncodeChunks(const char* name, uint32_t chunk_size) {
  const std::vector<RawMessage> messages = MediaMessages(kMixSizes, kMessages);
  Case(name, kMessages, kSteady, [&] {
    ChunkEncoder encoder;
    encoder.set_chunk_size(chunk_size);
    return [&, encoder = std::move(encoder), out = SendBuffer()]() mutable {
      for (const RawMessage& message : messages) {
        uint8_t* const begin = out.Reserve(encoder.MostBytes(message));
        out.Commit(static_cast<size_t>(encoder.Write(message, begin) - begin));
        if (out.size() < kPiece) continue;
        Use(out.size());
        out.Advance(out.size());
      }
    };
  });
}

void Amf0(const std::string& message, void (*write)(amf0::Encoder&)) {
  Buffer bytes;
  amf0::Encoder encoder(&bytes);
  write(encoder);
  Case(("amf0_decode_" + message).c_str(), 1, kSteady, [&] {
    return [&, values = amf0::Values()]() mutable {
      Use(amf0::Decode(bytes, {}, &values).has_value() ? 1 : 0);
      Use(values.size());
    };
  });
  Case(("amf0_encode_" + message).c_str(), 1, kSteady, [&] {
    return [&, out = Buffer()]() mutable {
      out.clear();
      amf0::Encoder again(&out);
      write(again);
      Use(out.size());
    };
  });
}

void Amf3() {
  Buffer bytes;
  amf3::Encoder encoder(&bytes);
  WriteTracksAmf3(encoder);
  // What a string table holds is allocated anew for each value.
  Case("amf3_decode", 1, {}, [&] {
    return [&, values = amf3::Values()]() mutable {
      size_t consumed = 0;
      Use(amf3::Decode(bytes, {}, &values, &consumed).has_value() ? 1 : 0);
      Use(consumed);
    };
  });
  Case("amf3_encode", 1, {}, [&] {
    return [out = Buffer()]() mutable {
      out.clear();
      amf3::Encoder again(&out);
      WriteTracksAmf3(again);
      Use(out.size());
    };
  });
  amf3::Values values;
  size_t consumed = 0;
  amf3::Decode(bytes, {}, &values, &consumed);
  Case("amf3_copy", 1, {}, [&] {
    return [&, out = Buffer()]() mutable {
      out.clear();
      amf3::Encoder(&out).Copy(values);
      Use(out.size());
    };
  });
}

// Each of the control messages of a session, written and read.
void ControlMessages() {
  UserControlEvent begin;
  begin.value = 1;
  const ControlMessage messages[] = {SetChunkSize{4096}, Acknowledgement{5000000}, WindowAcknowledgementSize{5000000},
                                     SetPeerBandwidth{5000000, LimitType::kDynamic}, begin};
  Case("control_messages", std::size(messages), kSteady, [&] {
    return [&, payload = Buffer()]() mutable {
      for (const ControlMessage& message : messages) {
        payload.clear();
        const uint8_t type_id = EncodeControlMessage(message, &payload);
        Use(ParseControlMessage(type_id, payload).index());
      }
    };
  });
}

void Commands() {
  ConnectRequest connect;
  connect.app = "live";
  connect.tc_url = "rtmp://127.0.0.1:1935/live";
  connect.flash_ver = "FMLE/3.0 (compatible; FMSc/1.0)";
  Case("command_connect", 1, {}, [&] {
    return [&, payload = Buffer(), values = amf0::Values()]() mutable {
      payload.clear();
      EncodeConnect(connect, &payload);
      Command command;
      if (!ParseCommand(payload, {}, &values, &command).has_value()) Use(ParseConnect(command).index() + 1);
    };
  });
  PublishCommand publish;
  publish.transaction_id = 5;
  publish.stream_name = "stream";
  Case("command_publish", 1, kSteady, [&] {
    return [&, payload = Buffer(), values = amf0::Values()]() mutable {
      payload.clear();
      EncodePublish(publish, &payload);
      Command command;
      if (!ParseCommand(payload, {}, &values, &command).has_value()) Use(ParsePublish(command).index() + 1);
    };
  });
}

void Session(const char* name, const Buffer& client) {
  Case(name, 1, kSession, [&] {
    return [&, server = std::optional<ServerConnection>()]() mutable {
      server.emplace();
      Use(Serve(*server, client));
      if (server->state() != State::kPublishing) std::abort();
    };
  });
}

void Ingest(const char* name, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
  Case(name, kMessages, kSteady, [&] {
    ServerConnection server;
    Serve(server, ClientToPublish());
    return [&, server = std::move(server)]() mutable { Use(Serve(server, stream)); };
  });
}

// What a publisher's messages cost a whole server with kPlayers players, who take everything at once.
void RelayMedia(const char* name, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  const Buffer stream = TaggedMediaStream(sizes, kMessages, chunk_size);
  Case(name, kMessages, kSteady, [&] {
    auto relay = std::make_unique<io::Relay>(io::RelayOptions());
    relay->set_on_output([relay = relay.get()](io::ConnectionId id) {
      const size_t size = relay->send_buf(id).size();
      Use(size);
      relay->AdvanceSendBuf(id, size);
    });
    const io::ConnectionId publisher = relay->Open("publisher");
    relay->Receive(publisher, ClientToPublish());
    for (size_t i = 0; i < kPlayers; ++i) relay->Receive(relay->Open("player"), ClientToPlay());
    return [&, publisher, relay = std::move(relay)] {
      for (Bytes rest = stream; !rest.empty(); rest.remove_prefix(std::min(kPiece, rest.size()))) {
        relay->Receive(publisher, rest.subspan(0, kPiece));
      }
    };
  });
}

// What instruction counts depend on beside the sources.
std::string Key() {
  __builtin_cpu_init();
  return absl::StrCat("g++ or clang++ ", __VERSION__, "; ", RTMPSPEC_BENCH_FLAGS, "; glibc ", gnu_get_libc_version(),
                      "; libstdc++ ", __GLIBCXX__, "; abseil ", ABSL_LTS_RELEASE_VERSION,
                      __builtin_cpu_supports("avx2") != 0 ? "; avx2" : "; no avx2");
}

int Main(int argc, char** argv) {
  const std::string_view argument = argc > 1 ? argv[1] : "";
  if (argument == "--key") {
    std::puts(Key().c_str());
    return 0;
  }
  if (argument == "--plant-slowdown") plant = Plant::kSlowdown;
  if (argument == "--plant-allocation") plant = Plant::kAllocation;
  if (argument == "--plant-leak") plant = Plant::kLeak;
  if (!argument.empty() && plant == Plant::kNothing) {
    std::fputs("gate_cases [--key | --plant-slowdown | --plant-allocation | --plant-leak]\n", stderr);
    return 2;
  }
  DecodeChunks("chunk_decode_mix_4096", kMixSizes, 4096);
  DecodeChunks("chunk_decode_mix_65536", kMixSizes, 65536);
  DecodeChunks("chunk_decode_mix_128", kMixSizes, 128);
  DecodeChunks("chunk_decode_audio_4096", kAudioSizes, 4096);
  EncodeChunks("chunk_encode_mix_4096", 4096);
  EncodeChunks("chunk_encode_mix_128", 128);
  Amf0("connect", WriteConnect);
  Amf0("metadata", WriteMetadata);
  Amf3();
  ControlMessages();
  Commands();
  Session("session_to_publish", ClientToPublish());
  Session("session_digest_sought", MaybeSignedClientToPublish());
  Ingest("ingest_mix_4096", kMixSizes, 4096);
  Ingest("ingest_mix_128", kMixSizes, 128);
  Ingest("ingest_audio_4096", kAudioSizes, 4096);
  RelayMedia("relay_8_mix_4096", kMixSizes, 4096);
  RelayMedia("relay_8_mix_128", kMixSizes, 128);
  RelayMedia("relay_8_audio_4096", kAudioSizes, 4096);
  std::fprintf(stderr, "%zu\n", static_cast<size_t>(sink));
  return 0;
}

}  // namespace
}  // namespace rtmp::bench

int main(int argc, char** argv) { return rtmp::bench::Main(argc, argv); }
