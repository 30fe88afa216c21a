#include "conformance/runner/acks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace rtmpspec {
namespace {

// How far the 32-bit number `a` is ahead of `b`; negative when it is behind.
int64_t Ahead(uint64_t a, uint64_t b) { return static_cast<int32_t>(static_cast<uint32_t>(a) - static_cast<uint32_t>(b)); }

}  // namespace

std::optional<std::string> JudgeAcks(const std::vector<PlayedConnection::AckSeen>& acks, uint64_t sent,
                                     const AcksExpected& expected) {
  std::vector<PlayedConnection::AckSeen> since;
  std::copy_if(acks.begin(), acks.end(), std::back_inserter(since), [&](const auto& ack) { return ack.sent >= expected.mark; });
  if (expected.increasing) {
    for (size_t i = 1; i < since.size(); ++i) {
      if (Ahead(since[i].value, since[i - 1].value) <= 0) {
        return absl::StrCat("Ack ", since[i].value, " follows Ack ", since[i - 1].value);
      }
    }
  }
  if (expected.unacked_at_most) {
    // Before the first Ack, what was sent since the mark is not acknowledged.
    const uint64_t last = since.empty() ? expected.mark : since.back().value;
    const int64_t unacked = Ahead(sent, last);
    if (unacked > static_cast<int64_t>(*expected.unacked_at_most)) {
      return absl::StrCat(unacked, " bytes are not acknowledged, allowed are ", *expected.unacked_at_most,
                          since.empty() ? ": no Ack came" : absl::StrCat(": the last Ack is ", last, " of ", sent));
    }
  }
  if (expected.cumulative) {
    if (since.empty()) return "no Ack came";
    const int64_t behind = Ahead(sent, since.back().value);
    const uint64_t window = std::max(expected.window, expected.unacked_at_most.value_or(0));
    if (behind > static_cast<int64_t>(window) || -behind > static_cast<int64_t>(expected.slack)) {
      return absl::StrCat("the last Ack is ", since.back().value, ", sent were ", sent, " bytes: not a running total");
    }
  }
  return std::nullopt;
}

}  // namespace rtmpspec
