// A transcript that parses is printed as a transcript that parses to the same again; printed again it stays as it is. One that
// does not parse is an error with a place in the text.
#include <cstdio>

#include "absl/strings/match.h"
#include "conformance/language/parser.h"
#include "conformance/language/printer.h"
#include "fuzz/support/fuzz_input.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text = ToStringView(Bytes(data, size));
  const auto parsed = rtmpspec::ParseTranscript(text, "input", "server/input");
  if (!parsed.ok()) {
    FUZZ_CHECK(absl::StartsWith(parsed.status().message(), "input:"));
    return 0;
  }
  const std::string printed = rtmpspec::PrintTranscript(*parsed);
  const auto again = rtmpspec::ParseTranscript(printed, "printed", "server/input");
  if (!again.ok()) std::fprintf(stderr, "%s\n%s\n", std::string(again.status().message()).c_str(), printed.c_str());
  FUZZ_CHECK(again.ok());
  FUZZ_CHECK_EQ(*again, *parsed);
  FUZZ_CHECK_EQ(rtmpspec::PrintTranscript(*again), printed);
  return 0;
}

}  // namespace rtmp
