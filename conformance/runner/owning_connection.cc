#include "conformance/runner/owning_connection.h"

#include "absl/strings/str_cat.h"
#include "conformance/runner/deadlines.h"

namespace rtmpspec {

OwningConnection::~OwningConnection() {
  connection_.reset();
  // One that is about to crash shows it within this time; one that goes on is stopped.
  const Deadline deadline(absl::Milliseconds(100));
  while (process_->Running() && deadline.left() > absl::ZeroDuration()) absl::SleepFor(absl::Milliseconds(5));
  process_->Stop();
  if (process_->Crashed()) *crash_ = absl::StrCat(process_->ExitText(), "\n", process_->ErrorTail());
}

}  // namespace rtmpspec
