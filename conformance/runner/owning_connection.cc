#include "conformance/runner/owning_connection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/deadlines.h"

namespace rtmpspec {
namespace {

constexpr size_t kLines = 5;

std::string LastLines(std::string text) {
  std::replace(text.begin(), text.end(), '\r', '\n');  // a progress line is many
  absl::StripTrailingAsciiWhitespace(&text);
  size_t begin = text.size();
  for (size_t lines = 0; begin != std::string::npos && begin > 0 && lines < kLines; ++lines) begin = text.rfind('\n', begin - 1);
  return begin == std::string::npos || begin == 0 ? text : text.substr(begin + 1);
}

}  // namespace

OwningConnection::~OwningConnection() {
  connection_.reset();
  // One that is about to crash shows it within this time; one that goes on is stopped.
  const Deadline deadline(absl::Milliseconds(100));
  while (process_->Running() && deadline.left() > absl::ZeroDuration()) absl::SleepFor(absl::Milliseconds(5));
  std::string end = process_->Running() ? "ran on until it was stopped" : process_->ExitText();
  process_->Stop();
  if (process_->Crashed()) ends_->crash = absl::StrCat(process_->ExitText(), "\n", process_->ErrorTail());
  if (const std::string tail = LastLines(process_->ErrorTail()); !tail.empty()) absl::StrAppend(&end, "\n", tail);
  ends_->ends.push_back(std::move(end));
}

}  // namespace rtmpspec
