// Writes the seeds of the fuzz targets: from the captures of real stacks, from what the conformance suite plays, from the hostile
// inputs, and from what is written by hand. fuzz/make_corpus runs it and keeps what adds coverage.
//
//   seed_corpus corpus/captures FOLDER
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fuzz/seeds/amf3_values.h"
#include "fuzz/seeds/amf_messages.h"
#include "fuzz/seeds/build_programs.h"
#include "fuzz/seeds/client_sessions.h"
#include "fuzz/seeds/corpus_writer.h"
#include "fuzz/seeds/handmade_chunks.h"
#include "fuzz/seeds/hostile_seeds.h"
#include "fuzz/seeds/media_messages.h"
#include "fuzz/seeds/played_cases.h"
#include "fuzz/seeds/programs.h"
#include "fuzz/seeds/server_sessions.h"
#include "impl/bytes/hex.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

namespace fs = std::filesystem;

Buffer ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Buffer(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The option bytes, in the order in which chunk_decoder_fuzzer.cc takes them: flags, pause, number of sizes, sizes.
void AddChunkStream(Bytes stream, const std::string& source, CorpusWriter& writer) {
  writer.Add("chunk_decoder", stream, {0, 0, 0}, absl::StrCat(source, ", byte by byte"));
  writer.Add("chunk_decoder", stream, {1, 2, 3, 5, 1, 200}, absl::StrCat(source, ", peek, in pieces"));
  if (stream.size() <= 3000) writer.Add("chunk_differential", stream, {0, 1, 17}, source);
  if (stream.size() <= 3000) writer.Add("chunk_differential", stream, {1, 0}, absl::StrCat(source, ", peek"));
  if (stream.size() <= 3000) writer.Add("chunk_round_trip", stream, {0, 2, 5, 200}, source);
}

// Beginnings of different lengths: fuzzing likes short inputs, coverage long ones.
void AddCapture(const std::string& name, Bytes bytes, CorpusWriter& writer) {
  const bool from_client = absl::EndsWith(name, ".c2s.bin");
  const char* half = from_client ? "handshake_server" : "handshake_client";  // that reads these bytes
  for (const uint8_t flags : {0, 1, 2, 10}) writer.Add(half, bytes.subspan(0, kHandshakeSize + 100), {flags, 1, 0}, name);
  if (from_client) AddCapturedSession(name, bytes, writer);
  if (bytes.size() <= kHandshakeSize) return;
  const Bytes stream = bytes.subspan(kHandshakeSize);
  AddPlayedMessages(name, stream.subspan(0, 16000), writer);
  if (!from_client) {
    for (const char* client : {"client_publish", "client_play"}) {
      writer.Add(client, stream.subspan(0, 2000), {1, 2, 2, 1, 100}, name);
      writer.Add(client, bytes.subspan(0, kHandshakeSize + 1000), {0, 1, 1, 0}, name);
    }
  }
  for (size_t length : {size_t{600}, size_t{3000}, size_t{16000}}) {
    const Bytes beginning = stream.subspan(0, length);
    AddChunkStream(beginning, absl::StrCat(name, " +", kHandshakeSize, " ", beginning.size(), " bytes"), writer);
  }
}

void AddHandmadeHandshakes(CorpusWriter& writer) {
  for (uint8_t version : {3, 0, 31, 32, 71, 255}) {
    Buffer bytes(kHandshakeSize + 2, 0x5a);
    bytes[0] = version;
    for (const uint8_t flags : {0, 1, 2, 10, 32}) {
      writer.Add("handshake_server", bytes, {flags, 2, 0, 255}, absl::StrCat("version ", version));
      writer.Add("handshake_client", bytes, {flags, 2, 0, 255}, absl::StrCat("version ", version));
    }
  }
  // A record of TLS, and what only begins like one, cut where that is decided.
  for (const uint8_t major : {3, 9}) {
    Buffer record(kHandshakeSize + 2, 0);
    record[0] = 22;
    record[1] = major;
    record[2] = 1;
    for (const uint8_t piece : {1, 2, 3, 200}) writer.Add("handshake_server", record, {0, 1, piece}, "version 22");
  }
  Buffer truncated(1536, 0xff);
  truncated[0] = 3;
  writer.Add("handshake_server", truncated, {0, 1, 0}, "C1 without its last byte");
  // Client and server as they are, plain and with digests. Flags of the targets: 1 asks for the echo, 2 and 4 sign.
  for (const std::optional<uint8_t> scheme : {std::optional<uint8_t>(), std::optional<uint8_t>(0), std::optional<uint8_t>(1)}) {
    HandshakeOptions options;
    // As in the targets.
    options.clock_ms = [] { return 0x01020304u; };
    options.random = [](absl::Span<uint8_t> random) { std::fill(random.begin(), random.end(), uint8_t{0x5a}); };
    if (scheme.has_value()) options.digest = static_cast<handshake::DigestScheme>(*scheme);
    ClientHandshake client(options);
    ServerHandshake server(options);
    Buffer from_client;
    Buffer from_server;
    client.Start(&from_client);
    Bytes input = from_client;
    server.Feed(input, &from_server);
    input = from_server;
    client.Feed(input, &from_client);
    const uint8_t flags = scheme.has_value() ? static_cast<uint8_t>(11 + 4 * *scheme) : 1;
    const std::string which = scheme.has_value() ? absl::StrCat(", digest scheme ", *scheme) : "";
    writer.Add("handshake_server", from_client, {1, 1, 0}, absl::StrCat("the reference's client", which));
    writer.Add("handshake_client", from_server, {flags, 1, 0}, absl::StrCat("the reference's server", which));
    // The second packet as it should not be. 1 insists on the echo, 8 on the digest, both of a client; 1 of a server.
    from_client.back() ^= 1;
    from_server.back() ^= 1;
    writer.Add("handshake_server", from_client, {1, 1, 0}, absl::StrCat("another C2", which));
    writer.Add("handshake_server", from_client, {0, 1, 0}, absl::StrCat("another C2", which));
    for (const uint8_t insists : {0, 1, 8, 9}) {
      const auto signs = static_cast<uint8_t>(flags & 6);
      writer.Add("handshake_client", from_server, {static_cast<uint8_t>(signs | insists), 1, 0},
                 absl::StrCat("another S2", which));
    }
  }
  for (uint8_t options = 0; options < 4; ++options) {
    writer.Add("digest_handshake", Buffer(40, 7),
               {static_cast<uint8_t>(options & 1), static_cast<uint8_t>(options >> 1), 0, 0, 1, 9}, "short fill");
    writer.Add("digest_handshake", Buffer(1536, 0xff),
               {static_cast<uint8_t>(options & 1), static_cast<uint8_t>(options >> 1), 0, 0, 4, 0}, "offsets at their largest");
  }
}

int Run(const fs::path& captures, const fs::path& corpus) {
  CorpusWriter writer;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(captures)) {
    if (entry.path().extension() == ".bin") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) AddCapture(file.filename().string(), ReadFile(file), writer);
  AddHandmadeHandshakes(writer);
  for (const HandmadeSeed& seed : HandmadeChunks()) {
    const auto bytes = ParseHex(seed.hex);
    if (!bytes.ok()) {
      std::fprintf(stderr, "%s: %s\n", seed.name, bytes.status().ToString().c_str());
      return 1;
    }
    AddChunkStream(*bytes, seed.name, writer);
    writer.Add("chunk_decoder", *bytes, {14, 1, 1, 3}, absl::StrCat(seed.name, ", narrow limits"));
  }
  if (!AddHandmadeMessages(writer) || !AddAmf3Values(writer) || !AddMediaMessages(writer)) return 1;
  AddHandmadeSessions(writer);
  AddPrograms(writer);
  AddBuildPrograms(writer);
  AddClientSessions(writer);
  AddHostileInputs(writer);
  if (!AddPlayedCases(writer) || !AddTranscripts(writer)) return 1;
  if (!writer.Write(corpus)) {
    std::perror(corpus.c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace rtmp

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: seed_corpus CAPTURES FOLDER\n");
    return 2;
  }
  return rtmp::Run(argv[1], argv[2]);
}
