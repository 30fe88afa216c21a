#include "impl/amf3/encoder.h"

#include <limits>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "impl/amf3/testing.h"

namespace rtmp::amf3 {
namespace {

template <typename Write>
std::string Hex(Write write) {
  return ToHex(Encoded(write));
}

TEST(Amf3EncoderTest, Integers) {  // AMF3-01, AMF3-04
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x7f); }), "047f");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x80); }), "048100");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x3fff); }), "04ff7f");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x4000); }), "04818000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x1fffff); }), "04ffff7f");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(0x200000); }), "0480c08000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(kMaxInteger); }), "04bfffffff");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(kMinInteger); }), "04c0808000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(-1); }), "04ffffffff");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(kMaxInteger + 1); }), "0541b0000000000000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Integer(int64_t{kMinInteger} - 1); }), "05c1b0000001000000");
}

TEST(Amf3EncoderTest, CountsAndLengthsAreLimited) {  // AMF3-28: lengths are cut in the same place
  EXPECT_EQ(Hex([](Encoder& e) { e.BeginArray((1u << 28) - 1); }), "09ffffffff");
  EXPECT_EQ(Hex([](Encoder& e) { e.BeginArray(1u << 28); }), "09ffffffff");
  EXPECT_EQ(Hex([](Encoder& e) { e.BeginVectorObject(0xffffffff, ""); }), "10ffffffff0001");
  EXPECT_EQ(Hex([](Encoder& e) { e.BeginDictionary(0x20000001); }), "11ffffffff00");
}

TEST(Amf3EncoderTest, StringsThatComeAgainAreReferences) {  // AMF3-05, AMF3-06
  EXPECT_EQ(Hex([](Encoder& e) {
              e.BeginArray(4);
              e.Key("k");
              e.String("");
              e.EndKeys();
              e.String("a");
              e.String("a");
              e.String("k");
              e.String("");
            }),
            "0909036b060101060361060206000601");
}

// Two texts alike are one for who reads them, however they are written: as names, values and classes.
TEST(Amf3EncoderTest, ACopyRefersToTextsThatCameTwice) {
  const Decoded twice("0907 01 0603 61 0603 61 0a0303 61");
  const Decoded once("0907 01 0603 61 0600 0a0300");
  ASSERT_EQ(twice.text(), once.text());
  EXPECT_TRUE(Equal(twice.values, once.values));
  EXPECT_EQ(ToHex(Encoded([&](Encoder& e) { e.Copy(twice.values); })),
            "0907010603610600"
            "0a0300");
  EXPECT_FALSE(Equal(twice.values, Decoded("0907 01 0603 61 0603 62 0a0303 61").values));
  EXPECT_FALSE(Equal(twice.values, Decoded("0907 01 0603 61 0603 61 0a0303 62").values));
}

// 0a01 is one more object of the first class: its names are written out, as references.
TEST(Amf3EncoderTest, ACopyWritesTraitsInFull) {
  const Decoded two("0905 01 0a13 0343 0361 01 0a01 02");
  ASSERT_FALSE(two.code().has_value()) << two.text();
  const Buffer copy = Encoded([&](Encoder& e) { e.Copy(two.values); });
  EXPECT_EQ(ToHex(copy),
            "0905010a13034303610"
            "10a13000202");
  EXPECT_TRUE(Equal(two.values, Decoded(copy).values));
}

