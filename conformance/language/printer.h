// Transcript to text: ParseTranscript(PrintTranscript(t)) equals t, positions apart.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_PRINTER_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_PRINTER_H_

#include <string>

#include "conformance/language/transcript.h"

namespace rtmpspec {

std::string PrintValue(const Value& value);
std::string PrintMessage(const Message& message);
// One step, with blocks indented by `indent` spaces; no newline at the end.
std::string PrintStep(const Step& step, int indent = 0);
std::string PrintTranscript(const Transcript& transcript);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_PRINTER_H_
