// What a baseline file may hold, and what it makes of a run's verdicts.
#include "conformance/peers/baseline.h"

#include <map>
#include <set>

#include "gmock/gmock.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Baseline Parsed(const std::string& text) {
  absl::StatusOr<Baseline> baseline = ParseBaseline(text, "b.toml");
  EXPECT_TRUE(baseline.ok()) << baseline.status();
  return baseline.ok() ? *std::move(baseline) : Baseline();
}

std::string ErrorOf(const std::string& text) { return std::string(ParseBaseline(text, "b.toml").status().message()); }

TEST(ParseBaselineTest, EntriesAndBehaviours) {
  const Baseline baseline = Parsed(R"(
name = "of a profile, not looked at"
[baseline]
"server/a" = { reason = "why", link = "README.md" }
"server/b:label" = { reason = "dies", cause = ["crash", "reset"] }
[behaviours]
zero-length = ["accept", "close"]
ping = "ignored"
)");
  ASSERT_THAT(baseline.known, SizeIs(2));
  EXPECT_EQ(baseline.known[0].key, "server/a");
  EXPECT_EQ(baseline.known[0].reason, "why");
  EXPECT_EQ(baseline.known[0].link, "README.md");
  EXPECT_EQ(baseline.known[0].place, "b.toml:4");
  EXPECT_THAT(baseline.known[1].causes, ElementsAre("crash", "reset"));
  EXPECT_THAT(baseline.pinned.at("zero-length"), ElementsAre("accept", "close"));
  EXPECT_THAT(baseline.pinned.at("ping"), ElementsAre("ignored"));
}

TEST(ParseBaselineTest, MistakesAreToldWithTheirPlace) {
  EXPECT_THAT(ErrorOf("[baseline]\n\"a\" = \"text\"\n"), HasSubstr("b.toml:2:"));
  EXPECT_THAT(ErrorOf("[baseline]\n\"a\" = { link = \"x\" }\n"), HasSubstr("'reason' is missing"));
  EXPECT_THAT(ErrorOf("[baseline]\n\"a\" = { reason = \"\" }\n"), HasSubstr("'reason' is empty"));
  EXPECT_THAT(ErrorOf("[baseline]\n\"a\" = { reason = \"x\", because = \"y\" }\n"), HasSubstr("unknown key 'because'"));
  EXPECT_THAT(ErrorOf("[baseline]\n\"a\" = { reason = \"x\", cause = \"fire\" }\n"), HasSubstr("'fire' is no cause"));
  EXPECT_THAT(ErrorOf("[behaviours]\nping = 3\n"), HasSubstr("must be a text or an array of texts"));
  EXPECT_THAT(ErrorOf("[behaviours]\nping = [\"a\", 3]\n"), HasSubstr("must be a text or an array of texts"));
  EXPECT_THAT(ErrorOf("[baseline\n"), HasSubstr("b.toml:1:"));
}

class ApplyBaselineTest : public ::testing::Test {
 protected:
  ApplyBaselineTest()
      : catalogue_(*Catalogue::Parse(R"(version = "1"
[[requirement]]
id = "R-1"
section = "s"
who = "S"
level = "M"
v = "F"
text = "t"
test = "t"
behaviour = "ping"
)",
                                     "catalogue")) {}

  void Add(const std::string& id, const std::string& delivery, Verdict verdict, Cause cause = Cause::kMismatch) {
    Result result;
    const size_t colon = id.find(':');
    result.id = id.substr(0, colon);
    if (colon != std::string::npos) result.check = id.substr(colon + 1);
    result.role = "server";
    result.delivery = delivery;
    result.verdict = verdict;
    if (verdict == Verdict::kFail || verdict == Verdict::kNonstrict) result.cause = cause;
    report_.results.push_back(result);
  }

  // Verdicts by "key delivery", after `text` was held against the run.
  std::map<std::string, Verdict> Apply(const std::string& text, bool complete = true) {
    const std::set<std::string> known = {"server/a", "server/b", "server/b:label"};
    ApplyBaseline(Parsed(text), {catalogue_, [&](const std::string& key) { return known.count(key) > 0; }, complete}, &report_);
    std::map<std::string, Verdict> verdicts;
    for (const Result& result : report_.results) verdicts[result.key() + " " + result.delivery] = result.verdict;
    return verdicts;
  }

  const Catalogue catalogue_;
  RunReport report_;
};

