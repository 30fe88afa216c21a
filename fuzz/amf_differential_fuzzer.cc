// Our AMF0 decoder and encoder agree with a recursive reader that spells out the specification: the same error, or the same
// canonical bytes; and each value ends where librtmp sees its end (where that library is installed), as far as it can read it.
#include "fuzz/support/fuzz_input.h"
#include "fuzz/support/literal_amf0.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"

#ifdef RTMPSPEC_HAVE_LIBRTMP
#include <librtmp/amf.h>
#include <librtmp/log.h>
#endif

namespace rtmp {
namespace {

// What librtmp knows too: no references, typed objects, XML; and names are not empty there.
bool LibrtmpReads(amf0::Value value) {
  const amf0::Type type = value.type();
  if (type == amf0::Type::kReference || type == amf0::Type::kTypedObject || type == amf0::Type::kXmlDocument) return false;
  for (amf0::Value child = value.first_child(); child.exists(); child = child.next_sibling()) {
    if (!LibrtmpReads(child) || (child.key().empty() && type != amf0::Type::kStrictArray)) return false;
  }
  return true;
}

void CompareWithLibrtmp([[maybe_unused]] amf0::Value value, [[maybe_unused]] Bytes bytes, [[maybe_unused]] size_t size) {
#ifdef RTMPSPEC_HAVE_LIBRTMP
  RTMP_LogSetLevel(RTMP_LOGCRIT);
  AMFObjectProperty property = {};
  const int taken =
      AMFProp_Decode(&property, reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()), /*bDecodeName=*/0);
  FUZZ_CHECK_EQ(taken, static_cast<int>(size));
  if (value.is_number()) {
    const double number = AMFProp_GetNumber(&property);
    FUZZ_CHECK(number == value.number() || number != number);
  } else if (value.is_string()) {
    AVal text = {};
    AMFProp_GetString(&property, &text);
    FUZZ_CHECK(absl::string_view(text.av_val, static_cast<size_t>(text.av_len)) == value.string());
  }
  AMFProp_Reset(&property);
#endif
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes payload(data, size);
  amf0::Limits limits;
  const LiteralAmf0 literal = ReadAmf0Literally(payload, limits.max_depth);
  if (literal.has_amf3) return 0;
  amf0::Values values;
  const std::optional<ProtocolError> error = amf0::Decode(payload, limits, &values);
  if (error.has_value() && error->code == ErrorCode::kAmfNodes) return 0;
  FUZZ_CHECK_EQ(error.has_value(), literal.error.has_value());
  if (error.has_value()) FUZZ_CHECK_EQ(error->code, *literal.error);
  Buffer canonical;
  amf0::Encoder(&canonical).Copy(values);
  FUZZ_CHECK_EQ(canonical, literal.canonical);
  FUZZ_CHECK_EQ(values.size(), literal.offsets.size() - 1);
  const bool ends_marked = canonical.size() == literal.offsets.back();  // an ECMA array may end with the message
  for (size_t i = 0; i < values.size(); ++i) {
    const size_t begin = literal.offsets[i];
    FUZZ_CHECK_EQ(values[i].offset(), begin);
    if (ends_marked && LibrtmpReads(values[i]))
      CompareWithLibrtmp(values[i], payload.subspan(begin), literal.offsets[i + 1] - begin);
  }
  return 0;
}

}  // namespace rtmp
