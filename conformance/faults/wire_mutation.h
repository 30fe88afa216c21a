// One change to what a peer sends: a field of a message, or the message as a whole.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_WIRE_MUTATION_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_WIRE_MUTATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "impl/bytes/bytes.h"

namespace rtmpspec {

struct WireMutation {
  enum class Kind {
    kHandshakeByte,    // of what was sent in the handshake, at `offset`
    kPayloadByte,      // of the message's payload, at `offset`
    kTruncate,         // the payload without its last byte
    kDrop,             // the message is not sent
    kDouble,           // ... is sent twice
    kSwap,             // ... changes places with the next one
    kTypeId,           // ... goes out under another type id
    kTimestamp,        // ... 1000 ms later
    kMessageStreamId,  // ... on the next message stream
  };
  size_t connection = 0;  // in the order in which the case opens them
  size_t message = 0;     // of that connection, in the order sent
  Kind kind = Kind::kDrop;
  size_t offset = 0;
  uint8_t mask = 0;   // what a byte is combined with by exclusive or
  std::string field;  // for people: "payload: value 3, a string"
};

// A message that a peer sent, kept.
struct SentMessage {
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  rtmp::Buffer payload;
};

// The mutations of one message: as a whole, its header's fields, and of the payload each AMF0 value, each field of a control
// message, or for media the first, a middle and the last byte. `last`: nothing follows that it could change places with.
std::vector<WireMutation> MutationsOf(const SentMessage& message, size_t connection, size_t index, bool last);

// The fields of version, packet 1 and packet 2 that a peer sends in the handshake.
std::vector<WireMutation> HandshakeMutations(size_t connection);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_WIRE_MUTATION_H_
