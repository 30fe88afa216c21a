// What the tests of hostile inputs share: that all a connection shows is the same however an input is cut.
#ifndef RTMPSPEC_FUZZ_HOSTILE_HOSTILE_CUTTINGS_TESTING_H_
#define RTMPSPEC_FUZZ_HOSTILE_HOSTILE_CUTTINGS_TESTING_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>

#include "fuzz/hostile/hostile_input.h"
#include "fuzz/support/shown.h"
#include "gtest/gtest.h"
#include "impl/bytes/bytes.h"

namespace rtmp::hostile {

// Feeds `input` to `connection` in pieces as long as `next_size` says, each in memory of its own, by `feed(connection, piece,
// shown)`, which says whether more may follow.
template <typename Connection, typename NextSize, typename Feed>
void FeedPieces(Bytes input, Connection& connection, NextSize next_size, Feed feed, Shown* shown) {
  while (!input.empty()) {
    const Bytes piece = input.subspan(0, next_size());
    input.remove_prefix(piece.size());
    if (!feed(connection, Buffer(piece.begin(), piece.end()), shown)) break;
  }
  shown->output.assign(connection.send_buf().begin(), connection.send_buf().end());
  shown->state = connection.state();
  if (connection.error() != nullptr) shown->error = *connection.error();
}

// Whole, byte by byte, and under `most` random cuttings, fewer where all of them together would be more than `most_bytes`.
// `feed_cut(input, next_size)` is what a connection shows.
template <typename FeedCut>
void ExpectTheSameHoweverItIsCut(const HostileInput& input, size_t most, size_t most_bytes, FeedCut feed_cut) {
  const Shown whole = feed_cut(input, [] { return SIZE_MAX; });
  EXPECT_EQ(feed_cut(input, [] { return size_t{1}; }), whole) << "byte by byte";
  const size_t cuttings = std::clamp<size_t>(most_bytes / (input.bytes.size() + 4096), 2, most);
  for (unsigned seed = 1; seed <= cuttings; ++seed) {
    std::mt19937 random(seed);
    const size_t longest = 1 + random() % 200;
    ASSERT_EQ(feed_cut(input, [&] { return 1 + random() % longest; }), whole) << "random cutting " << seed;
  }
}

}  // namespace rtmp::hostile

#endif  // RTMPSPEC_FUZZ_HOSTILE_HOSTILE_CUTTINGS_TESTING_H_