constexpr char kListsA[] = "[baseline]\n\"server/a\" = { reason = \"why\", link = \"where\" }\n";

TEST_F(ApplyBaselineTest, AListedFailureIsExpected) {
  Add("server/a", "whole", Verdict::kFail);
  Add("server/a", "bytewise", Verdict::kPass);
  Add("server/b", "whole", Verdict::kPass);
  EXPECT_THAT(Apply(kListsA),
              ElementsAre(std::pair("server/a bytewise", Verdict::kPass), std::pair("server/a whole", Verdict::kXfail),
                          std::pair("server/b whole", Verdict::kPass)));
  EXPECT_EQ(report_.ExitCode(), 0);
  EXPECT_EQ(report_.results[1].note, "known: why (where)");
}

TEST_F(ApplyBaselineTest, AFailureThatIsNotListedIsNews) {
  Add("server/a", "whole", Verdict::kFail);
  Add("server/b", "whole", Verdict::kFail);
  EXPECT_EQ(Apply(kListsA)["server/b whole"], Verdict::kFail);
  EXPECT_EQ(report_.ExitCode(), 1);
}

TEST_F(ApplyBaselineTest, AnEntryIsForItsCheckAlone) {
  Add("server/b", "whole", Verdict::kFail);
  Add("server/b:label", "whole", Verdict::kFail);
  const auto verdicts = Apply("[baseline]\n\"server/b:label\" = { reason = \"why\" }\n");
  EXPECT_EQ(verdicts.at("server/b whole"), Verdict::kFail);
  EXPECT_EQ(verdicts.at("server/b:label whole"), Verdict::kXfail);
}

TEST_F(ApplyBaselineTest, AListedFailureThatPassesIsStale) {
  Add("server/a", "whole", Verdict::kPass);
  Add("server/a", "bytewise", Verdict::kInfo);
  EXPECT_EQ(Apply(kListsA)["server/a all"], Verdict::kXpass);
  EXPECT_EQ(report_.ExitCode(), 1);
  EXPECT_THAT(report_.results[0].note, HasSubstr("b.toml:2"));
}

TEST_F(ApplyBaselineTest, WhatFailsSometimesIsNeverStale) {
  const std::string text = "[baseline]\n\"server/a\" = { reason = \"why\", sometimes = true }\n";
  Add("server/a", "whole", Verdict::kPass);
  Add("server/a", "bytewise", Verdict::kFail);
  auto verdicts = Apply(text);
  EXPECT_EQ(verdicts.at("server/a bytewise"), Verdict::kXfail);
  EXPECT_EQ(verdicts.count("server/a all"), 0u);
  report_ = {};
  Add("server/a", "whole", Verdict::kPass);
  EXPECT_EQ(Apply(text).count("server/a all"), 0u);
}

TEST_F(ApplyBaselineTest, WhatDidNotRunSaysNothing) {
  Add("server/a", "whole", Verdict::kPass);
  Add("server/a", "bytewise", Verdict::kNotrun);
  EXPECT_EQ(Apply(kListsA).count("server/a all"), 0u);
  report_.results.clear();
  Add("server/b", "whole", Verdict::kPass);
  EXPECT_EQ(Apply(kListsA).count("server/a all"), 0u);
  EXPECT_EQ(report_.ExitCode(), 0);
}

TEST_F(ApplyBaselineTest, AnEntryForNoCaseIsStale) {
  Add("server/a", "whole", Verdict::kPass);
  EXPECT_EQ(Apply("[baseline]\n\"server/renamed\" = { reason = \"why\" }\n")["server/renamed all"], Verdict::kXpass);
  EXPECT_EQ(Apply("[baseline]\n\"server/a:renamed\" = { reason = \"why\" }\n")["server/a:renamed all"], Verdict::kXpass);
}

TEST_F(ApplyBaselineTest, ACrashIsCoveredOnlyWhereItIsNamed) {
  Add("server/a", "whole", Verdict::kFail, Cause::kCrash);
  EXPECT_EQ(Apply(kListsA)["server/a whole"], Verdict::kFail);
  EXPECT_THAT(report_.results[0].note, HasSubstr("lists another cause"));
  EXPECT_EQ(Apply("[baseline]\n\"server/a\" = { reason = \"dies\", cause = \"crash\" }\n")["server/a whole"], Verdict::kXfail);
}

