// Decoder and encoder together: what one writes the other reads.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "impl/amf0/testing.h"

namespace rtmp::amf0 {
namespace {

// One of everything, nested, in canonical form.
constexpr char kRich[] = R"(
    02 0007 636f6e6e656374
    00 3ff0000000000000
    03 0003 617070 02 0004 6c697665
       0001 6e 05
       0001 75 06
       0001 64 0b 4271ee4c6f7a0000 fde4
       0001 65 08 00000002 0001 61 01 01 0000 0d 000009
       0000 0a 00000002 03 000009 07 0000
       0001 74 10 0003 466f6f 0001 78 0c 00000002 6869 000009
       000009
    0f 00000004 3c612f3e
    00 7ff800000000beef
    00 8000000000000000
    0a 00000000
    11 0a0b0101)";

TEST(Amf0RoundTripTest, CanonicalBytesComeBack) {
  const Decoded decoded(kRich);
  ASSERT_EQ(decoded.error, std::nullopt);
  EXPECT_EQ(ToHex(decoded.Encode()), ToHex(ParseHex(kRich).value()));
}

// AMF0-30: what is not canonical is so after one pass.
TEST(Amf0RoundTripTest, StableAfterOnePass) {
  for (const auto& [hex, canonical] : std::vector<std::pair<absl::string_view, absl::string_view>>{
           {"01 02 01 ff", "01 01 01 01"},
           {"08 00000001 0001 61 05", "08 00000001 0001 61 05 000009"},
           {"08 00000063 0001 61 05 000009", "08 00000063 0001 61 05 000009"},
           {"0c 00000001 61", "0c 00000001 61"},
       }) {
    const Decoded first(hex);
    ASSERT_EQ(first.error, std::nullopt);
    const Buffer encoded = first.Encode();
    EXPECT_EQ(encoded, ParseHex(canonical).value()) << hex;
    const Decoded second{Bytes(encoded)};
    EXPECT_TRUE(Equal(first.values, second.values)) << hex;
    EXPECT_EQ(second.Encode(), encoded) << hex;
  }
}

// AMF0-29: cut anywhere it is either a shorter sequence of whole values or truncated, and nothing behind the cut is read.
TEST(Amf0RoundTripTest, CutAnywhereItIsTruncatedOrShorter) {
  const Buffer rich = ParseHex(kRich).value();
  const Decoded whole{Bytes(rich)};
  size_t complete = 0;
  for (size_t length = 0; length < rich.size(); ++length) {
    const Decoded cut(Bytes(rich).subspan(0, length));
    // The next value of the whole message that is not complete within the cut.
    while (complete + 1 < whole.values.size() && whole.values[complete + 1].offset() <= length) ++complete;
    if (length == whole.values[complete].offset()) {
      EXPECT_EQ(cut.error, std::nullopt) << length;
    } else {
      EXPECT_EQ(cut.error, (ProtocolError{ErrorCode::kAmfTruncated, length, ""})) << length;
    }
    EXPECT_EQ(cut.values.size(), complete) << length;
  }
}

// Any byte of a rich message replaced by any other: an error or values that come back. The work is what the sanitizers watch.
TEST(Amf0RoundTripTest, AnyOneByteChangedIsAnErrorOrComesBack) {
  const Buffer rich = ParseHex(kRich).value();
  size_t errors = 0;
  for (size_t at = 0; at < rich.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      Buffer changed = rich;
      changed[at] = static_cast<uint8_t>(byte);
      Values values;
      if (Decode(changed, {}, &values).has_value()) {
        ++errors;
        continue;
      }
      Buffer encoded;
      Encoder(&encoded).Copy(values);
      Values again;
      ASSERT_EQ(Decode(encoded, {}, &again), std::nullopt) << at << " " << byte;
      ASSERT_TRUE(Equal(values, again)) << at << " " << byte;
    }
  }
  EXPECT_GT(errors, rich.size());
}

TEST(Amf0RoundTripTest, AValueAloneIsCopiedWithoutItsName) {
  const Decoded decoded("03 0001 61 03 0001 62 05 000009 0001 63 05 000009");
  Buffer out;
  Encoder(&out).Copy(decoded.values[0]["a"]);
  EXPECT_EQ(ToHex(out),
            "030001620500"
            "0009");
  Encoder(&out).Copy(Value());
  EXPECT_EQ(out.size(), 8u) << "an absent value is nothing";
}

TEST(Amf0EqualTest, ComparesBits) {
  const auto equal = [](absl::string_view a, absl::string_view b) { return Equal(Decoded(a).values, Decoded(b).values); };
  EXPECT_TRUE(equal("00 7ff8000000000001", "00 7ff8000000000001"));
  EXPECT_FALSE(equal("00 7ff8000000000001", "00 7ff8000000000002"));
  EXPECT_FALSE(equal("00 8000000000000000", "00 0000000000000000"));
  EXPECT_TRUE(equal("01 01", "01 ff"));
  EXPECT_FALSE(equal("01 01", "01 00"));
  EXPECT_FALSE(equal("02 0001 61", "0c 00000001 61"));
  EXPECT_FALSE(equal("02 0001 61", "02 0001 62"));
  EXPECT_FALSE(equal("03 0001 61 05 000009", "03 0001 62 05 000009"));
  EXPECT_FALSE(equal("03 0001 61 05 000009", "03 0001 61 06 000009"));
  EXPECT_FALSE(equal("08 00000000 000009", "08 00000001 000009"));
  EXPECT_FALSE(equal("10 0001 41 000009", "10 0001 42 000009"));
  EXPECT_FALSE(equal("0b 0000000000000000 0000", "0b 0000000000000000 0001"));
  EXPECT_FALSE(equal("03 000009 03 000009 07 0000", "03 000009 03 000009 07 0001"));
  EXPECT_FALSE(equal("0a 00000002 05 05", "0a 00000001 05 05"));
  EXPECT_FALSE(equal("05", "05 05"));
  EXPECT_FALSE(equal("11 01", "11 02"));
}

}  // namespace
}  // namespace rtmp::amf0
