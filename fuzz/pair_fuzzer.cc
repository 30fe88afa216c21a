// A client and a server agree whatever happens between them: as long as nobody meddles with the wire there is no error, and when
// all has arrived both are in the same state; else each ends in a legal state, by transitions that the table has.
#include <cstring>
#include <iterator>
#include <random>

#include "fuzz/support/message_mutator.h"
#include "fuzz/support/pair.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t flags = in.TakeByte();
  ServerOptions server;
  server.close_after_reject = (flags & 1) != 0;
  if ((flags & 2) != 0) server.window_size = 300;
  if ((flags & 4) != 0) server.max_message_streams = 2;
  ClientOptions client;
  client.mode = (flags & 8) != 0 ? ClientOptions::Mode::kPlay : ClientOptions::Mode::kPublish;
  client.app = "live";
  client.stream_name = "cam";
  if ((flags & 16) != 0) client.handshake.digest = handshake::DigestScheme::k1;
  if ((flags & 32) != 0) client.chunk_size = 128;
  if ((flags & 64) != 0) {
    client.capabilities.caps_ex = kCapsReconnect;
    client.tc_url = "rtmp://h/live";
  }
  // A client that the server does not let in is gone when all has arrived.
  if ((flags & 128) != 0) server.apps = {"other", (flags & 1) != 0 ? "live" : "vod"};
  Pair pair(server, client);
  // A program, an action a byte and its operands behind it, from the end of the input.
  for (int steps = 0; steps < 100 && !in.rest().empty(); ++steps)
    pair.Act(static_cast<Pair::Action>(in.TakeByte() % Pair::kActions), in);
  pair.Finish();
  return 0;
}

// Beside what the engine does to bytes: a step put into the program, at its end or anywhere, one of those that move states or
// any.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  static constexpr Pair::Action kMoving[] = {
      Pair::Action::kRun,           Pair::Action::kMoveToServer,  Pair::Action::kMoveToClient, Pair::Action::kClientMessage,
      Pair::Action::kClientMessage, Pair::Action::kServerMessage, Pair::Action::kAccept,       Pair::Action::kReject};
  std::minstd_rand random(seed);
  if (random() % 3 != 0 || size == 0 || size + 2 > max_size) return LLVMFuzzerMutate(data, size, max_size);
  const bool moves = random() % 4 != 0;
  const auto any = static_cast<Pair::Action>(random() % Pair::kActions);
  const auto action = moves ? kMoving[random() % std::size(kMoving)] : any;
  // What comes first in the input comes last in the program; the last byte is the options.
  const size_t at = random() % 2 == 0 ? 0 : random() % size;
  std::memmove(data + at + 2, data + at, size - at);
  data[at] = static_cast<uint8_t>(random() >> 8);
  data[at + 1] = static_cast<uint8_t>(action);
  return size + 2;
}

}  // namespace rtmp
