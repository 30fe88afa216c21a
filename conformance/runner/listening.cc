// Who listens on a port, without touching it.
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/process.h"

namespace rtmpspec {
namespace {

// Reads the kernel's answer to the end. Nothing where it does not answer.
std::optional<bool> HasPort(int fd, uint16_t port) {
  bool found = false;
  while (true) {
    alignas(nlmsghdr) std::array<char, 32768> buffer;
    const ssize_t count = recv(fd, buffer.data(), buffer.size(), 0);
    if (count <= 0) return std::nullopt;
    size_t left = static_cast<size_t>(count);
    for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
      if (header->nlmsg_type == NLMSG_ERROR) return std::nullopt;
      if (header->nlmsg_type == NLMSG_DONE) return found;
      const auto* entry = static_cast<const inet_diag_msg*>(NLMSG_DATA(header));
      found = found || ntohs(entry->id.idiag_sport) == port;
    }
  }
}

// Asks for listening sockets and no others: the table below is long, and slow to make, on a machine with many connections.
std::optional<bool> AskKernel(uint16_t port, uint8_t family) {
  const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return std::nullopt;
  struct {
    nlmsghdr header;
    inet_diag_req_v2 request;
  } question = {};
  question.header.nlmsg_len = sizeof(question);
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.request.sdiag_family = family;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = 1u << TCP_LISTEN;
  const bool asked = send(fd, &question, sizeof(question), 0) == static_cast<ssize_t>(sizeof(question));
  const std::optional<bool> answer = asked ? HasPort(fd, port) : std::nullopt;
  close(fd);
  return answer;
}

// "  sl  local_address rem_address   st ...": the address ends in the port in hexadecimal, state 0A is LISTEN.
bool IsInTable(uint16_t port, const char* path) {
  const std::string suffix = absl::StrFormat(":%04X", port);
  std::ifstream table(path);
  std::string line;
  while (std::getline(table, line)) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.size() > 3 && absl::EndsWith(words[1], suffix) && words[3] == "0A") return true;
  }
  return false;
}

}  // namespace

bool IsListening(uint16_t port) {
  const std::optional<bool> v4 = AskKernel(port, AF_INET);
  if (!v4) return IsInTable(port, "/proc/net/tcp") || IsInTable(port, "/proc/net/tcp6");
  return *v4 || AskKernel(port, AF_INET6).value_or(false);
}

}  // namespace rtmpspec
