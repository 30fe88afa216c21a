// What a program asks the AMF3 encoder for is what decoding gives back, value by value, within limits that are just wide enough;
// narrower ones and a cut value are refused by the error that says so, and leave nothing. Values are equal exactly when the
// programs wrote the same. In AMF0 it is what the table of from_amf3.h says, or one of its errors.
#include "fuzz/support/asked_amf.h"
#include "fuzz/support/asked_amf3.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/from_amf3.h"
#include "impl/amf3/decoder.h"

namespace rtmp {
namespace {

void CheckRefusal(Bytes bytes, const amf3::Limits& limits, ErrorCode code) {
  static amf3::Values& values = *new amf3::Values;
  size_t consumed = 77;
  const auto error = amf3::Decode(bytes, limits, &values, &consumed);
  FUZZ_CHECK(error.has_value() && error->code == code && error->offset <= bytes.size());
  FUZZ_CHECK(consumed == 77 && values.node_count() == 0 && !values.root().exists());
}

// A message of AMF0 with the value in it twice, and a reference to what stands between.
template <typename WriteValue>
void WriteMessage(const uint32_t& between, amf0::Encoder* encoder, WriteValue write_value) {
  encoder->BeginEcmaArray(9);
  encoder->Key("first");
  write_value();
  encoder->EndObject();
  encoder->BeginTypedObject("Second");
  encoder->Property("time", 1.0);
  encoder->Key("second");
  write_value();
  encoder->EndObject();
  encoder->BeginStrictArray(2);
  encoder->BeginObject();
  encoder->EndObject();
  encoder->Reference(static_cast<uint16_t>(between));
}

void CheckInAmf0(const Amf3Program& program, absl::string_view amf3, size_t max_expanded_bytes) {
  static Buffer& message = *new Buffer;
  message.clear();
  amf0::Encoder encoder(&message);
  WriteMessage(1, &encoder, [&] { encoder.AvmPlus(amf3); });
  // The same, spelled out.
  static Buffer& expected = *new Buffer;
  expected.clear();
  amf0::Encoder amf0(&expected);
  uint32_t complex = 1, between = 0;
  bool possible = true;
  WriteMessage(between, &amf0, [&] {
    possible = possible && program.WriteAsAmf0(&amf0, &complex);
    if (between == 0) between = complex++;
  });

  const amf0::Limits limits = {program.depth() + 2, size_t{1} << 20, max_expanded_bytes};
  static amf0::Values& values = *new amf0::Values;
  FUZZ_CHECK(!amf0::Decode(message, limits, &values).has_value() && values.has_amf3());
  static Buffer& expanded = *new Buffer;
  expanded.clear();
  const auto error = amf0::ExpandAmf3(values, limits, &expanded);
  if (!error.has_value()) {
    FUZZ_CHECK(possible);
    FUZZ_CHECK_EQ(expanded, expected);
    return;
  }
  FUZZ_CHECK(error->offset < message.size());
  if (error->code == ErrorCode::kAmfBytes) {
    FUZZ_CHECK(expanded.size() > max_expanded_bytes);
  } else {
    FUZZ_CHECK(error->code == ErrorCode::kAmfUnsupported && !possible);
  }
}

void CheckCopy(const amf3::Values& values, const Buffer& bytes) {
  static Buffer& copy = *new Buffer;
  static amf3::Values& other = *new amf3::Values;
  copy.clear();
  amf3::Encoder(&copy).Copy(values);
  FUZZ_CHECK_EQ(copy, bytes);
  size_t consumed = 0;
  FUZZ_CHECK(!amf3::Decode(copy, {64}, &other, &consumed).has_value() && Equal(values, other));
}

void CheckChange(FuzzInput& how, Amf3Program& program, const amf3::Values& values) {
  static Buffer& changed = *new Buffer;
  static amf3::Values& other = *new amf3::Values;
  program.Change(how);
  Write<amf3::Encoder>(program, &changed);
  size_t consumed = 0;
  FUZZ_CHECK(!amf3::Decode(changed, {64}, &other, &consumed).has_value());
  FUZZ_CHECK(!Equal(values, other) && !Equal(other, values));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t question = in.TakeByte();
  const Bytes operands = in.TakeBytes(8);
  FuzzInput how(operands.data(), operands.size());
  static Amf3Program& program = *new Amf3Program;
  program.Take(in);
  static Buffer& bytes = *new Buffer;
  Write<amf3::Encoder>(program, &bytes);
  const amf3::Limits limits = {program.depth(), program.nodes()};
  static amf3::Values& values = *new amf3::Values;
  size_t consumed = 0;
  FUZZ_CHECK(!amf3::Decode(bytes, limits, &values, &consumed).has_value());
  FUZZ_CHECK_EQ(consumed, bytes.size());
  program.Check(values.root());
  // One thing more a run, which keeps runs short.
  switch (question % 7) {
    case 0: {
      const size_t length = how.TakeByte();
      CheckReadable(amf3::ToText(values, length), length);
      break;
    }
    case 1:
      if (limits.max_depth > 0) CheckRefusal(bytes, {limits.max_depth - 1, limits.max_nodes}, ErrorCode::kAmfDepth);
      break;
    case 2:
      CheckRefusal(bytes, {limits.max_depth, limits.max_nodes - 1}, ErrorCode::kAmfNodes);
      break;
    case 3:
      CheckRefusal(Bytes(bytes).subspan(0, how.TakeU32() % bytes.size()), limits, ErrorCode::kAmfTruncated);
      break;
    case 4:
      CheckInAmf0(program, ToStringView(bytes), how.TakeBool() ? size_t{1} << 20 : how.TakeByte());
      break;
    case 5:
      CheckCopy(values, bytes);
      break;
    default:
      CheckChange(how, program, values);
  }
  return 0;
}

}  // namespace rtmp