TEST_F(ApplyBaselineTest, ANamedCauseIsTheOnlyOne) {
  Add("server/a", "whole", Verdict::kFail, Cause::kMissing);
  EXPECT_EQ(Apply("[baseline]\n\"server/a\" = { reason = \"dies\", cause = \"crash\" }\n")["server/a whole"], Verdict::kFail);
  EXPECT_EQ(report_.ExitCode(), 1);
}

TEST_F(ApplyBaselineTest, NonstrictIsAFailureUnderStrictOnly) {
  Add("server/a", "whole", Verdict::kNonstrict);
  report_.strict = true;
  EXPECT_EQ(Apply(kListsA)["server/a whole"], Verdict::kXfail);
  report_ = {};
  Add("server/a", "whole", Verdict::kNonstrict);
  EXPECT_EQ(Apply(kListsA)["server/a all"], Verdict::kXpass);
}

TEST_F(ApplyBaselineTest, APassiveEntryIsStaleOnlyAfterTheWholeSuite) {
  const std::string text = "[baseline]\n\"passive/R-1\" = { reason = \"why\" }\n\"passive/R-2\" = { reason = \"no such row\" }\n";
  Add("passive/R-1", "all", Verdict::kPass);
  EXPECT_THAT(Apply(text, /*complete=*/false),
              ElementsAre(std::pair("passive/R-1 all", Verdict::kPass), std::pair("passive/R-2 all", Verdict::kXpass)));
  report_.results.clear();
  Add("passive/R-1", "all", Verdict::kPass);
  Apply(text);
  EXPECT_EQ(report_.failed(), 2);
}

TEST_F(ApplyBaselineTest, DeliveriesThatAgreeAgainAreStale) {
  const std::string text = "[baseline]\n\"delivery/server/a\" = { reason = \"why\" }\n";
  Add("server/a", "whole", Verdict::kPass);
  EXPECT_EQ(Apply(text).count("delivery/server/a all"), 0u);
  Add("server/a", "bytewise", Verdict::kPass);
  EXPECT_EQ(Apply(text)["delivery/server/a all"], Verdict::kXpass);
}

TEST_F(ApplyBaselineTest, APinnedBehaviourThatChangesFails) {
  const std::string text = "[behaviours]\nping = [\"ignored\", \"close\"]\n";
  report_.behaviours["ping"] = "close | ignored";
  EXPECT_THAT(Apply(text), ::testing::IsEmpty());
  report_.behaviours["ping"] = "answered";
  EXPECT_EQ(Apply(text)["behaviour/ping all"], Verdict::kFail);
  EXPECT_THAT(report_.results[0].rows, ElementsAre("R-1"));
  EXPECT_EQ(report_.results[0].actual, "ping = answered");
}

TEST_F(ApplyBaselineTest, APartOfTheSuiteMaySeeAPartOfThePinnedValues) {
  const std::string text = "[behaviours]\nping = [\"ignored\", \"close\"]\n";
  EXPECT_THAT(Apply(text, /*complete=*/false), ::testing::IsEmpty());
  report_.behaviours["ping"] = "close";
  EXPECT_THAT(Apply(text, /*complete=*/false), ::testing::IsEmpty());
  EXPECT_THAT(Apply(text), ::testing::IsEmpty()) << "which of them come can be a matter of time";
  report_ = {};
  EXPECT_EQ(Apply(text)["behaviour/ping all"], Verdict::kFail) << "the whole suite ran and nothing saw it";
}

TEST_F(ApplyBaselineTest, WhatIsWrittenIsWhatTheNextRunExpects) {
  Add("server/a", "whole", Verdict::kFail, Cause::kCrash);
  Add("server/a", "bytewise", Verdict::kFail, Cause::kReset);
  Add("server/b:label", "whole", Verdict::kFail);
  report_.results.back().actual = "S: video \"odd\" \\ name\nsecond line";
  report_.behaviours = {{"ping", "close | ignored"}};
  const std::string text = RenderBaseline(report_);
  Apply(text);
  EXPECT_EQ(report_.ExitCode(), 0) << text;
  EXPECT_EQ(report_.failed(), 0) << text;
}

}  // namespace
}  // namespace rtmpspec
