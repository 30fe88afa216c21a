// What `rtmpspec serve` runs.
#ifndef RTMPSPEC_IMPL_IO_SERVE_H_
#define RTMPSPEC_IMPL_IO_SERVE_H_

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace rtmp::io {

// What the command line says.
struct ServeFlags {
  std::string address = "127.0.0.1";
  uint16_t port = 1935;           // 0: the system chooses one, the first line names it
  std::vector<std::string> apps;  // applications that connect may name; empty: all
  double handshake_timeout_s = 10;
  double idle_timeout_s = 60;
  size_t max_player_queue = size_t{4} << 20;  // bytes
  // RTMPS: with the certificate (chain) and key in these PEM files, or, if `tls` alone is set, with a self-signed pair made now.
  bool tls = false;
  std::string certificate_file, key_file;
};

// Serves until SIGINT or SIGTERM. Writes to `log`, a line at a time, flushed: first
//   listening on rtmp://127.0.0.1:1935/ (any application)
// (rtmps:// over TLS), then one line per event of a connection, last `stopped: N connections served`. Returns 0, or 3 with one
// line that says why when it cannot listen or has no usable certificate. Once told to end it leaves both signals blocked in the
// thread that called it, so that a second one changes nothing.
int Serve(const ServeFlags& flags, std::ostream& log);

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_SERVE_H_
