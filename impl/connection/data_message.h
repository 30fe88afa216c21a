// The body of a data message: a handler's name and its arguments (RTMP 1.0 7.1.2).
#ifndef RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_
#define RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

struct DataMessage {
  absl::string_view handler;
  Bytes payload;  // from the handler's name on
};

// Reads the body of a type 18 message. "@setDataFrame" is an order to the server and not part of what it passes on: the handler
// is the value behind it (RTMP-MT-08). Nothing when it is no sequence of AMF0 values that starts with a string. Views into
// `payload`.
std::optional<DataMessage> ReadDataMessage(Bytes payload, const amf0::Limits& limits, amf0::Values* values);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_
