// Hostile AMF3: depth, counts, references that multiply (H44-H49).
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "impl/amf3/testing.h"

namespace rtmp::amf3 {
namespace {

Buffer Repeated(absl::string_view hex, size_t count) {
  const Buffer one = ParseHex(hex).value();
  Buffer all;
  all.reserve(one.size() * count);
  for (size_t i = 0; i < count; ++i) all.insert(all.end(), one.begin(), one.end());
  return all;
}

// Arrays, objects, vectors of objects and dictionaries, each in the other.
TEST(Amf3LimitsTest, DepthIsLimited) {
  for (const char* nested : {"09 03 01", "0a 13 01 03 61", "10 03 00 01", "11 03 00 04 01"}) {
    Buffer fits = Repeated(nested, 32);
    fits.push_back(0x01);
    // The key of a dictionary stands in front of the value that nests.
    EXPECT_EQ(Decoded(Bytes(fits)).code(), std::nullopt) << nested << ": " << Decoded(Bytes(fits)).text();
    const Buffer too_deep = Repeated(nested, 70000);
    const Decoded decoded{Bytes(too_deep)};
    const size_t step = ParseHex(nested).value().size();
    EXPECT_EQ(decoded.error, (ProtocolError{ErrorCode::kAmfDepth, 32 * step, ""})) << nested;
  }
  EXPECT_EQ(Decoded("09 03 01 09 01 01", {1, 100}).code(), ErrorCode::kAmfDepth);
  EXPECT_EQ(Decoded("09 03 01 09 01 01", {2, 100}).code(), std::nullopt);
}

TEST(Amf3LimitsTest, NodesAreLimited) {
  EXPECT_EQ(Decoded("09 07 01 01 01 01", {32, 4}).code(), std::nullopt);
  EXPECT_EQ(Decoded("09 07 01 01 01 01", {32, 3}).error, (ProtocolError{ErrorCode::kAmfNodes, 5, ""}));
  // Names in traits count too.
  EXPECT_EQ(Decoded("0a 33 01 03 61 03 62 03 63 01 01 01", {32, 2}).code(), ErrorCode::kAmfNodes);
}

// Ten references in each of ten levels are 10^10 values when copied; here they are 100 nodes.
TEST(Amf3LimitsTest, AReferenceBombIsAsLargeAsItsBytes) {
  std::string hex = "09 17 01";
  int complex = 1;
  for (int level = 0; level < 10; ++level) {
    absl::StrAppend(&hex, " 09 15 01");
    for (int i = 0; i < 10; ++i) absl::StrAppend(&hex, " 09 ", absl::Hex(level == 0 ? 0 : 2 * (complex - 1), absl::kZeroPad2));
    ++complex;
  }
  absl::StrAppend(&hex, " 01");
  const Decoded decoded(hex);
  EXPECT_EQ(decoded.code(), std::nullopt) << decoded.text();
  EXPECT_EQ(decoded.values.node_count(), 1u + 10 + 100 + 1);
  EXPECT_LE(ToText(decoded.values, 200).size(), 200u);
}

}  // namespace
}  // namespace rtmp::amf3
