// What a usual server answers to a client's commands up to publish or play: how the suite serves a client under test
// (`S: serve until C: publish ...`).
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SERVER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SERVER_H_

#include <vector>

#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

// The message stream id that createStream is answered with.
inline constexpr uint32_t kServedStreamId = 1;

// Appends the answers to `message`; none for what a server leaves unanswered. Commands with transaction id 0 expect no answer.
void AppendUsualReplies(const WireMessage& message, std::vector<PlayedMessage>* replies);

// StreamBegin and onStatus with this code, on the served stream.
void AppendStarted(const char* code, std::vector<PlayedMessage>* replies);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SERVER_H_
