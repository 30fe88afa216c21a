// A resolved tcUrl has a scheme, ends in the reference, is no longer than both together and a slash, and resolves to itself.
#include "absl/strings/match.h"
#include "fuzz/support/fuzz_input.h"
#include "impl/command/tc_url.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // base, line feed, reference.
  const absl::string_view text = ToStringView(Bytes(data, size));
  const size_t line = std::min(text.find('\n'), text.size());
  const absl::string_view base = text.substr(0, line);
  const absl::string_view reference = text.substr(std::min(line + 1, text.size()));

  const std::optional<std::string> resolved = ResolveTcUrl(base, reference);
  if (!resolved.has_value()) return 0;
  FUZZ_CHECK(resolved->find(':') != std::string::npos);
  FUZZ_CHECK(resolved->size() <= base.size() + reference.size() + 1);
  FUZZ_CHECK(absl::EndsWith(*resolved, reference));
  // The base may hold what a reference may not.
  const std::optional<std::string> again = ResolveTcUrl("rtmp://elsewhere/x", *resolved);
  FUZZ_CHECK(again == std::nullopt ? ResolveTcUrl("a://b", base) == std::nullopt : again == resolved);
  return 0;
}

}  // namespace rtmp
