// All that a connection shows: what a cutting of its input must not change.
#ifndef RTMPSPEC_FUZZ_SUPPORT_SHOWN_H_
#define RTMPSPEC_FUZZ_SUPPORT_SHOWN_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/connection/state.h"

namespace rtmp {

struct Shown {
  std::string events;  // each behind its length
  Buffer output;
  State state = State::kHandshaking;
  std::optional<ProtocolError> error;

  void AddEvent(absl::string_view text) { absl::StrAppend(&events, text.size(), " ", text, "\n"); }

  bool operator==(const Shown&) const = default;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_SHOWN_H_
