// Which variants a case has: what it pins, and a set of few in which any two settings meet.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/handshake_steps.h"
#include "conformance/runner/step_walk.h"
#include "conformance/runner/variant.h"

namespace rtmpspec {
namespace {

enum Dimension { kDelivery, kChunk, kHandshake, kBasic, kAmf, kDimensions };
constexpr const char* kKeys[kDimensions] = {"delivery", "chunk", "handshake", "basic", "amf"};
// The first of each is the usual one.
const std::array<std::vector<std::string>, kDimensions>& AllValues() {
  static const auto& values = *new std::array<std::vector<std::string>, kDimensions>{{{"whole", "bytewise", "random:1"},
                                                                                      {"128", "1", "4096", "2147483647"},
                                                                                      {"plain", "digest0", "digest1"},
                                                                                      {"1", "2", "3"},
                                                                                      {"0", "3"}}};
  return values;
}

using Values = std::array<std::vector<std::string>, kDimensions>;
using Row = std::array<size_t, kDimensions>;

class Pins {
 public:
  Pins(const Scenario& scenario, Side role)
      : scenario_(scenario), played_(role == Side::kServer ? Side::kClient : Side::kServer) {
    if (played_ == Side::kServer) Keep(kHandshake);  // a server signs for a client that does
    ForEachStep(scenario.transcript.steps, [this](const Step& step) { Look(step); });
    if (scenario.transcript.exact) KeepBytes();
  }

  Values Left() const {
    Values values = AllValues();
    for (int dimension = 0; dimension < kDimensions; ++dimension) {
      if (kept_[dimension]) values[dimension].resize(1);
    }
    for (const auto& [key, value] : scenario_.transcript.pins) {
      for (int dimension = 0; dimension < kDimensions; ++dimension) {
        if (key == kKeys[dimension]) values[dimension] = {value};
      }
    }
    return values;
  }

 private:
  void Keep(Dimension dimension) { kept_[dimension] = true; }
  void KeepAll() {
    for (int dimension = kChunk; dimension < kDimensions; ++dimension) kept_[dimension] = true;
  }
  void KeepBytes() {
    Keep(kChunk);
    Keep(kBasic);
    Keep(kAmf);
  }

  void Look(const Step& step) {
    const bool own = step.position.file.empty() || step.position.file == scenario_.transcript.position.file;
    if (const auto* bytes = std::get_if<BytesStep>(&step.what)) {
      if (bytes->side == played_) KeepAll();
      if (bytes->side != played_) Keep(kHandshake);
    }
    if (std::holds_alternative<ChunksStep>(step.what)) Keep(kChunk);
    if (std::holds_alternative<AcksStep>(step.what)) KeepBytes();
    const Message* message = nullptr;
    if (const auto* line = std::get_if<MessageStep>(&step.what)) message = &line->message;
    if (const auto* let = std::get_if<LetStep>(&step.what)) message = &let->message;
    if (message == nullptr) return;
    if (!message->options.empty()) KeepAll();
    if (message->kind == "SetChunkSize") Keep(kChunk);
    if (message->kind == "Abort") Keep(kBasic);
    if (own && HandshakePacketSize(message->kind) != 0) Keep(kHandshake);
  }

  const Scenario& scenario_;
  const Side played_;
  std::array<bool, kDimensions> kept_{};
};

// As variants are written.
std::string Usual(const std::string& text) {
  const absl::StatusOr<Variant> variant = Variant::Parse(text);
  return variant.ok() ? variant->ToText() : text;  // lint knows what may be pinned
}

std::string TextOf(const Values& values, const Row& row) {
  std::string text;
  for (int dimension = 0; dimension < kDimensions; ++dimension) {
    absl::StrAppend(&text, " ", kKeys[dimension], "=", values[dimension][row[dimension]]);
  }
  return Usual(text);
}

// How many pairs of settings of `row` are in no row yet.
using Pair = std::array<size_t, 4>;
int NewPairs(const Row& row, const std::map<Pair, bool>& met) {
  int count = 0;
  for (size_t a = 0; a < kDimensions; ++a) {
    for (size_t b = a + 1; b < kDimensions; ++b) count += met.count({a, row[a], b, row[b]}) == 0 ? 1 : 0;
  }
  return count;
}

void Meet(const Row& row, std::map<Pair, bool>* met) {
  for (size_t a = 0; a < kDimensions; ++a) {
    for (size_t b = a + 1; b < kDimensions; ++b) (*met)[{a, row[a], b, row[b]}] = true;
  }
}

bool Next(const Values& values, Row* row) {
  for (size_t dimension = 0; dimension < kDimensions; ++dimension) {
    if (++(*row)[dimension] < values[dimension].size()) return true;
    (*row)[dimension] = 0;
  }
  return false;
}

// Greedy: the row with the most new pairs, the first of those that are equal, until none has one.
std::vector<std::string> Pairwise(const Values& values) {
  std::vector<std::string> texts;
  std::map<Pair, bool> met;
  Row first{};
  do {
    texts.push_back(TextOf(values, first));
    Meet(first, &met);
    ++first[kDelivery];
  } while (first[kDelivery] < std::min<size_t>(2, values[kDelivery].size()));
  while (true) {
    Row best{};
    int most = 0;
    Row row{};
    do {
      if (const int count = NewPairs(row, met); count > most) {
        most = count;
        best = row;
      }
    } while (Next(values, &row));
    if (most == 0) return texts;
    texts.push_back(TextOf(values, best));
    Meet(best, &met);
  }
}

}  // namespace

std::vector<std::string> VariantsOf(const Scenario& scenario, Side role, VariantSet set, int cuttings) {
  Values values = Pins(scenario, role).Left();
  const bool is_cut = values[kDelivery].size() > 1;
  if (set != VariantSet::kAll) {
    for (int dimension = kChunk; dimension < kDimensions; ++dimension) values[dimension].resize(1);
    values[kDelivery].resize(std::min<size_t>(values[kDelivery].size(), set == VariantSet::kNone ? 1 : 2));
  }
  static thread_local auto& known = *new std::map<Values, std::vector<std::string>>;
  std::vector<std::string>& texts = known[values];
  if (texts.empty()) texts = Pairwise(values);
  if (!is_cut || cuttings == 0) return texts;
  std::vector<std::string> more = texts;
  for (int cutting = 1; cutting <= cuttings; ++cutting) {
    values[kDelivery][0] = absl::StrCat("random:", cutting);
    std::string text = TextOf(values, Row{});
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) more.push_back(std::move(text));
  }
  return more;
}

std::string VariantFor(const Scenario& scenario, Side role, const Variant& asked) {
  const Values values = Pins(scenario, role).Left();
  std::string text = asked.ToText();
  for (int dimension = 0; dimension < kDimensions; ++dimension) {
    // What is read later counts.
    if (values[dimension].size() == 1) absl::StrAppend(&text, " ", kKeys[dimension], "=", values[dimension][0]);
  }
  return Usual(text);
}

}  // namespace rtmpspec
