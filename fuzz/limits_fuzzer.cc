// What a peer sends costs memory in proportion to its bytes, and within the limits that are set: no number on the wire sizes an
// allocation, events are at most as many as bytes, and answers that nobody reads stay within their limit. After the end all is
// given back.
#include <new>

#include "fuzz/support/fuzz_input.h"
#include "fuzz/support/message_mutator.h"
#include "fuzz/support/server_session.h"
#include "impl/bytes/allocation_counter.h"

// The fuzzer itself takes memory by this one as well, and frees it by those that are counted.
void* operator new(size_t size, const std::nothrow_t&) noexcept { return rtmp::allocation_counter::Allocate(size); }

namespace rtmp {
namespace {

// The worst is a value of one byte that becomes a node, in a list that doubles; and the words of an event that says why.
constexpr int64_t kMemoryPerByte = 64;
constexpr int64_t kMemoryOfASession = 64 << 10;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ServerOptions options;
  options.handshake.random = FillRandom;
  const auto start = static_cast<ServerSetup::Start>(in.TakeByte() % ServerSetup::kStarts);
  const uint8_t flags = in.TakeByte();
  if ((flags & 1) != 0) options.max_queued_replies = 2000;
  if ((flags & 2) != 0) options.chunk.max_buffered_bytes = 4000;
  const Bytes way = WayTo(start);
  const auto bound = static_cast<int64_t>(way.size() + size) * kMemoryPerByte + kMemoryOfASession;
  StatePath().clear();
  const int64_t before = allocation_counts.live_bytes;
  ResetPeak();
  {
    ServerConnection server(options);
    size_t events = 0;
    size_t asked_for = 0;  // sent by the user's calls: no answer of the peer's making
    for (Bytes input : {way, in.rest()}) {
      for (;;) {
        const absl::StatusOr<Event> event = server.NextEvent(input);
        if (!event.ok() || IsNeedBytes(*event)) break;
        ++events;
        const size_t before_call = server.send_buf().size();
        if (const auto* e = std::get_if<PublishRequested>(&*event)) server.Accept(e->message_stream_id).IgnoreError();
        if (const auto* e = std::get_if<PlayRequested>(&*event)) server.Accept(e->message_stream_id).IgnoreError();
        asked_for += server.send_buf().size() - before_call;
      }
    }
    FUZZ_CHECK(events <= way.size() + size + 4);
    FUZZ_CHECK(server.send_buf().size() <= kHandshakeSize + options.max_queued_replies + asked_for);
  }
  FUZZ_CHECK(allocation_counts.peak_live_bytes - before <= bound);
  FUZZ_CHECK_EQ(allocation_counts.live_bytes, before);
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  return MutateMessages(ClientStream(), data, size, max_size, seed);
}

}  // namespace rtmp
