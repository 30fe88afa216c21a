#include "impl/bytes/protocol_error.h"

#include "absl/strings/str_cat.h"

namespace rtmp {

absl::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotRtmp:
      return "kNotRtmp";
    case ErrorCode::kUnsupportedVersion:
      return "kUnsupportedVersion";
    case ErrorCode::kHandshakeMismatch:
      return "kHandshakeMismatch";
    case ErrorCode::kNoPreviousHeader:
      return "kNoPreviousHeader";
    case ErrorCode::kHeaderInsideMessage:
      return "kHeaderInsideMessage";
    case ErrorCode::kInvalidChunkSize:
      return "kInvalidChunkSize";
    case ErrorCode::kShortControlMessage:
      return "kShortControlMessage";
    case ErrorCode::kMessageTooLong:
      return "kMessageTooLong";
    case ErrorCode::kTooManyChunkStreams:
      return "kTooManyChunkStreams";
    case ErrorCode::kTooMuchBuffered:
      return "kTooMuchBuffered";
    case ErrorCode::kAmfTruncated:
      return "kAmfTruncated";
    case ErrorCode::kAmfMarker:
      return "kAmfMarker";
    case ErrorCode::kAmfReference:
      return "kAmfReference";
    case ErrorCode::kAmfDepth:
      return "kAmfDepth";
    case ErrorCode::kAmfNodes:
      return "kAmfNodes";
    case ErrorCode::kAmfUnsupported:
      return "kAmfUnsupported";
    case ErrorCode::kAmfBytes:
      return "kAmfBytes";
    case ErrorCode::kMediaTruncated:
      return "kMediaTruncated";
    case ErrorCode::kMediaField:
      return "kMediaField";
    case ErrorCode::kMalformedAggregate:
      return "kMalformedAggregate";
    case ErrorCode::kMalformedSharedObject:
      return "kMalformedSharedObject";
    case ErrorCode::kInvalidLimitType:
      return "kInvalidLimitType";
    case ErrorCode::kMalformedCommand:
      return "kMalformedCommand";
    case ErrorCode::kMissingArgument:
      return "kMissingArgument";
    case ErrorCode::kWrongArgumentType:
      return "kWrongArgumentType";
    case ErrorCode::kWrongState:
      return "kWrongState";
    case ErrorCode::kOutputOverflow:
      return "kOutputOverflow";
    case ErrorCode::kAckTimeout:
      return "kAckTimeout";
  }
  return "unknown error code";  // a value cast from outside the enumeration
}

absl::Status ToStatus(const ProtocolError& error) {
  return absl::InvalidArgumentError(
      absl::StrCat(ErrorCodeName(error.code), " at byte ", error.offset, error.text.empty() ? "" : ": ", error.text));
}

}  // namespace rtmp
