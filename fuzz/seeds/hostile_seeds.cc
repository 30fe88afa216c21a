#include "fuzz/seeds/hostile_seeds.h"

#include "fuzz/hostile/hostile_input.h"
#include "fuzz/seeds/amf_messages.h"

namespace rtmp {
namespace {

// Longer ones are for hostile_test: a fuzzer learns little from the ten thousandth of the same bytes.
constexpr size_t kLongest = 4000;
constexpr size_t kLongestForLimits = 12000;

// As ServerSetup numbers its start states.
uint8_t StartOf(hostile::Prelude prelude) {
  constexpr uint8_t kStarts[] = {0, 1, 2, 3, 5, 6};
  return kStarts[static_cast<size_t>(prelude)];
}

}  // namespace

void AddHostileInputs(CorpusWriter& writer) {
  for (const hostile::HostileInput& input : hostile::AllHostileInputs()) {
    const uint8_t start = StartOf(input.prelude);
    if (input.bytes.size() <= kLongestForLimits) {
      writer.Add("limits", input.bytes, {start, 0}, input.name);
      writer.Add("limits", input.bytes, {start, 3}, input.name + ", narrow limits");
    }
    if (input.bytes.size() > kLongest) continue;
    // flags, number of sizes, sizes; the start state and the policy come first.
    writer.Add("server_connection", input.bytes, {start, 0, 0, 2, 1, 30}, input.name);
    writer.Add("server_connection", input.bytes, {start, 3, 8, 0}, input.name + ", relayed");
    if (input.prelude == hostile::Prelude::kNothing) {
      writer.Add("handshake_server", input.bytes, {0, 1, 200}, input.name);
      continue;
    }
    writer.Add("chunk_differential", input.bytes, {0, 1, 3}, input.name);
    writer.Add("chunk_decoder", input.bytes, {0, 0, 0}, input.name);
    AddPlayedMessages(input.name, input.bytes, writer);
  }
}

}  // namespace rtmp
