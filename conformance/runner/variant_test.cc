#include "conformance/runner/variant.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "conformance/language/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(VariantTest, TextIsReadBack) {
  for (const char* text : {"whole", "bytewise", "random:7", "whole chunk=1", "bytewise handshake=digest0 amf=3",
                           "random:18446744073709551615 chunk=2147483647 handshake=digest1 basic=3 amf=3", "whole basic=2"}) {
    const absl::StatusOr<Variant> variant = Variant::Parse(text);
    ASSERT_TRUE(variant.ok()) << variant.status();
    EXPECT_EQ(variant->ToText(), text);
  }
  EXPECT_EQ(Variant::Parse("delivery=bytewise chunk=128 handshake=plain basic=1 amf=0")->ToText(), "bytewise");
  EXPECT_EQ(Variant::Parse("chunk=0x7fffffff")->chunk_size, 0x7fffffffu);
  EXPECT_EQ(Variant::Parse("random:7 chunk=1")->TextWithoutDelivery(), " chunk=1");
}

TEST(VariantTest, ErrorsSayWhatIsNoPartOfIt) {
  for (const char* text : {"half", "random:", "random:x", "chunk=0", "chunk=2147483648", "chunk=", "handshake=digest2", "basic=0",
                           "basic=4", "amf=1", "colour=red", "whole whole=1"}) {
    EXPECT_THAT(std::string(Variant::Parse(text).status().message()), HasSubstr("is no part of a delivery: expected whole"))
        << text;
  }
}

Scenario Scripted(const std::string& steps) {
  const std::string text = absl::StrCat("transcript 1\ntitle x\nrows RTMP-CN-02\npeer server client\n", steps);
  const absl::StatusOr<Transcript> transcript = ParseTranscript(text, "x", "x");
  EXPECT_TRUE(transcript.ok()) << transcript.status();
  return Scenario{"x", *transcript, {}};
}

std::vector<std::string> All(const std::string& steps, Side role = Side::kServer, VariantSet set = VariantSet::kAll,
                             int cuttings = 0) {
  return VariantsOf(Scripted(steps), role, set, cuttings);
}

// The values of a setting over all variants.
std::set<std::string> ValuesOf(const std::vector<std::string>& variants, const std::string& setting) {
  std::set<std::string> values;
  for (const std::string& text : variants) {
    std::string value = "usual";
    for (const absl::string_view word : absl::StrSplit(text, ' ')) {
      const std::pair<std::string, std::string> pair = absl::StrSplit(word, absl::MaxSplits('=', 1));
      if (pair.first == setting) value = pair.second;
    }
    values.insert(value);
  }
  return values;
}

TEST(VariantsOfTest, SmallSets) {
  EXPECT_THAT(All("sync", Side::kServer, VariantSet::kNone), ElementsAre("whole"));
  EXPECT_THAT(All("sync", Side::kServer, VariantSet::kDefault), ElementsAre("whole", "bytewise"));
  EXPECT_THAT(All("sync", Side::kServer, VariantSet::kDefault, 2), ElementsAre("whole", "bytewise", "random:1", "random:2"));
  EXPECT_THAT(All("pin delivery=whole\nsync", Side::kServer, VariantSet::kDefault, 2), ElementsAre("whole"));
  EXPECT_THAT(All("pin chunk=4096\nsync", Side::kServer, VariantSet::kNone), ElementsAre("whole chunk=4096"));
}

// The promise of `all`: any two settings are together in a variant, in far fewer than all 216.
TEST(VariantsOfTest, AnyTwoSettingsMeet) {
  const std::vector<std::string> variants = All("sync");
  EXPECT_LE(variants.size(), 18u);
  EXPECT_THAT(std::vector<std::string>(variants.begin(), variants.begin() + 2), ElementsAre("whole", "bytewise"));
  std::vector<Variant> parsed;
  parsed.reserve(variants.size());
  for (const std::string& text : variants) parsed.push_back(*Variant::Parse(text));
  const auto count = [&](auto property) {
    std::set<decltype(property(parsed[0]))> seen;
    for (const Variant& variant : parsed) seen.insert(property(variant));
    return seen.size();
  };
  const auto digest = [](const Variant& v) { return v.digest ? static_cast<int>(*v.digest) + 1 : 0; };
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.delivery, v.chunk_size); }), 3u * 4);
  EXPECT_EQ(count([&](const Variant& v) { return std::pair(v.delivery, digest(v)); }), 3u * 3);
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.delivery, v.basic_header); }), 3u * 3);
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.delivery, v.amf3); }), 3u * 2);
  EXPECT_EQ(count([&](const Variant& v) { return std::pair(v.chunk_size, digest(v)); }), 4u * 3);
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.chunk_size, v.basic_header); }), 4u * 3);
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.chunk_size, v.amf3); }), 4u * 2);
  EXPECT_EQ(count([&](const Variant& v) { return std::pair(digest(v), v.basic_header); }), 3u * 3);
  EXPECT_EQ(count([&](const Variant& v) { return std::pair(digest(v), v.amf3); }), 3u * 2);
  EXPECT_EQ(count([](const Variant& v) { return std::pair(v.basic_header, v.amf3); }), 3u * 2);
  EXPECT_EQ(std::set<std::string>(variants.begin(), variants.end()).size(), variants.size()) << "one comes twice";
}

