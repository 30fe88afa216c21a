// onStatus, and the {level, code, description} object that it shares with `_result` and `_error` (RTMP 1.0 7.2.2).
#ifndef RTMPSPEC_IMPL_COMMAND_ON_STATUS_H_
#define RTMPSPEC_IMPL_COMMAND_ON_STATUS_H_

#include "absl/strings/string_view.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/command/command.h"

namespace rtmp {

inline constexpr absl::string_view kLevelStatus = "status";
inline constexpr absl::string_view kLevelWarning = "warning";
inline constexpr absl::string_view kLevelError = "error";

inline constexpr absl::string_view kConnectSuccess = "NetConnection.Connect.Success";
inline constexpr absl::string_view kConnectRejected = "NetConnection.Connect.Rejected";
inline constexpr absl::string_view kConnectInvalidApp = "NetConnection.Connect.InvalidApp";
inline constexpr absl::string_view kConnectFailed = "NetConnection.Connect.Failed";
inline constexpr absl::string_view kConnectClosed = "NetConnection.Connect.Closed";
inline constexpr absl::string_view kCallFailed = "NetConnection.Call.Failed";
inline constexpr absl::string_view kStreamFailed = "NetStream.Failed";
inline constexpr absl::string_view kPublishStart = "NetStream.Publish.Start";
inline constexpr absl::string_view kPublishBadName = "NetStream.Publish.BadName";
inline constexpr absl::string_view kPublishDenied = "NetStream.Publish.Denied";
inline constexpr absl::string_view kUnpublishSuccess = "NetStream.Unpublish.Success";
inline constexpr absl::string_view kPlayReset = "NetStream.Play.Reset";
inline constexpr absl::string_view kPlayStart = "NetStream.Play.Start";
inline constexpr absl::string_view kPlayStop = "NetStream.Play.Stop";
inline constexpr absl::string_view kPlayFailed = "NetStream.Play.Failed";
inline constexpr absl::string_view kPlayStreamNotFound = "NetStream.Play.StreamNotFound";
inline constexpr absl::string_view kPlayPublishNotify = "NetStream.Play.PublishNotify";
inline constexpr absl::string_view kPlayUnpublishNotify = "NetStream.Play.UnpublishNotify";
inline constexpr absl::string_view kPauseNotify = "NetStream.Pause.Notify";
inline constexpr absl::string_view kUnpauseNotify = "NetStream.Unpause.Notify";
inline constexpr absl::string_view kSeekNotify = "NetStream.Seek.Notify";
inline constexpr absl::string_view kSeekFailed = "NetStream.Seek.Failed";

// level, code and description, as views.
struct StatusInfo {
  absl::string_view level;
  absl::string_view code;
  absl::string_view description;

  bool is_error() const { return level == kLevelError; }
};

// Reads the three properties of an information object; what is absent or no string is empty (RTMP-OS-05).
StatusInfo ParseStatus(amf0::Value information);

// The information object of an onStatus command: the first argument; some servers leave the null before it out.
amf0::Value OnStatusInformation(const Command& command);
inline StatusInfo ParseOnStatus(const Command& command) { return ParseStatus(OnStatusInformation(command)); }

// onStatus 0 null {level, code, description}: the transaction id is 0 (RTMP-OS-01). Belongs on the stream it speaks of (OS-04).
void EncodeOnStatus(absl::string_view level, absl::string_view code, absl::string_view description, Buffer* out);

// {level, code, description} alone, for what is put around it.
void EncodeStatusObject(const StatusInfo& status, amf0::Encoder* encoder);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_ON_STATUS_H_
