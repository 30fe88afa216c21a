// How a layer says that the peer broke the protocol.
#ifndef RTMPSPEC_IMPL_BYTES_PROTOCOL_ERROR_H_
#define RTMPSPEC_IMPL_BYTES_PROTOCOL_ERROR_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rtmp {

// One code a rule, so that tests compare codes and never texts.
enum class ErrorCode {
  // Handshake (RTMP 1.0 5.2).
  kNotRtmp,             // C0 of 32..255: another protocol
  kUnsupportedVersion,  // S0 that a client cannot work with
  kHandshakeMismatch,   // C2 or S2 is not the echo (only where the options ask for it)
  // Chunk stream (5.3, 5.4.1, 5.4.2).
  kNoPreviousHeader,     // type 1, 2 or 3 on a chunk stream that never had a header
  kHeaderInsideMessage,  // type 0, 1 or 2 while a message is unfinished on that chunk stream
  kInvalidChunkSize,     // 0, or the top bit set
  kShortControlMessage,  // a control message with fewer bytes than its fields
  kMessageTooLong,       // longer than Options allow
  kTooManyChunkStreams,  // more chunk streams than Options allow
  kTooMuchBuffered,      // unfinished messages together longer than Options allow
  // AMF0 and AMF3.
  kAmfTruncated,    // the input ends inside a value
  kAmfMarker,       // a marker that is not allowed there
  kAmfReference,    // a reference to no value
  kAmfDepth,        // deeper than the limit
  kAmfNodes,        // more values than the limit
  kAmfUnsupported,  // a value that only its class could read: externalizable (AMF3 3.12)
  kAmfBytes,        // references make more of it than the limit allows
  // Media (FLV Annex E, Enhanced RTMP) and messages that hold messages (7.1.3, 7.1.6).
  kMediaTruncated,         // ends inside a header or a size that it gives
  kMediaField,             // a field has a value that is not allowed there
  kMalformedAggregate,     // a part does not fit
  kMalformedSharedObject,  // an event does not fit
  // Messages and commands (5.4.5, 6.2, 7.2).
  kInvalidLimitType,   // SetPeerBandwidth with a limit type of 3..255
  kMalformedCommand,   // no name, or no transaction id
  kMissingArgument,    // a required argument or property is absent
  kWrongArgumentType,  // ... or has another type
  kWrongState,         // a message that this state does not allow
  // Limits of the connection.
  kOutputOverflow,  // the peer makes answers faster than it reads them
  kAckTimeout,      // only with Options::require_acknowledgements
};

// The name of a code, such as "kInvalidChunkSize", for texts and tables.
absl::string_view ErrorCodeName(ErrorCode code);

// One broken rule. Equal when code and offset are: texts are for people.
struct ProtocolError {
  ErrorCode code;
  // Offset of the offending byte: in the connection's input where the layer sees the stream (handshake and chunks), in the
  // message's payload where it sees a message (AMF, messages, commands).
  uint64_t offset = 0;
  // For people: what came, where, and what was allowed.
  std::string text;

  friend bool operator==(const ProtocolError& a, const ProtocolError& b) { return a.code == b.code && a.offset == b.offset; }
};

// InvalidArgument with "kInvalidChunkSize at byte 3097: ..." as text.
absl::Status ToStatus(const ProtocolError& error);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_PROTOCOL_ERROR_H_
