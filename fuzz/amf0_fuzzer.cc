// Values that decode are written to bytes that decode to the same values, and these bytes are canonical: written again they stay
// as they are. Errors are the same every time, come with the values in front of them, and nothing costs more than a node a byte.
#include <string>

#include "fuzz/support/fuzz_input.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"

namespace rtmp::amf0 {
namespace {

// Visits every value through the handles alone, as a user would: their number. Containers are as deep as `limits` lets them be.
size_t Count(Value value) {
  // A reference leads to what is no reference.
  FUZZ_CHECK(value.Resolve().type() != Type::kReference);
  FUZZ_CHECK(value.key().empty() || value.offset() >= value.key().size());
  size_t count = 1;
  size_t children = 0;
  for (Value child = value.first_child(); child.exists(); child = child.next_sibling()) {
    FUZZ_CHECK(child.offset() > value.offset());
    count += Count(child);
    ++children;
  }
  FUZZ_CHECK_EQ(children, value.size());
  return count;
}

void Encode(const Values& values, Buffer* bytes) {
  bytes->clear();
  Encoder(bytes).Copy(values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  Limits limits;
  const uint8_t flags = in.TakeByte();
  if ((flags & 1) != 0) limits.max_depth = 3;
  if ((flags & 2) != 0) limits.max_nodes = 10;
  const Bytes payload = in.rest();

  Values values;
  const std::optional<ProtocolError> error = Decode(payload, limits, &values);
  FUZZ_CHECK(values.node_count() <= payload.size() && values.node_count() <= limits.max_nodes);
  FUZZ_CHECK(!error.has_value() || error->offset <= payload.size());
  size_t count = 0;
  for (size_t i = 0; i < values.size(); ++i) count += Count(values[i]);
  FUZZ_CHECK_EQ(count, values.node_count());
  FUZZ_CHECK(ToText(values, 100).size() <= 100);

  static Buffer& encoded = *new Buffer;
  Encode(values, &encoded);
  // Has held other values, which may not show.
  static Values& again = *new Values;
  FUZZ_CHECK(Decode(encoded, limits, &again) == std::nullopt);
  FUZZ_CHECK(Equal(values, again));
  static Buffer& encoded_again = *new Buffer;
  Encode(again, &encoded_again);
  FUZZ_CHECK_EQ(encoded_again, encoded);

  FUZZ_CHECK(Decode(payload, limits, &again) == error);
  FUZZ_CHECK(Equal(values, again));
  return 0;
}

}  // namespace rtmp::amf0
