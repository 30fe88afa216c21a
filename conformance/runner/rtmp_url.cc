#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

absl::string_view Scheme(bool tls) { return tls ? "rtmps://" : "rtmp://"; }
uint16_t DefaultPort(bool tls) { return tls ? 443 : 1935; }

absl::Status Wrong(absl::string_view url, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("'", url, "': ", what, "; a target is rtmp[s]://host[:port]/app"));
}

}  // namespace

absl::StatusOr<RtmpUrl> ParseRtmpUrl(absl::string_view url) {
  RtmpUrl result;
  result.tls = absl::StartsWith(url, Scheme(true));
  result.port = DefaultPort(result.tls);
  if (!absl::StartsWith(url, Scheme(result.tls))) return Wrong(url, "this is no RTMP URL");
  const absl::string_view rest = url.substr(Scheme(result.tls).size());
  const size_t slash = rest.find('/');
  absl::string_view authority = rest.substr(0, slash);
  if (slash != absl::string_view::npos) result.app = std::string(rest.substr(slash + 1));
  if (absl::StrContains(authority, "@")) return Wrong(url, "user and password have no place in it");
  absl::string_view port;
  if (absl::StartsWith(authority, "[")) {
    const size_t end = authority.find(']');
    if (end == absl::string_view::npos) return Wrong(url, "the bracket of the address is not closed");
    port = authority.substr(end + 1);
    authority = authority.substr(1, end - 1);
    if (!port.empty() && port[0] != ':') return Wrong(url, "a port is written behind a colon");
  } else if (const size_t colon = authority.find(':'); colon != absl::string_view::npos) {
    port = authority.substr(colon);
    authority = authority.substr(0, colon);
    if (absl::StrContains(port.substr(1), ":")) return Wrong(url, "an IPv6 address is written in brackets");
  }
  if (authority.empty()) return Wrong(url, "the host is missing");
  result.host = std::string(authority);
  if (!port.empty()) {
    uint32_t number = 0;
    const absl::string_view digits = port.substr(1);
    const bool plain = !digits.empty() && digits.find_first_not_of("0123456789") == absl::string_view::npos;
    if (!plain || !absl::SimpleAtoi(digits, &number) || number == 0 || number > 65535)
      return Wrong(url, "the port is 1 to 65535");
    result.port = static_cast<uint16_t>(number);
  }
  return result;
}

std::string FormatRtmpUrl(const RtmpUrl& url) {
  const bool bracket = absl::StrContains(url.host, ":");
  return absl::StrCat(Scheme(url.tls), bracket ? "[" : "", url.host, bracket ? "]" : "",
                      url.port == DefaultPort(url.tls) ? "" : absl::StrCat(":", url.port), "/", url.app);
}

}  // namespace rtmpspec
