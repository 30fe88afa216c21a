// What a client and a server, each a stack under test, say to each other when nobody plays either: overheard, and kept.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_CONVERSATION_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_CONVERSATION_H_

#include <cstddef>
#include <memory>

#include "conformance/runner/peer.h"

namespace rtmpspec {

// All that one side said, and how it ended: kNothing where it waits for more.
struct Said {
  rtmp::Buffer bytes;
  ReadEnd end = ReadEnd::kNothing;
};

struct Conversation {
  Said client, server;
  // False: they still talked when one of them had said `kLongestSpeech` bytes. What is kept is the beginning.
  bool settled = true;
};

// A stack that answers every answer would talk for ever.
inline constexpr size_t kLongestSpeech = size_t{1} << 20;

// Hands on what each side says, `piece` bytes a write, until neither has more to say, or one has ended: the other is then told,
// and heard out. Both must be in process, where kNothing is exact; neither is closed if neither ended.
Conversation Converse(PeerConnection& client, PeerConnection& server, size_t piece);

// One side of it as a connection that can be read from its beginning. What is written to it goes nowhere.
std::unique_ptr<PeerConnection> Overheard(Said said);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_CONVERSATION_H_
