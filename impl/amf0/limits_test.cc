// What hostile input may cost: depth, counts, references, memory.
#include <string>

#include "gtest/gtest.h"
#include "impl/amf0/testing.h"
#include "impl/bytes/allocation_counter.h"

namespace rtmp::amf0 {
namespace {

Buffer Repeat(absl::string_view hex, size_t times, absl::string_view tail = "") {
  const Buffer piece = ParseHex(hex).value();
  const Buffer end = ParseHex(tail).value();
  Buffer result;
  result.reserve(piece.size() * times + end.size());
  for (size_t i = 0; i < times; ++i) result.insert(result.end(), piece.begin(), piece.end());
  result.insert(result.end(), end.begin(), end.end());
  return result;
}

TEST(Amf0LimitsTest, DepthIsBounded) {  // AMF0-22
  for (const absl::string_view level : {"03 0001 61", "08 00000001 0001 61", "0a 00000001", "10 0001 41 0001 61"}) {
    const Buffer deepest = Repeat(level, 32);
    EXPECT_EQ(Decoded(Bytes(deepest)).code(), ErrorCode::kAmfTruncated) << level;
    const Buffer deeper = Repeat(level, 33);
    EXPECT_EQ(Decoded(Bytes(deeper)).code(), ErrorCode::kAmfDepth) << level;
    const Buffer deep = Repeat(level, 100000);
    const size_t before = allocation_counts.bytes;
    Values values;
    const std::optional<ProtocolError> error = Decode(deep, {}, &values);
    ASSERT_TRUE(error.has_value()) << level;
    EXPECT_EQ(error->code, ErrorCode::kAmfDepth) << level;
    EXPECT_EQ(error->offset, 32 * deep.size() / 100000) << level;
    EXPECT_LT(allocation_counts.bytes - before, 8192u) << "the error comes before the rest is looked at";
  }
}

// With the limit out of the way nesting costs memory in proportion and no stack, in decoding, writing, showing and comparing.
TEST(Amf0LimitsTest, DepthCostsNoStack) {
  const size_t depth = 100000;
  Limits limits;
  limits.max_depth = depth;
  limits.max_nodes = 2 * depth;
  Buffer payload = Repeat("03 0001 61", depth, "05");
  const Buffer ends = Repeat("000009", depth);
  payload.insert(payload.end(), ends.begin(), ends.end());
  Values values;
  ASSERT_EQ(Decode(payload, limits, &values), std::nullopt);
  EXPECT_EQ(values.node_count(), depth + 1);
  Buffer copy;
  Encoder(&copy).Copy(values);
  EXPECT_EQ(copy, payload);
  EXPECT_EQ(ToText(values, 10 * depth).size(), depth * 5 + 4);
  const Values other = values;
  EXPECT_TRUE(Equal(values, other));
}

TEST(Amf0LimitsTest, NodesAreBounded) {
  Limits limits;
  limits.max_nodes = 10;
  EXPECT_EQ(Decoded(Bytes(Repeat("05", 10)), limits).code(), std::nullopt);
  const Decoded decoded(Bytes(Repeat("05", 11)), limits);
  EXPECT_EQ(decoded.error, (ProtocolError{ErrorCode::kAmfNodes, 10, ""}));
  EXPECT_EQ(decoded.values.size(), 10u);
  // Inside of an array the whole array is incomplete.
  EXPECT_EQ(Decoded(Bytes(Repeat("0a 00000010", 1, "05 05 05 05 05 05 05 05 05 05")), limits).values.size(), 0u);
}

TEST(Amf0LimitsTest, ClaimedSizesAllocateNothing) {  // AMF0-07, AMF0-16
  for (const absl::string_view hex :
       {"0c ffffffff 616263", "0f ffffffff 616263", "0a ffffffff 05", "08 ffffffff 0001 61 05", "02 ffff 61", "10 ffff 61"}) {
    const Buffer payload = ParseHex(hex).value();
    const size_t before = allocation_counts.bytes;
    Values values;
    const std::optional<ProtocolError> error = Decode(payload, {}, &values);
    ASSERT_TRUE(error.has_value()) << hex;
    EXPECT_EQ(error->code, ErrorCode::kAmfTruncated) << hex;
    EXPECT_EQ(error->offset, payload.size()) << hex;
    EXPECT_LT(allocation_counts.bytes - before, 512u) << hex;
  }
}

TEST(Amf0LimitsTest, MemoryIsLinearInTheBytes) {
  const auto bytes_for = [](size_t count) {
    const Buffer payload = Repeat("05", count);
    const size_t before = allocation_counts.bytes;
    Values values;
    EXPECT_EQ(Decode(payload, {}, &values), std::nullopt);
    return allocation_counts.bytes - before;
  };
  // The lists double as they grow: 20 bytes a value, each copied at most once more.
  EXPECT_LE(bytes_for(60000), 60000u * 20 * 4);
}

TEST(Amf0LimitsTest, WarmDecodingAndEncodingAllocateNothing) {
  const Buffer payload = ParseHex(R"(
      02 0007 636f6e6e656374  00 3ff0000000000000
      03 0003 617070 02 0004 6c697665  0001 61 0a 00000002 05 08 00000000 0001 62 0b 0000000000000000 0000 000009 000009
      07 0001  0c 00000002 6869)")
                             .value();
  Values values;
  Buffer out;
  ASSERT_EQ(Decode(payload, {}, &values), std::nullopt);
  Encoder(&out).Copy(values);
  ASSERT_EQ(out, payload);
  const size_t before = allocation_counts.allocations;
  for (int i = 0; i < 10; ++i) {
    Decode(payload, {}, &values);
    out.clear();
    Encoder(&out).Copy(values);
  }
  EXPECT_EQ(allocation_counts.allocations, before);
}

TEST(Amf0ReferenceTest, NamesAValueThatHasStarted) {  // AMF0-19
  // Object 0 holds array 1; both kinds of array and typed objects count, strings do not.
  const Decoded decoded(
      "03 0001 61 0a 00000001 05 000009  02 0001 78  08 00000000 000009  10 0001 41 000009  07 0000 07 0001 07 0002 07 0003");
  ASSERT_EQ(decoded.error, std::nullopt);
  EXPECT_EQ(ToText(decoded.values[4].Resolve()), "{a: [null]}");
  EXPECT_EQ(ToText(decoded.values[5].Resolve()), "[null]");
  EXPECT_EQ(ToText(decoded.values[6].Resolve()), "ecma{}");
  EXPECT_EQ(ToText(decoded.values[7].Resolve()), "A{}");
  EXPECT_EQ(decoded.values[7].reference_index(), 3);
  EXPECT_EQ(ToText(decoded.values[1].Resolve()), R"("x")") << "what is no reference is itself";
}

TEST(Amf0ReferenceTest, AheadOrUnknownIsAnError) {
  EXPECT_EQ(Decoded("07 0000").error, (ProtocolError{ErrorCode::kAmfReference, 0, ""}));
  EXPECT_EQ(Decoded("03 000009 07 0001").error, (ProtocolError{ErrorCode::kAmfReference, 4, ""}));
  EXPECT_EQ(Decoded("0a 00000002 07 0001 03 000009").code(), ErrorCode::kAmfReference);
}

TEST(Amf0ReferenceTest, TheTableEndsWithTheMessage) {  // AMF0-20
  const Buffer first = ParseHex("03 000009").value();
  const Buffer second = ParseHex("07 0000").value();
  Values values;
  ASSERT_EQ(Decode(first, {}, &values), std::nullopt);
  ASSERT_TRUE(Decode(second, {}, &values).has_value());
}

TEST(Amf0ReferenceTest, CyclesAreHarmless) {  // AMF0-21
  const Decoded decoded("03 0001 61 07 0000 0001 62 0a 00000002 07 0000 07 0001 000009");
  ASSERT_EQ(decoded.error, std::nullopt);
  EXPECT_EQ(decoded.text(), "{a: ref(0), b: [ref(0), ref(1)]}");
  EXPECT_EQ(ToText(decoded.values[0]["a"].Resolve()["a"].Resolve()), decoded.text());
  const Values copy = decoded.values;
  EXPECT_TRUE(Equal(copy, decoded.values));
  EXPECT_EQ(decoded.Encode(), Buffer(decoded.bytes.get(), decoded.bytes.get() + decoded.size));
}

}  // namespace
}  // namespace rtmp::amf0
