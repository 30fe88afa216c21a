// RTMPS over loopback: both sides, whom a client trusts, and peers that speak the other protocol.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "impl/io/client.h"
#include "impl/io/server.h"
#include "impl/io/server_test_support.h"
#include "impl/io/stream.h"
#include "impl/io/tls_context.h"

namespace rtmp::io {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TlsIdentity NewIdentity() {
  absl::StatusOr<TlsIdentity> identity = MakeSelfSignedIdentity();
  EXPECT_TRUE(identity.ok()) << identity.status();
  return *std::move(identity);
}
const TlsIdentity& OurIdentity() {
  static const TlsIdentity& identity = *new TlsIdentity(NewIdentity());
  return identity;
}
TlsContext ClientTls(const TlsTrust& trust) {
  absl::StatusOr<TlsContext> context = TlsContext::ForClient(trust);
  EXPECT_TRUE(context.ok()) << context.status();
  return *std::move(context);
}
TlsContext TrustingClient() { return ClientTls({.ca_pem = OurIdentity().certificate_pem, .insecure = false}); }
Server::Options WithTls() {
  absl::StatusOr<TlsContext> context = TlsContext::ForServer(OurIdentity());
  EXPECT_TRUE(context.ok()) << context.status();
  Server::Options options;
  options.tls = *std::move(context);
  return options;
}

// Publishes one key frame, which must reach the player.
void ExpectRelays(Client& publisher, Client& player, size_t size = 100) {
  const std::string sent = absl::StrCat("\x17\x01", std::string(size, 'v'));
  ASSERT_TRUE(publisher.connection().SendVideo(40, ToBytes(sent)).ok());
  ASSERT_TRUE(publisher.Flush().ok());
  std::string received;
  const absl::Status status = player.RunUntil([&](const Event& event) {
    if (const auto* video = std::get_if<VideoReceived>(&event)) received = std::string(ToStringView(video->payload));
    return !received.empty();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(received == sent) << received.size() << " bytes";
}

// A message of several records and of more than a socket takes at once, so that both ways of waiting happen inside TLS.
TEST(TlsTest, RelaysBetweenTlsClients) {
  RunningServer server(WithTls(), TrustingClient());
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  ExpectRelays(publisher, player);
  ExpectRelays(publisher, player, size_t{3} << 20);
  ASSERT_TRUE(publisher.Disconnect().ok());
  ASSERT_TRUE(player.Disconnect().ok());
  server.Stop();
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: the peer closed it")).Times(2));
}

TEST(TlsTest, StopEndsTlsConnectionsWithTheirLastBytes) {
  RunningServer server(WithTls(), TrustingClient());
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  ExpectRelays(publisher, player);
  std::thread stop([&] { server.Stop(); });
  std::string code;
  const absl::Status end = player.RunUntil([&](const Event& event) {
    if (const auto* status = std::get_if<StatusReceived>(&event)) code = std::string(status->code);
    return false;
  });
  EXPECT_EQ(code, "NetStream.Play.UnpublishNotify");
  EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(end.message(), "End of file");
  ASSERT_TRUE(player.Disconnect().ok());
  ASSERT_TRUE(publisher.Disconnect().ok());
  stop.join();
}

// The text that a client with this trust gets, "" where it is connected.
std::string WhyRefused(const RunningServer& server, const TlsTrust& trust, absl::string_view host = "") {
  Client::Options options = server.ClientFor(ClientOptions::Mode::kPublish, "cam");
  options.tls = ClientTls(trust);
  options.tls_host = std::string(host);
  const absl::StatusOr<Client> client = Client::Connect(options);
  EXPECT_EQ(client.status().code(), client.ok() ? absl::StatusCode::kOk : absl::StatusCode::kUnavailable);
  return std::string(client.status().message());
}

TEST(TlsTest, AClientTrustsWhomItWasToldTo) {
  RunningServer server(WithTls(), TrustingClient());
  const TlsTrust ours = {.ca_pem = OurIdentity().certificate_pem, .insecure = false};
  EXPECT_EQ(WhyRefused(server, ours), "");  // by its address
  EXPECT_EQ(WhyRefused(server, ours, "localhost"), "");
  EXPECT_THAT(WhyRefused(server, ours, "example.org"), HasSubstr("certificate verify failed: hostname mismatch"));
  EXPECT_THAT(WhyRefused(server, ours, "127.0.0.2"), HasSubstr("certificate verify failed: IP address mismatch"));
  EXPECT_THAT(WhyRefused(server, {}), HasSubstr("certificate verify failed: self-signed certificate"));
  // An authority of the same name with another key.
  EXPECT_THAT(WhyRefused(server, {.ca_pem = NewIdentity().certificate_pem, .insecure = false}),
              HasSubstr("TLS: certificate verify failed: "));
  EXPECT_EQ(WhyRefused(server, {.ca_pem = "", .insecure = true}, "example.org"), "");
  // The server says so, and others do not notice.
  EXPECT_THAT(server.log(), Contains(HasSubstr("unknown ca")));
  Client publisher = server.Publish("cam");
  Client player = server.Play("cam");
  ExpectRelays(publisher, player);
}

TEST(TlsTest, APlainClientOnATlsPort) {
  RunningServer server(WithTls(), TrustingClient());
  Client publisher = server.Publish("cam");
  Client player = server.Play("cam");
  Client::Options options = server.ClientFor(ClientOptions::Mode::kPlay, "cam");
  options.tls.reset();
  absl::StatusOr<Client> plain = Client::Connect(options);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_FALSE(plain->RunUntil(State::kPlaying).ok());
  RawClient web(server.port());
  web.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  web.ReadAll();
  ExpectRelays(publisher, player);
  server.Stop();
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: http request")));
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: wrong version number")));
}

TEST(TlsTest, ATlsClientOnAPlainPort) {
  RunningServer server;
  Client publisher = server.Publish("cam");
  Client player = server.Play("cam");
  Client::Options options = server.ClientFor(ClientOptions::Mode::kPlay, "cam");
  options.tls = TrustingClient();
  options.timeout = absl::Seconds(2);
  const absl::Status refused = Client::Connect(options).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable) << refused;
  ExpectRelays(publisher, player);
}

TEST(TlsTest, TimeoutsCoverTheHandshakeOfTls) {
  Server::Options server_options = WithTls();
  server_options.handshake_timeout = absl::Milliseconds(300);
  RunningServer server(server_options, TrustingClient());
  RawClient silent(server.port());
  EXPECT_EQ(silent.ReadAll(), "");
  // TLS alone does not end the handshake.
  const absl::StatusOr<Client> client = Client::Connect(server.ClientFor(ClientOptions::Mode::kPlay, "cam"));
  ASSERT_TRUE(client.ok()) << client.status();
  while (server.log().size() < 4) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: the TLS handshake took too long, 0 bytes in, 0 bytes out")));
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: the handshake took too long, 0 bytes in, 0 bytes out")));
}

TEST(TlsTest, AClientDoesNotWaitForEverForTls) {
  asio::io_context context;
  asio::ip::tcp::acceptor silent(context, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  Client::Options options;
  options.port = silent.local_endpoint().port();
  options.tls = TrustingClient();
  options.timeout = absl::Milliseconds(200);
  EXPECT_EQ(Client::Connect(options).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(TlsTest, AConnectionMayEndWhileTlsWaits) {
  RunningServer server(WithTls(), TrustingClient());
  RawClient silent(server.port());
  while (server.log().empty()) absl::SleepFor(absl::Milliseconds(1));
  std::thread stop([&] { server.Stop(); });
  EXPECT_EQ(silent.ReadAll(), "");
  silent.Close();
  stop.join();
}

TEST(TlsTest, NothingBelowTls12) {
  RunningServer server(WithTls());
  RawClient old(server.port());
  // ClientHello of TLS 1.1, one cipher suite, no extensions.
  const std::string hello = absl::StrCat(std::string("\x16\x03\x02\x00\x2d\x01\x00\x00\x29\x03\x02", 11), std::string(32, 'r'),
                                         std::string("\x00\x00\x02\xc0\x13\x01\x00", 7));
  old.Write(hello);
  const std::string alert = old.ReadAll();
  ASSERT_EQ(alert.size(), 7u);
  EXPECT_EQ(alert[0], 21);  // alert
  EXPECT_EQ(alert[5], 2);   // fatal
  EXPECT_EQ(alert[6], 70);  // protocol_version
  server.Stop();
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: unsupported protocol")));
}

TEST(TlsContextTest, SaysWhatItCannotUse) {
  const TlsIdentity other = NewIdentity();
  const auto why = [](const TlsIdentity& identity) {
    const absl::Status status = TlsContext::ForServer(identity).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(why({"", other.key_pem}), "certificate: no start line");
  EXPECT_THAT(why({other.certificate_pem, "no key"}), HasSubstr("key: "));
  EXPECT_EQ(why({OurIdentity().certificate_pem, other.key_pem}), "key: key values mismatch");
  EXPECT_EQ(TlsContext::ForClient({.ca_pem = "nobody", .insecure = false}).status().message(),
            "certificates of authorities: no start line");
}

TEST(TlsContextTest, AChainIsSentWhole) {
  const TlsIdentity other = NewIdentity();
  const TlsIdentity chained = {absl::StrCat(OurIdentity().certificate_pem, other.certificate_pem), OurIdentity().key_pem};
  Server::Options options;
  options.tls = *TlsContext::ForServer(chained);
  RunningServer server(options, TrustingClient());
  Client player = server.Play("cam");
  EXPECT_EQ(player.connection().state(), State::kPlaying);
}

}  // namespace
}  // namespace rtmp::io
