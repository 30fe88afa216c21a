#include "fuzz/support/finding.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace rtmp {

const char kFuzzLayer[] = "chunk";

namespace {

TEST(FindingDeathTest, SaysPropertyLayerAndStates) {
  StatePath() = {"server", "Handshaking", "Connecting"};
  const int two = 2;
  EXPECT_DEATH(FUZZ_CHECK_EQ(two, 3),
               "finding_test.cc:[0-9]+: property does not hold: \\(two\\) == \\(3\\)\n"
               "layer:  chunk\n"
               "states: server Handshaking > Connecting\n");
  StatePath().clear();
}

TEST(FindingDeathTest, WithoutAConnectionThereAreNoStates) {
  StatePath().clear();
  EXPECT_DEATH(FUZZ_CHECK(false), "property does not hold: false\nlayer:  chunk\n$");
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
TEST(FindingDeathTest, SaysTheSameOfWhatASanitizerFinds) {
  StatePath() = {"server", "Publishing"};
  std::vector<uint8_t> bytes(4);
  const volatile size_t behind = 40;
  EXPECT_DEATH(bytes.data()[behind] = 1,
               "layer:  chunk\nstates: server Publishing\n(.|\n)*AddressSanitizer: heap-buffer-overflow");
  StatePath().clear();
}
#endif
#endif

}  // namespace
}  // namespace rtmp
