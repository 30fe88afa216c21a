// A value that decodes is written to bytes that decode to the same value, and these bytes are canonical: written again they stay
// as they are. Errors are the same every time and leave nothing, and nothing costs more than a node a byte. In AMF0 it is a value
// without AMF3, within the limit on its bytes.
#include "fuzz/support/fuzz_input.h"
#include "impl/amf0/from_amf3.h"
#include "impl/amf3/decoder.h"
#include "impl/amf3/encoder.h"

namespace rtmp::amf3 {
namespace {

// Visits every value through the handles alone, as a user would: their number. Containers may be `depth` deep.
size_t Count(Value value, size_t depth) {
  FUZZ_CHECK(!value.Resolve().is_reference());
  FUZZ_CHECK_EQ(value.Resolve().type(), value.type());
  size_t count = 1;
  size_t children = 0;
  for (Value child = value.first_child(); child.exists(); child = child.next_sibling()) {
    FUZZ_CHECK(child.offset() > value.offset());
    FUZZ_CHECK(depth > 0);
    count += Count(child, depth - 1);
    ++children;
  }
  FUZZ_CHECK_EQ(children, value.size());
  return count;
}

void Encode(const Values& values, Buffer* bytes) {
  bytes->clear();
  Encoder(bytes).Copy(values);
}

// Behind AMF0's marker.
void CheckExpansion(Bytes amf3) {
  static Buffer& message = *new Buffer;
  message.assign(1, 0x11);
  message.insert(message.end(), amf3.begin(), amf3.end());
  amf0::Limits limits;
  limits.max_expanded_bytes = 10000;
  static amf0::Values& values = *new amf0::Values;
  if (amf0::Decode(message, limits, &values).has_value()) return;  // the value of the marker is one too many
  FUZZ_CHECK(values.has_amf3());
  static Buffer& expanded = *new Buffer;
  expanded.clear();
  const auto error = amf0::ExpandAmf3(values, limits, &expanded);
  // The last value may pass the limit: a string, or a vector of numbers at nine bytes for four.
  FUZZ_CHECK(expanded.size() <= limits.max_expanded_bytes + 3 * message.size() + 16);
  if (error.has_value()) {
    FUZZ_CHECK(error->offset < message.size());
    return;
  }
  amf0::Limits wide;
  wide.max_nodes = expanded.size() + 1;
  static amf0::Values& again = *new amf0::Values;
  FUZZ_CHECK(!amf0::Decode(expanded, wide, &again).has_value());
  FUZZ_CHECK(!again.has_amf3());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  Limits limits;
  const uint8_t flags = in.TakeByte();
  if ((flags & 1) != 0) limits.max_depth = 3;
  if ((flags & 2) != 0) limits.max_nodes = 10;
  const Bytes input = in.rest();

  Values values;
  size_t consumed = input.size() + 1;
  const std::optional<ProtocolError> error = Decode(input, limits, &values, &consumed);
  FUZZ_CHECK(values.node_count() <= input.size() && values.node_count() <= limits.max_nodes);
  // Has held other values, which may not show.
  static Values& again = *new Values;
  size_t consumed_again = 0;
  FUZZ_CHECK(Decode(input, limits, &again, &consumed_again) == error);
  FUZZ_CHECK(Equal(values, again));
  if (error.has_value()) {
    FUZZ_CHECK(error->offset <= input.size() && consumed > input.size() && values.node_count() == 0);
    return 0;
  }
  FUZZ_CHECK(consumed <= input.size() && consumed == consumed_again);
  FUZZ_CHECK_EQ(Count(values.root(), limits.max_depth), values.node_count());
  FUZZ_CHECK(ToText(values, 100).size() <= 100);

  static Buffer& encoded = *new Buffer;
  Encode(values, &encoded);
  FUZZ_CHECK(!Decode(encoded, {limits.max_depth, 1 << 20}, &again, &consumed_again).has_value());
  FUZZ_CHECK_EQ(consumed_again, encoded.size());
  FUZZ_CHECK(Equal(values, again));
  static Buffer& encoded_again = *new Buffer;
  Encode(again, &encoded_again);
  FUZZ_CHECK_EQ(encoded_again, encoded);
  CheckExpansion(input.subspan(0, consumed));
  return 0;
}

}  // namespace rtmp::amf3
