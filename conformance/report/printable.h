// Text that came from a peer, made safe to show: in a terminal, in JSON and in XML.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_PRINTABLE_H_
#define RTMPSPEC_CONFORMANCE_REPORT_PRINTABLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rtmpspec {

// `text` with control characters (the newline too) and everything that is not well-formed UTF-8 written as \xNN.
std::string Printable(absl::string_view text);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_PRINTABLE_H_
