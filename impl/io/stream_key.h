// Which stream a publish or play means.
#ifndef RTMPSPEC_IMPL_IO_STREAM_KEY_H_
#define RTMPSPEC_IMPL_IO_STREAM_KEY_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rtmp::io {

// "app/name": what stands behind '?' in either is for the server (tokens, settings) and names no other stream, for publish and
// play alike (RTMP-PB-06); slashes at the end of the application are dropped. Clients cut rtmp://host/a/b/c into application and
// name in different places: both cuts give the same key. Empty if the name is.
std::string StreamKey(absl::string_view app, absl::string_view name);

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_STREAM_KEY_H_
