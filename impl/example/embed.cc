// ServerConnection in a poll() loop: takes every publisher, refuses every player, and says what comes.
//
//   embed PORT
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <vector>

#include "impl/connection/server_connection.h"

// Bytes in, events out, bytes out. False when the connection is over.
bool Serve(int fd, rtmp::ServerConnection& server) {
  uint8_t buffer[65536];
  const ssize_t count = read(fd, buffer, sizeof(buffer));
  rtmp::Bytes input(buffer, count > 0 ? static_cast<size_t>(count) : 0);
  absl::StatusOr<rtmp::Event> event;
  while ((event = server.NextEvent(input)).ok() && !rtmp::IsNeedBytes(*event)) {
    std::printf("%d %s\n", fd, rtmp::EventText(*event).c_str());
    if (const auto* publish = std::get_if<rtmp::PublishRequested>(&*event)) (void)server.Accept(publish->message_stream_id);
    if (const auto* play = std::get_if<rtmp::PlayRequested>(&*event)) {
      (void)server.Reject(play->message_stream_id, "Nothing is played here.");
    }
  }
  while (!server.send_buf().empty()) {
    const ssize_t sent = send(fd, server.send_buf().data(), server.send_buf().size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    server.AdvanceSendBuf(static_cast<size_t>(sent));
  }
  return count > 0 && event.ok() && server.state() != rtmp::State::kDisconnecting;
}

int main(int argc, char** argv) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(argc > 1 ? std::atoi(argv[1]) : 1935));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 || listen(listener, 16) != 0) return 1;
  std::map<int, rtmp::ServerConnection> connections;
  while (true) {
    std::vector<pollfd> waiting = {{listener, POLLIN, 0}};
    for (const auto& [fd, server] : connections) waiting.push_back({fd, POLLIN, 0});
    if (poll(waiting.data(), waiting.size(), -1) < 0) return 1;
    if (waiting[0].revents != 0) connections.try_emplace(accept(listener, nullptr, nullptr));
    for (size_t i = 1; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0 || Serve(waiting[i].fd, connections.at(waiting[i].fd))) continue;
      connections.erase(waiting[i].fd);
      close(waiting[i].fd);
    }
  }
}
