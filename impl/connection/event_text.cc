#include "absl/strings/str_cat.h"
#include "impl/connection/events.h"

namespace rtmp {
namespace {

struct ToText {
  std::string operator()(const NeedBytes&) const { return "NeedBytes"; }
  std::string operator()(const StateChanged& e) const { return absl::StrCat("StateChanged ", StateName(e.state)); }
  std::string operator()(const ClientConnected& e) const {
    return absl::StrCat("ClientConnected ", e.app, " tcUrl ", e.tc_url, " flashVer ", e.flash_ver);
  }
  std::string operator()(const PublishRequested& e) const {
    return absl::StrCat("PublishRequested stream ", e.message_stream_id, " ", e.app, "/", e.stream_name, " ", e.type);
  }
  std::string operator()(const PlayRequested& e) const {
    return absl::StrCat("PlayRequested stream ", e.message_stream_id, " ", e.app, "/", e.stream_name, " start ", e.start,
                        " duration ", e.duration, " reset ", e.reset ? "true" : "false");
  }
  std::string operator()(const PublishFinished& e) const { return absl::StrCat("PublishFinished stream ", e.message_stream_id); }
  std::string operator()(const PlayFinished& e) const { return absl::StrCat("PlayFinished stream ", e.message_stream_id); }
  std::string operator()(const PlayerSwitched& e) const {
    return absl::StrCat("PlayerSwitched stream ", e.message_stream_id, " audio ", e.audio ? "on" : "off", " video ",
                        e.video ? "on" : "off");
  }
  std::string operator()(const AudioReceived& e) const { return Media("AudioReceived", e); }
  std::string operator()(const VideoReceived& e) const { return Media("VideoReceived", e); }
  std::string operator()(const DataReceived& e) const { return absl::StrCat(Media("DataReceived", e), " ", e.handler); }
  std::string operator()(const SharedObjectReceived& e) const {
    return absl::StrCat("SharedObjectReceived stream ", e.message_stream_id, " ", e.name, " version ", e.version,
                        e.persistent ? " persistent " : " ", e.events.size(), " bytes");
  }
  std::string operator()(const StatusReceived& e) const {
    return absl::StrCat("StatusReceived ", e.level, " ", e.code, " ", e.description);
  }
  std::string operator()(const ReconnectRequested& e) const {
    return absl::StrCat("ReconnectRequested ", e.tc_url, " ", e.description);
  }
  std::string operator()(const MessageIgnored& e) const {
    return absl::StrCat("MessageIgnored type ", e.type_id, " stream ", e.message_stream_id, ": ", e.reason);
  }
  std::string operator()(const CommandIgnored& e) const {
    return absl::StrCat("CommandIgnored ", e.name, " stream ", e.message_stream_id, ": ", e.reason);
  }
  std::string operator()(const UserControlEventIgnored& e) const { return absl::StrCat("UserControlEventIgnored ", e.type); }
  std::string operator()(const DisconnectedByPeer& e) const { return absl::StrCat("DisconnectedByPeer ", e.reason); }

  template <typename T>
  static std::string Media(absl::string_view name, const T& e) {
    return absl::StrCat(name, " stream ", e.message_stream_id, " time ", e.timestamp, " ", e.payload.size(), " bytes");
  }
};

}  // namespace

std::string EventText(const Event& event) { return std::visit(ToText(), event); }

}  // namespace rtmp
