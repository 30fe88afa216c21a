// Writes the seeds of the fuzz targets from the captures of real stacks and from what is written by hand.
//
//   seed_corpus corpus/captures corpus
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fuzz/seeds/amf3_values.h"
#include "fuzz/seeds/amf_messages.h"
#include "fuzz/seeds/corpus_writer.h"
#include "fuzz/seeds/handmade_chunks.h"
#include "fuzz/seeds/media_messages.h"
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
  if (stream.size() <= 3000) writer.Add("chunk_round_trip", stream, {0, 2, 5, 200}, source);
}

// Beginnings of different lengths: fuzzing likes short inputs, coverage long ones.
void AddCapture(const std::string& name, Bytes bytes, CorpusWriter& writer) {
  const bool from_client = absl::EndsWith(name, ".c2s.bin");
  const uint8_t role = from_client ? 0 : 1;  // the half that reads these bytes: server or client
  writer.Add("handshake", bytes.subspan(0, kHandshakeSize + 100), {role, 0, 1, 0}, name);
  if (from_client) AddCapturedSession(name, bytes, writer);
  if (bytes.size() <= kHandshakeSize) return;
  const Bytes stream = bytes.subspan(kHandshakeSize);
  AddCapturedMessages(name, stream, writer);
  for (size_t length : {size_t{600}, size_t{3000}, size_t{16000}}) {
    const Bytes beginning = stream.subspan(0, length);
    AddChunkStream(beginning, absl::StrCat(name, " +", kHandshakeSize, " ", beginning.size(), " bytes"), writer);
  }
}

void AddHandmadeHandshakes(CorpusWriter& writer) {
  for (uint8_t version : {3, 0, 31, 32, 71, 255}) {
    Buffer bytes(kHandshakeSize + 2, 0x5a);
    bytes[0] = version;
    for (uint8_t role : {0, 1}) {
      for (uint8_t require_echo : {0, 1}) {
        writer.Add("handshake", bytes, {role, require_echo, 2, 0, 255}, absl::StrCat("version ", version));
      }
    }
  }
  Buffer truncated(1536, 0xff);
  truncated[0] = 3;
  writer.Add("handshake", truncated, {0, 0, 1, 0}, "C1 without its last byte");
  // Client and server as they are: the echo that require_echo asks for.
  HandshakeOptions options;
  // As in handshake_fuzzer.cc.
  options.clock_ms = [] { return 0x01020304u; };
  options.random = [](absl::Span<uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), uint8_t{0x5a}); };
  ClientHandshake client(options);
  ServerHandshake server(options);
  Buffer from_client;
  Buffer from_server;
  client.Start(&from_client);
  Bytes input = from_client;
  server.Feed(input, &from_server);
  input = from_server;
  client.Feed(input, &from_client);
  writer.Add("handshake", from_client, {0, 1, 1, 0}, "the reference's client");
  writer.Add("handshake", from_server, {1, 1, 1, 0}, "the reference's server");
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
    std::fprintf(stderr, "usage: seed_corpus CAPTURES CORPUS\n");
    return 2;
  }
  return rtmp::Run(argv[1], argv[2]);
}