TEST(Amf3EncoderTest, Containers) {
  EXPECT_EQ(Hex([](Encoder& e) {
              e.BeginObject("Foo", {"x"}, true);
              e.Null();
              e.Key("z");
              e.Boolean(true);
              e.EndKeys();
            }),
            "0a1b07466f6f037801037a0301");
  EXPECT_EQ(Hex([](Encoder& e) { e.BeginObject("", {}, false); }), "0a0301");
  EXPECT_EQ(Hex([](Encoder& e) {
              e.BeginVectorObject(1, "*", true);
              e.Undefined();
            }),
            "100301032a00");
  EXPECT_EQ(Hex([](Encoder& e) {
              e.BeginDictionary(1, true);
              e.Integer(1);
              e.Boolean(false);
            }),
            "110301040102");
  EXPECT_EQ(Hex([](Encoder& e) { e.VectorInt({-1, 2}, true); }), "0d0501ffffffff00000002");
  EXPECT_EQ(Hex([](Encoder& e) { e.VectorUint({1}); }), "0e030000000001");
  EXPECT_EQ(Hex([](Encoder& e) { e.VectorDouble({1.5}); }), "0f03003ff8000000000000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Date(100); }), "08014059000000000000");
  EXPECT_EQ(Hex([](Encoder& e) { e.Xml("<a/>"); }), "0b093c612f3e");
  EXPECT_EQ(Hex([](Encoder& e) { e.XmlDocument("<a/>"); }), "07093c612f3e");
  EXPECT_EQ(Hex([](Encoder& e) { e.ByteArray(absl::string_view("\0\xff", 2)); }), "0c0500ff");
}

// Any value, of every type, with references to what has begun before it.
class RandomWriter {
 public:
  RandomWriter(unsigned seed, Buffer* out) : random_(seed), encoder_(out) {}

  void Value(int depth) {
    switch (random_() % (depth == 0 ? 13 : 18)) {
      case 0:
        return encoder_.Undefined();
      case 1:
        return encoder_.Null();
      case 2:
        return encoder_.Boolean(random_() % 2 == 0);
      case 3:
        return encoder_.Integer(static_cast<int32_t>(random_()) >> (random_() % 32));
      case 4:
        return encoder_.Double(SomeDouble());
      case 5:
      case 6:
        return encoder_.String(Name());
      case 7:
        ++complex_, types_.push_back(Type::kDate);
        return encoder_.Date(SomeDouble());
      case 8:
        ++complex_, types_.push_back(Type::kXml);
        return encoder_.Xml(Name());
      case 9:
        ++complex_, types_.push_back(Type::kByteArray);
        return encoder_.ByteArray(std::string(random_() % 300, 'x'));
      case 10: {
        ++complex_, types_.push_back(Type::kVectorInt);
        const std::vector<int32_t> values(random_() % 5, -7);
        return encoder_.VectorInt(values, random_() % 2 == 0);
      }
      case 11: {
        ++complex_, types_.push_back(Type::kVectorDouble);
        const std::vector<double> values(random_() % 5, SomeDouble());
        return encoder_.VectorDouble(values);
      }
      case 12: {
        if (complex_ == 0) return encoder_.XmlDocument("x"), ++complex_, types_.push_back(Type::kXmlDocument);
        const uint32_t index = random_() % complex_;
        return encoder_.Reference(types_[index], index);
      }
      case 13:
      case 14: {
        ++complex_, types_.push_back(Type::kArray);
        const uint32_t named = random_() % 3, dense = random_() % 4;
        encoder_.BeginArray(dense);
        for (uint32_t i = 0; i < named; ++i) {
          encoder_.Key("k" + Name());
          Value(depth - 1);
        }
        encoder_.EndKeys();
        for (uint32_t i = 0; i < dense; ++i) Value(depth - 1);
        return;
      }
      case 15: {
        ++complex_, types_.push_back(Type::kObject);
        std::vector<std::string> names(random_() % 3);
        for (std::string& name : names) name = Name();
        const std::vector<absl::string_view> sealed(names.begin(), names.end());
        const bool dynamic = random_() % 2 == 0;
        encoder_.BeginObject(Name(), sealed, dynamic);
        for (size_t i = 0; i < sealed.size(); ++i) Value(depth - 1);
        if (!dynamic) return;
        encoder_.Key("d" + Name());
        Value(depth - 1);
        return encoder_.EndKeys();
      }
      case 16: {
        ++complex_, types_.push_back(Type::kVectorObject);
        const uint32_t count = random_() % 3;
        encoder_.BeginVectorObject(count, Name(), random_() % 2 == 0);
        for (uint32_t i = 0; i < count; ++i) Value(depth - 1);
        return;
      }
      default: {
        ++complex_, types_.push_back(Type::kDictionary);
        const uint32_t count = random_() % 3;
        encoder_.BeginDictionary(count, random_() % 2 == 0);
        for (uint32_t i = 0; i < 2 * count; ++i) Value(depth - 1);
        return;
      }
    }
  }

 private:
  double SomeDouble() {
    const double values[] = {0.0, -0.0, 1.5, 1e300, std::numeric_limits<double>::quiet_NaN(), -INFINITY, 268435456.0};
    return values[random_() % 7];
  }
  std::string Name() { return std::string(random_() % 4, static_cast<char>('a' + random_() % 3)); }

  std::mt19937 random_;
  Encoder encoder_;
  uint32_t complex_ = 0;
  std::vector<Type> types_;
};

TEST(Amf3EncoderTest, RandomValuesGoRound) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    Buffer bytes;
    RandomWriter(seed, &bytes).Value(4);
    const Decoded decoded{Bytes(bytes)};
    ASSERT_EQ(decoded.code(), std::nullopt) << seed << ": " << decoded.text() << " in " << ToHex(bytes);
    ASSERT_EQ(decoded.consumed, bytes.size()) << seed;
    const Buffer again = Encoded([&](Encoder& e) { e.Copy(decoded.values); });
    ASSERT_EQ(ToHex(again), ToHex(bytes)) << seed << ": " << decoded.text();
    const Decoded second{Bytes(again)};
    ASSERT_TRUE(Equal(decoded.values, second.values)) << seed;
  }
}

// Values that are not equal, by one thing each.
TEST(Amf3EqualTest, TellsTheDifference) {
  const char* const values[] = {"00",
                                "01",
                                "02",
                                "04 01",
                                "04 02",
                                "05 3ff0000000000000",
                                "06 03 61",
                                "06 03 62",
                                "0c 03 61",
                                "0b 03 61",
                                "09 03 01 01",
                                "09 01 03 61 01 01",
                                "0a 13 01 03 61 01",
                                "0a 13 03 41 03 61 01",
                                "0a 0b 01 03 61 01 01",
                                "0d 03 00 00000001",
                                "0d 03 01 00000001",
                                "0d 03 00 00000002",
                                "0e 03 00 00000001",
                                "11 01 00",
                                "11 01 01",
                                "10 01 00 01",
                                "10 01 00 03 61",
                                "09 03 01 09 00",
                                "08 01 0000000000000000",
                                "08 01 8000000000000000"};
  for (const char* a : values) {
    for (const char* b : values) {
      const Decoded left(a), right(b);
      ASSERT_EQ(left.code(), std::nullopt) << a;
      EXPECT_EQ(Equal(left.values, right.values), a == b) << a << " / " << b;
    }
  }
}

}  // namespace
}  // namespace rtmp::amf3
