#include <cstdio>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/peers/profile.h"

namespace rtmpspec {

std::string VersionOf(const Profile& profile) {
  if (profile.version.empty()) return "";
  // timeout(1) ends what would wait for ever; it is part of every Debian.
  const std::string quoted = absl::StrReplaceAll(profile.version, {{"'", "'\\''"}});
  const std::string command = absl::StrCat("timeout 10 /bin/sh -c '", quoted, "' </dev/null 2>&1");
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (pipe == nullptr) return "";
  std::string line;
  for (int c = 0; line.size() < 200 && (c = fgetc(pipe.get())) != EOF && c != '\n';) line.push_back(static_cast<char>(c));
  return std::string(absl::StripAsciiWhitespace(line));
}

}  // namespace rtmpspec
