// README.md shows the state table and the limits as the code has them: both are generated here and compared.
// RTMPSPEC_UPDATE_DOCS=1 in the environment writes them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "impl/bytes/readme_testing.h"
#include "impl/connection/options.h"
#include "impl/connection/state_table.h"

namespace rtmp {
namespace {

constexpr char kReadme[] = RTMPSPEC_SOURCE_DIR "/impl/connection/README.md";

std::string Diagram() {
  std::string text = "```mermaid\nstateDiagram-v2\n  [*] --> Handshaking\n";
  for (const Transition& t : Transitions()) {
    if (t.input == StateInput::kDisconnect || t.input == StateInput::kCloseStream || t.input == StateInput::kDeleteStream) {
      continue;  // from nearly everywhere to one state: in the table below
    }
    absl::StrAppend(&text, "  ", StateName(t.state), " --> ", StateName(t.next), ": ", StateInputName(t.input), "\n");
  }
  return absl::StrCat(text, "```\n");
}

// One row for all states that an input moves in the same way.
std::string Table() {
  struct Row {
    std::vector<absl::string_view> states;
    Transition transition;
  };
  std::vector<Row> rows;
  for (const Transition& t : Transitions()) {
    Row* same = nullptr;
    for (Row& row : rows) {
      if (row.transition.input == t.input && row.transition.next == t.next && row.transition.output == t.output) same = &row;
    }
    if (same == nullptr) same = &rows.emplace_back(Row{{}, t});
    same->states.push_back(StateName(t.state));
  }
  std::string text = "| state | input | next state | the server sends |\n|---|---|---|---|\n";
  for (const Row& row : rows) {
    const absl::string_view output = StateOutputText(row.transition.output);
    absl::StrAppend(&text, "| ", absl::StrJoin(row.states, ", "), " | ", StateInputName(row.transition.input), " | ",
                    StateName(row.transition.next), " | ", output, output.empty() ? "|\n" : " |\n");
  }
  return text;
}

TEST(DocumentationTest, ReadmeShowsTheStateTable) { ExpectInReadme(kReadme, "states", absl::StrCat(Diagram(), "\n", Table())); }

TEST(DocumentationTest, ReadmeShowsTheLimits) {
  const ServerOptions options;
  // One more field and this does not compile: it belongs into the table, if it is a limit.
  [[maybe_unused]] const auto& [message, buffered, streams, peek] = options.chunk;
  [[maybe_unused]] const auto& [depth, nodes, expanded] = options.amf;
  std::string text = "| option | default | beyond it |\n|---|---|---|\n";
  const auto row = [&](absl::string_view option, auto value, absl::string_view beyond) {
    absl::StrAppend(&text, "| `", option, "` | ", value, " | ", beyond, " |\n");
  };
  row("chunk.max_message_length", options.chunk.max_message_length, "kMessageTooLong, on the header");
  row("chunk.max_buffered_bytes", options.chunk.max_buffered_bytes, "kTooMuchBuffered");
  row("chunk.max_chunk_streams", options.chunk.max_chunk_streams, "kTooManyChunkStreams");
  row("amf.max_depth", options.amf.max_depth, "kAmfDepth");
  row("amf.max_nodes", options.amf.max_nodes, "kAmfNodes");
  row("amf.max_expanded_bytes", options.amf.max_expanded_bytes, "kAmfBytes: AMF3 as AMF0, for who knows that alone");
  row("max_message_streams", options.max_message_streams, "createStream is answered with `_error`");
  row("max_queued_replies", options.max_queued_replies, "kOutputOverflow");
  row("require_acknowledgements", options.require_acknowledgements ? "on" : "off",
      "kAckTimeout, twice the window unacknowledged");
  ExpectInReadme(kReadme, "limits", text);
}

}  // namespace
}  // namespace rtmp
