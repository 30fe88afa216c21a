// What a program asks the AMF0 encoder for is what decoding gives back, value by value, within limits that are just wide enough;
// narrower ones and a cut message are refused by the error that says so, behind what was whole. Values are equal exactly when
// the programs wrote the same.
#include "fuzz/support/asked_amf.h"
#include "fuzz/support/asked_amf0.h"
#include "impl/amf0/decoder.h"

namespace rtmp {
namespace {

void CheckRefusal(const Amf0Program& program, Bytes bytes, const amf0::Limits& limits, ErrorCode code) {
  static amf0::Values& values = *new amf0::Values;
  const auto error = amf0::Decode(bytes, limits, &values);
  FUZZ_CHECK(error.has_value() && error->code == code);
  FUZZ_CHECK(values.size() < program.roots() && values.node_count() <= limits.max_nodes);
  program.Check(values);
}

void CheckText(const amf0::Values& values, size_t length) {
  CheckReadable(amf0::ToText(values, length), length);
  for (size_t i = 0; i < values.size(); ++i) CheckReadable(amf0::ToText(values[i], length), length);
}

void CheckCut(const Amf0Program& program, Bytes cut) {
  static amf0::Values& values = *new amf0::Values;
  // An ECMA array may end with the message instead of its end marker.
  const auto error = amf0::Decode(cut, {64}, &values);
  FUZZ_CHECK(!error.has_value() || error->code == ErrorCode::kAmfTruncated);
  FUZZ_CHECK(values.size() <= program.roots());
}

void CheckCopy(const amf0::Values& values, const Buffer& bytes) {
  static Buffer& copy = *new Buffer;
  static amf0::Values& other = *new amf0::Values;
  copy.clear();
  amf0::Encoder(&copy).Copy(values);
  FUZZ_CHECK_EQ(copy, bytes);
  FUZZ_CHECK(!amf0::Decode(copy, {64}, &other).has_value() && Equal(values, other));
}

void CheckChange(FuzzInput& how, Amf0Program& program, const amf0::Values& values) {
  static Buffer& changed = *new Buffer;
  static amf0::Values& other = *new amf0::Values;
  program.Change(how);
  Write<amf0::Encoder>(program, &changed);
  FUZZ_CHECK(!amf0::Decode(changed, {64}, &other).has_value());
  FUZZ_CHECK(!Equal(values, other) && !Equal(other, values));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t question = in.TakeByte();
  const Bytes operands = in.TakeBytes(8);
  FuzzInput how(operands.data(), operands.size());
  static Amf0Program& program = *new Amf0Program;
  program.Take(in);
  static Buffer& bytes = *new Buffer;
  Write<amf0::Encoder>(program, &bytes);
  const amf0::Limits limits = {program.depth(), program.nodes()};
  static amf0::Values& values = *new amf0::Values;
  FUZZ_CHECK(!amf0::Decode(bytes, limits, &values).has_value());
  FUZZ_CHECK_EQ(values.size(), program.roots());
  program.Check(values);
  if (bytes.empty()) return 0;
  // One thing more a run, which keeps runs short.
  switch (question % 6) {
    case 0:
      CheckText(values, how.TakeByte());
      break;
    case 1:
      if (limits.max_depth > 0) CheckRefusal(program, bytes, {limits.max_depth - 1, limits.max_nodes}, ErrorCode::kAmfDepth);
      break;
    case 2:
      CheckRefusal(program, bytes, {limits.max_depth, limits.max_nodes - 1}, ErrorCode::kAmfNodes);
      break;
    case 3:
      CheckCut(program, Bytes(bytes).subspan(0, how.TakeU32() % bytes.size()));
      break;
    case 4:
      CheckCopy(values, bytes);
      break;
    default:
      CheckChange(how, program, values);
  }
  return 0;
}

}  // namespace rtmp
