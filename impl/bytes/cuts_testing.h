// For tests only: random places to cut a stream of bytes at, the same in every run.
#ifndef RTMPSPEC_IMPL_BYTES_CUTS_TESTING_H_
#define RTMPSPEC_IMPL_BYTES_CUTS_TESTING_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <random>
#include <vector>

namespace rtmp {

// Increasing offsets in (0, size). Pieces are short for one seed and long for another, up to 3,000 bytes: more than a handshake's
// part, and for a short input the cut is a single one.
inline std::vector<size_t> RandomCuts(size_t size, unsigned seed) {
  std::minstd_rand random(seed);
  const size_t longest = size_t{2} << (random() % 11) | random() % 1024;
  std::vector<size_t> cuts;
  for (size_t at = 1 + random() % longest; at < size; at += 1 + random() % longest) cuts.push_back(at);
  return cuts;
}

// How many random cuttings an input of `size` bytes gets: as many as come to a quarter of a megabyte, 8 to 1,000 of them. With
// the environment variable RTMPSPEC_CUTTINGS it is that many for every input.
inline unsigned RandomCuttings(size_t size) {
  static const unsigned asked = [] {
    const char* text = std::getenv("RTMPSPEC_CUTTINGS");
    return text == nullptr ? 0 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
  }();
  if (asked != 0) return asked;
  return static_cast<unsigned>(std::clamp<size_t>((size_t{1} << 18) / (size + 1), 8, 1000));
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_CUTS_TESTING_H_