TEST(VariantsOfTest, PinsAreKept) {
  const std::vector<std::string> pinned = All("pin chunk=4096 handshake=digest1\nsync");
  EXPECT_THAT(pinned, Each(AllOf(HasSubstr("chunk=4096"), HasSubstr("handshake=digest1"))));
  EXPECT_THAT(pinned, Contains(HasSubstr("basic=3")));
  EXPECT_EQ(ValuesOf(All("pin delivery=bytewise\nsync"), "delivery").size(), 1u);
  EXPECT_THAT(All("pin delivery=bytewise\nsync"), Each(HasSubstr("bytewise")));
}

TEST(VariantsOfTest, WhatIsAskedForIsAskedOfWhatBearsIt) {
  const auto asked = [](const char* steps, Side role = Side::kServer) {
    return VariantFor(Scripted(steps), role, *Variant::Parse("random:7 chunk=1 handshake=digest0 basic=2 amf=3"));
  };
  EXPECT_EQ(asked("sync"), "random:7 chunk=1 handshake=digest0 basic=2 amf=3");
  EXPECT_EQ(asked("sync", Side::kClient), "random:7 chunk=1 basic=2 amf=3");
  EXPECT_EQ(asked("C: C0 3\nC: C1"), "random:7 chunk=1 basic=2 amf=3");
  EXPECT_EQ(asked("C: createStream txn=2 null @fmt=0"), "random:7");
  EXPECT_EQ(asked("pin delivery=whole chunk=4096\nsync"), "whole chunk=4096 handshake=digest0 basic=2 amf=3");
}

TEST(VariantsOfTest, WhatTheScriptSaysExactlyIsLeftAlone) {
  const std::vector<std::string> only_cut = {"whole", "bytewise", "random:1"};
  EXPECT_EQ(All("C: createStream txn=2 null @fmt=0"), only_cut);
  EXPECT_EQ(All("let V = video csid=6 avc_key(300,1) @ext=omit\nC: V"), only_cut);
  EXPECT_EQ(All("C: bytes\n   03 | C0\n"), only_cut);
  EXPECT_EQ(All("repeat 2 time+=40 {\n C: video avc_key(300,1) @chunk=7\n}"), only_cut);

  // A checked `bytes` says what comes, of a handshake too, and not how we send.
  const std::vector<std::string> checked = All("S: bytes\n   03 | S0\n");
  EXPECT_THAT(checked, Contains(HasSubstr("chunk=1")));
  EXPECT_THAT(checked, Each(Not(HasSubstr("handshake="))));

  EXPECT_THAT(All("let V = video avc_key(300,1)\nC: chunks V*"),
              AllOf(Each(Not(HasSubstr("chunk="))), Contains(HasSubstr("basic=2"))));
  EXPECT_THAT(All("C: SetChunkSize 500"), AllOf(Each(Not(HasSubstr("chunk="))), Contains(HasSubstr("amf=3"))));
  EXPECT_THAT(All("C: Abort 6"), AllOf(Each(Not(HasSubstr("basic="))), Contains(HasSubstr("chunk=1"))));
  EXPECT_THAT(All("C: C0 3\nC: C1"), AllOf(Each(Not(HasSubstr("handshake="))), Contains(HasSubstr("chunk=1"))));
  EXPECT_THAT(All("sync", Side::kClient), Each(Not(HasSubstr("handshake="))));
  EXPECT_THAT(All("exact\nsync"), AllOf(Each(Not(HasSubstr("chunk="))), Contains(HasSubstr("handshake=digest0"))));
  EXPECT_THAT(All("mark $m\nS: acks since $m { increasing }"), Each(Not(HasSubstr("amf="))));
}

}  // namespace
}  // namespace rtmpspec
