// A stack under test, and one connection to it: the one interface behind which it runs in process, over TCP, as a process, ...
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PEER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conformance/language/transcript.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

enum class ReadEnd {
  kData,     // bytes were appended
  kNothing,  // none came in time; in process: none will come before something is written
  kFin,      // the peer closed its side
  kReset,    // the connection was reset
};

// Media that the stack under test hands to its user, where it shows that.
struct DeliveredMedia {
  uint8_t type_id = 0;  // 8, 9 or 18
  uint32_t timestamp = 0;
  rtmp::Buffer payload;
};

class PeerConnection {
 public:
  virtual ~PeerConnection() = default;
  // Sends all of `bytes`. A peer that is gone is no error here: Read tells.
  virtual void Write(rtmp::Bytes bytes) = 0;
  // Appends what has arrived; waits at most `wait` for the first byte.
  virtual ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) = 0;
  // Ends our side: FIN, or RST. Harmless when repeated.
  virtual void Close(bool reset) = 0;
  // The model's name of the stack's state for this connection ("Publishing"); empty where the stack does not show it.
  virtual std::optional<std::string> state() const { return std::nullopt; }
  // Media delivered since the last call; empty optional where the stack does not show it.
  virtual std::optional<std::vector<DeliveredMedia>> TakeDelivered() { return std::nullopt; }
};

// What a client under test is asked to do.
struct ClientTask {
  std::string drive;  // publisher | player
  std::string stream_name;
};

class Peer {
 public:
  virtual ~Peer() = default;
  // Which side the stack under test is.
  virtual Side role() const = 0;
  // Server under test: connects to it. Client under test: starts it with `task` and accepts its connection.
  // Unavailable when it cannot be reached (crash, refused), with the reason.
  virtual absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) = 0;
  // True in process: kNothing is then exact, and no deadline is ever waited for.
  virtual bool exact() const = 0;
  // For reports: "built-in reference", "rtmp://127.0.0.1:1935/live".
  virtual std::string name() const = 0;
  // What transcripts see as $app and $tcUrl.
  virtual std::string app() const = 0;
  virtual std::string tc_url() const = 0;
  // True where the peer is the built-in reference: transcripts tagged `reference` run only there.
  virtual bool is_reference() const { return false; }
  // A peer that takes a fresh process a case (--fresh) does that here, before each case. Also called after a crash.
  virtual absl::Status Restart() { return absl::OkStatus(); }
  // Whether Restart brings a dead peer back.
  virtual bool can_restart() const { return false; }
  // True when every connection needs a fresh process: another one says nothing of whether this one still serves.
  virtual bool one_connection() const { return false; }
  // False for a client that comes by itself, once: `alive` cannot be asked of it, and no round trip be looked for elsewhere.
  virtual bool can_connect_again() const { return true; }
  // What a client is asked to be where a case leaves that open.
  virtual std::string usual_drive() const { return "publisher"; }
  // A process that ended by itself since the last call: "exited with 139 (signal 11)" and its last lines; empty else.
  virtual std::string TakeCrash() { return ""; }
  // How the processes ended that went with the connections closed since the last call, each with the last lines of its standard
  // error; none where connections have no process of their own.
  virtual std::vector<std::string> TakeProcessEnds() { return {}; }
  // Since the last call a connection was refused or given up because the stack does not implement what was asked, and said so: a
  // shim that exits with 89.
  virtual bool TakeUnsupported() { return false; }
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PEER_H_
