#include "impl/command/tc_url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"

namespace rtmp {
namespace {

constexpr size_t kNone = absl::string_view::npos;

// The length of "rtmp:" in front of a URL, 0 where there is no scheme.
size_t SchemeLength(absl::string_view url) {
  const size_t colon = url.find(':');
  if (colon == kNone || colon == 0 || !absl::ascii_isalpha(static_cast<unsigned char>(url[0]))) return 0;
  const bool is_scheme = std::all_of(url.begin(), url.begin() + static_cast<ptrdiff_t>(colon),
                                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.'; });
  return is_scheme ? colon + 1 : 0;
}

bool IsText(absl::string_view url) {
  return std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

}  // namespace

std::optional<std::string> ResolveTcUrl(absl::string_view base, absl::string_view reference) {
  if (!IsText(reference)) return std::nullopt;
  if (SchemeLength(reference) > 0) return std::string(reference);
  if (Deviates("client-reconnect-url-absolute")) return std::nullopt;
  const size_t scheme = SchemeLength(base);
  if (scheme == 0 || !absl::StartsWith(base.substr(scheme), "//")) return std::nullopt;
  if (absl::StartsWith(reference, "//")) return absl::StrCat(base.substr(0, scheme), reference);

  const size_t path = std::min(base.find_first_of("/?#", scheme + 2), base.size());
  const size_t query = std::min(base.find_first_of("?#", path), base.size());
  if (reference.empty()) return std::string(base.substr(0, std::min(base.find('#'), base.size())));
  switch (reference[0]) {
    case '/':
      return absl::StrCat(base.substr(0, path), reference);
    case '?':
      return absl::StrCat(base.substr(0, query), reference);
    default:
      break;
  }
  // The reference stands in for the last segment of the path.
  const size_t slash = base.substr(0, query).rfind('/');
  const absl::string_view directory = slash < path ? base.substr(0, path) : base.substr(0, slash);
  return absl::StrCat(directory, "/", reference);
}

}  // namespace rtmp
