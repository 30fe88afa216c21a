// rtmpspec serve: the reference as a server for real clients.
#include "impl/io/serve.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "conformance/cli/commands.h"

namespace rtmpspec {

void AddServe(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("serve", "The reference as a server: publishers and players meet by stream name");
  const auto flags = std::make_shared<rtmp::io::ServeFlags>();
  command->add_option("--address", flags->address, "Address to listen on")->capture_default_str();
  command->add_option("--port", flags->port, "Port; 0: a free one, named in the first line")->capture_default_str();
  command->add_option("--app", flags->apps, "Only this application may be connected to; may be repeated; default: any")
      ->expected(1)
      ->take_all();
  command->add_option("--handshake-timeout", flags->handshake_timeout_s, "Seconds until a connection must be established")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--idle-timeout", flags->idle_timeout_s, "Seconds that a connection may neither send nor take anything")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      ->add_option("--max-player-queue", flags->max_player_queue, "Bytes that wait for a slow player before frames are dropped")
      ->capture_default_str();
  command->add_flag("--tls", flags->tls, "RTMPS, with a self-signed certificate made now for localhost and 127.0.0.1");
  CLI::Option* certificate =
      command->add_option("--cert", flags->certificate_file, "RTMPS with this certificate, its chain behind it (PEM)")
          ->type_name("FILE");
  CLI::Option* key =
      command->add_option("--key", flags->key_file, "... and this key (PEM)")->type_name("FILE")->needs(certificate);
  certificate->needs(key);
  command->footer(
      "\nExamples, each in a terminal of its own:\n"
      "  rtmpspec serve\n"
      "  ffmpeg -re -i film.mp4 -c copy -f flv rtmp://127.0.0.1/live/film\n"
      "  ffplay rtmp://127.0.0.1/live/film\n"
      "  rtmpspec serve --tls --port 1936      and then rtmps://127.0.0.1:1936/live/film\n"
      "\nA line an event on stdout. Ends cleanly, with status 0, on Ctrl-C or SIGTERM.");
  command->callback([flags, exit_code] { *exit_code = rtmp::io::Serve(*flags, std::cout); });
}

}  // namespace rtmpspec
