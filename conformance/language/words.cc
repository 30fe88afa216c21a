#include "conformance/language/words.h"

#include <algorithm>
#include <iterator>

namespace rtmpspec {
namespace {

constexpr absl::string_view kStepWords[] = {
    "abandon",  "acks",    "alive", "auto",   "bytes", "check", "chunks",  "closes",   "let",   "mark", "nothing",   "on", "one",
    "optional", "ordered", "quiet", "repeat", "serve", "set",   "silence", "skipping", "state", "sync", "unordered", "use"};

constexpr MessageWord kMessageWords[] = {
    {"SetChunkSize", 1, 1, "SetChunkSize SIZE"},
    {"Abort", 1, 1, "Abort CSID"},
    {"Ack", 1, 1, "Ack SEQUENCE"},
    {"WindowAckSize", 1, 1, "WindowAckSize SIZE"},
    {"SetPeerBandwidth", 2, 2, "SetPeerBandwidth SIZE hard|soft|dynamic|N"},
    {"StreamBegin", 1, 1, "StreamBegin ID"},
    {"StreamEOF", 1, 1, "StreamEOF ID"},
    {"StreamDry", 1, 1, "StreamDry ID"},
    {"SetBufferLength", 2, 2, "SetBufferLength ID MILLISECONDS"},
    {"StreamIsRecorded", 1, 1, "StreamIsRecorded ID"},
    {"PingRequest", 1, 1, "PingRequest TIME"},
    {"PingResponse", 1, 1, "PingResponse TIME"},
    {"UserControl", 0, 1, "UserControl event=N [payload]"},
    {"audio", 0, 1, "audio PAYLOAD"},
    {"video", 0, 1, "video PAYLOAD"},
    {"data", 0, -1, "data VALUE ..."},
    {"message", 0, 1, "message type=N PAYLOAD"},
    {"C0", 0, 1, "C0 VERSION"},
    {"S0", 0, 1, "S0 VERSION"},
    {"C1", 0, 1, "C1 [?] or C1 time=.. zero=.. random=.."},
    {"S1", 0, 1, "S1 [?] or S1 time=.. zero=.. random=.."},
    {"C2", 0, 1, "C2 [echo of S1]"},
    {"S2", 0, 1, "S2 [echo of C1]"},
};

constexpr MessageWord kGenerators[] = {
    {"avc_header", 0, 1, "avc_header"},
    {"avc_key", 2, 2, "avc_key(SIZE, SEED)"},
    {"avc_inter", 2, 2, "avc_inter(SIZE, SEED)"},
    {"aac_header", 0, 1, "aac_header"},
    {"aac", 2, 2, "aac(SIZE, SEED)"},
    {"fill", 2, 2, "fill(SIZE, BYTE)"},
    {"file", 1, 1, "file(\"NAME\")"},
    {"empty", 0, 0, "empty"},
    {"echo", 1, 1, "echo of PACKET"},
    {"signed", 1, 1, "signed for PACKET"},
};

constexpr absl::string_view kFields[] = {"csid", "msid", "time", "delta", "txn", "type", "event", "prefix", "len", "sha256"};
constexpr absl::string_view kHandshakeFields[] = {"time", "time2", "zero", "version", "random", "digest"};
constexpr absl::string_view kOptions[] = {"fmt", "basic", "chunk", "ext", "length", "stop", "cont", "noheader", "split", "flip"};

template <size_t n>
bool Contains(const absl::string_view (&words)[n], absl::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <size_t n>
const MessageWord* FindWord(const MessageWord (&words)[n], absl::string_view word) {
  const auto* it = std::find_if(std::begin(words), std::end(words), [&](const MessageWord& known) { return known.word == word; });
  return it == std::end(words) ? nullptr : it;
}

}  // namespace

bool IsStepWord(absl::string_view word) { return Contains(kStepWords, word); }
const MessageWord* FindMessageWord(absl::string_view kind) { return FindWord(kMessageWords, kind); }
std::vector<absl::string_view> MessageWords() {
  std::vector<absl::string_view> words;
  for (const MessageWord& word : kMessageWords) words.push_back(word.word);
  return words;
}
const MessageWord* FindGenerator(absl::string_view name) { return FindWord(kGenerators, name); }
bool IsField(absl::string_view name, bool handshake) {
  return handshake ? Contains(kHandshakeFields, name) : Contains(kFields, name);
}
bool IsOption(absl::string_view name) { return Contains(kOptions, name); }
bool IsHandshakePacket(absl::string_view kind) {
  return kind.size() == 2 && (kind[0] == 'C' || kind[0] == 'S') && kind[1] >= '0' && kind[1] <= '2';
}

}  // namespace rtmpspec
