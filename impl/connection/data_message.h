// The body of a data message: a handler's name and its arguments (RTMP 1.0 7.1.2).
#ifndef RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_
#define RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/connection/amf_scratch.h"

namespace rtmp {

// Views into the message, or into what it was expanded to.
struct DataMessage {
  absl::string_view handler;
  Bytes payload;  // AMF0 values from the handler's name on
};

// Reads the body of a message of type 18 or 15. "@setDataFrame" is an order to the server and not part of what it passes on: the
// handler is the value behind it (RTMP-MT-08). Type 15 may begin with a format byte, 0, or not (A32, MT-09): data begin with a
// string, and no string with a 0. AMF3 values become the AMF0 values that they stand for.
// Nothing when it is no sequence of values that starts with a string. Views into the message or `scratch`.
std::optional<DataMessage> ReadDataMessage(const RawMessage& message, const amf0::Limits& limits, AmfScratch* scratch);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_DATA_MESSAGE_H_
