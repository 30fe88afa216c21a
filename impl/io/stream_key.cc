#include "impl/io/stream_key.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "impl/bytes/deviation.h"

namespace rtmp::io {

std::string StreamKey(absl::string_view app, absl::string_view name) {
  app = app.substr(0, app.find('?'));
  while (absl::ConsumeSuffix(&app, "/")) {
  }
  if (!Deviates("query-is-part-of-name")) name = name.substr(0, name.find('?'));
  if (name.empty()) return "";
  return absl::StrCat(app, "/", name);
}

}  // namespace rtmp::io
