#include "conformance/peers/profile.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "conformance/peers/toml_reader.h"

namespace rtmpspec {
namespace {

// Commands run where the user is; what a profile brings along is named by {dir}.
std::string Command(TomlReader& reader, std::string_view key, const std::string& file) {
  const std::filesystem::path path(file);
  const std::string directory = path.has_parent_path() ? path.parent_path().string() : ".";
  return absl::StrReplaceAll(reader.Text(key), {{"{dir}", directory}});
}

void NeedPlaceholder(TomlReader& reader, const toml::table& table, std::string_view key, const std::string& command,
                     const std::string& placeholder) {
  if (command.empty() || absl::StrContains(command, placeholder)) return;
  reader.Fail(*table.get(key), absl::StrCat("'", std::string(key), "' must hold ", placeholder));
}

void ReadServer(const std::string& file, const toml::table& table, absl::Status* status, Profile* profile) {
  TomlReader reader(file, table, status);
  ServerProcessOptions& server = profile->server;
  server.command = Command(reader, "start", file);
  NeedPlaceholder(reader, table, "start", server.command, "{port}");
  profile->url = reader.Text("url");
  if (server.command.empty() == profile->url.empty()) reader.Fail(table, "expected 'start', a command, or 'url'");
  if (const std::string app = reader.Text("app"); !app.empty()) server.app = app;
  server.fresh = reader.Flag("fresh");
  server.ready_by_connecting = reader.Word("ready", {"listening", "connect"}) == "connect";
  server.ready_patience = absl::Seconds(reader.Number("ready_seconds", absl::ToDoubleSeconds(server.ready_patience)));
  server.stop_by_interrupt = reader.Word("stop", {"TERM", "INT"}) == "INT";
  server.stop_patience = absl::Seconds(reader.Number("stop_seconds", absl::ToDoubleSeconds(server.stop_patience)));
  server.crash_text = reader.Text("crash");
  if (server.fresh && server.ready_by_connecting)
    reader.Fail(table, "a connection would use up a 'fresh' server: ready = \"listening\"");
  reader.End();
}

void ReadClient(const std::string& file, const toml::table& table, absl::Status* status, Profile* profile) {
  TomlReader reader(file, table, status);
  profile->publisher = Command(reader, "publisher", file);
  profile->player = Command(reader, "player", file);
  profile->media = Command(reader, "media", file);
  NeedPlaceholder(reader, table, "publisher", profile->publisher, "{url}");
  NeedPlaceholder(reader, table, "player", profile->player, "{url}");
  if (!profile->is_client()) reader.Fail(table, "expected 'publisher' or 'player', a command");
  reader.End();
}

}  // namespace

const std::vector<Feature>& Features() {
  static const auto& features = *new std::vector<Feature>{
      {"play", {"RTMP-PL-*"}},
      {"relay", {}},  // whatever takes two connections
      {"digest", {"RTMP-CX-*"}},
      {"amf3", {"AMF3-*", "RTMP-MT-04", "RTMP-MT-05"}},
      {"aggregate", {"RTMP-MT-13", "RTMP-MT-14", "RTMP-MT-15", "RTMP-MT-16", "RTMP-MT-17"}},
      {"enhanced", {"ERTMP-*"}},
  };
  return features;
}

absl::StatusOr<Profile> ParseProfile(const std::string& text, const std::string& file) {
  absl::StatusOr<Baseline> baseline = ParseBaseline(text, file);
  if (!baseline.ok()) return baseline.status();
  const absl::StatusOr<toml::table> root = ParseToml(text, file);
  if (!root.ok()) return root.status();
  Profile profile;
  profile.file = file;
  profile.baseline = *std::move(baseline);
  absl::Status status;
  TomlReader reader(file, *root, &status);
  profile.name = reader.Text("name", /*required=*/true);
  profile.version = Command(reader, "version", file);
  profile.tested = reader.Text("tested");
  profile.lacks = reader.Texts("lacks");
  for (const std::string& lacked : profile.lacks) {
    const auto has_name = [&](const Feature& feature) { return feature.name == lacked; };
    if (std::any_of(Features().begin(), Features().end(), has_name)) continue;
    reader.Fail(*root->get("lacks"),
                absl::StrCat("unknown feature '", lacked, "'; there are ",
                             absl::StrJoin(Features(), ", ", [](std::string* out, const Feature& f) { *out += f.name; })));
  }
  const toml::table* server = reader.Table("server");
  const toml::table* client = reader.Table("client");
  if ((server == nullptr) == (client == nullptr)) reader.Fail(*root, "expected a table [server] or [client]");
  if (server != nullptr) ReadServer(file, *server, &status, &profile);
  if (client != nullptr) ReadClient(file, *client, &status, &profile);
  reader.Table("baseline");
  reader.Table("behaviours");
  reader.End();
  if (!status.ok()) return status;
  return profile;
}

}  // namespace rtmpspec
