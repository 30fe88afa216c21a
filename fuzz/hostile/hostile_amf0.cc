// H37 to H43: AMF0, in a command that is not known (its arguments are decoded like all) and for some in data.
#include <optional>

#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddAmf0Inputs(Inputs* inputs) {
  const Prelude p = Prelude::kConnected;
  const auto command = [](const Buffer& arguments) { return Wire().Message(20, 0, Head("nothing") + arguments); };
  struct Level {
    const char* name;
    const char* hex;
  };
  const Level levels[] = {{"objects", "03 0001 61"},
                          {"strict_arrays", "0a 00000001"},
                          {"ecma_arrays", "08 00000001 0001 61"},
                          {"typed_objects", "10 0001 41 0001 61"}};
  for (const Level& level : levels) {
    for (const size_t depth : {size_t{33}, size_t{64}, size_t{65}, size_t{10000}}) {
      Fails(inputs, absl::StrCat("h37_", level.name, "_", depth), p, command(Repeat(level.hex, depth)), ErrorCode::kAmfDepth);
    }
  }
  Fails(inputs, "h37_strict_arrays_70000", p, command(Repeat("0a 00000001", 70000)), ErrorCode::kAmfDepth);
  Fails(inputs, "h37_mixed", p, command(Repeat("03 0001 61 0a 00000001", 1000)), ErrorCode::kAmfDepth);
  Fails(inputs, "h37_nodes_65536", p, command(Repeat("05", 65536)), ErrorCode::kAmfNodes);
  GoesOn(inputs, "h37_in_data", Prelude::kPublishing, Wire().Message(18, 1, Repeat("0a 00000001", 1000), 9), "RTMP-MT-23");
  struct Case {
    const char* name;
    const char* hex;
    std::optional<ErrorCode> error;
    const char* row;
  };
  const ErrorCode cut = ErrorCode::kAmfTruncated, marker = ErrorCode::kAmfMarker, reference = ErrorCode::kAmfReference;
  const Case cases[] = {
      {"h38_strict_array_ffffffff", "0a ffffffff", cut, ""},
      {"h38_strict_array_one_short", "0a 00000002 05", cut, ""},
      {"h39_ecma_ffffffff", "08 ffffffff 0001 61 05 000009", std::nullopt, "AMF0-13"},
      {"h39_ecma_0_with_one", "08 00000000 0001 61 05 000009", std::nullopt, "AMF0-13"},
      {"h39_ecma_1_with_two", "08 00000001 0001 61 05 0001 62 05 000009", std::nullopt, "AMF0-13"},
      {"h39_ecma_without_end", "08 00000001 0001 61 05", std::nullopt, "AMF0-14"},
      {"h39_ecma_one_short_without_end", "08 00000002 0001 61 05", cut, ""},
      {"h39_object_without_end", "03 0001 61 05", cut, ""},
      {"h40_string_ffff", "02 ffff 61", cut, ""},
      {"h40_long_string_ffffffff", "0c ffffffff 61", cut, ""},
      {"h40_long_string_80000000", "0c 80000000", cut, ""},
      {"h40_xml_ffffffff", "0f ffffffff", cut, ""},
      {"h40_key_ffff", "03 ffff 61", cut, ""},
      {"h40_number_cut", "00 3ff0", cut, ""},
      {"h40_date_cut", "0b 3ff0", cut, ""},
      {"h40_boolean_cut", "01", cut, ""},
      {"h41_overlong", "02 0002 c080", std::nullopt, ""},
      {"h41_surrogate", "02 0003 eda080", std::nullopt, ""},
      {"h41_cut", "02 0001 e2", std::nullopt, ""},
      {"h41_nul", "02 0003 610062", std::nullopt, ""},
      {"h42_forward", "07 0001 03 000009", reference, ""},
      {"h42_self", "03 0001 61 07 0000 000009", std::nullopt, "AMF0-21"},
      {"h42_out_of_range", "03 000009 07 ffff", reference, ""},
      {"h42_cut", "07 00", cut, ""},
      {"h43_movieclip", "04", marker, ""},
      {"h43_recordset", "0e", marker, ""},
      {"h43_end_alone", "09", marker, ""},
      {"h43_end_behind_a_name", "03 0001 61 09", marker, "AMF0-12"},
      {"h43_marker_12", "12", marker, ""},
      {"h43_marker_80", "80", marker, ""},
      {"h43_marker_ff", "ff", marker, ""},
      {"h43_amf3_in_an_array", "0a 00000001 11 01", std::nullopt, "AMF0-27"},
      {"h43_amf3_cut", "11 0a ff ff", cut, "AMF0-27"},
      {"h43_keys_twice", "03 0001 61 05 0001 61 06 000009", std::nullopt, ""},
      {"h43_empty_key", "03 0000 05 000009", std::nullopt, "AMF0-10"},
      {"h43_date_nan", "0b 7ff8000000000000 0000", std::nullopt, ""},
      {"h43_date_with_zone", "0b 0000000000000000 ffff", std::nullopt, ""},
      {"h43_unsupported", "0d", std::nullopt, ""},
      {"h43_xml_with_entities", "0f 0000000b 3c21444f43545950452061", std::nullopt, ""},
  };
  for (const Case& c : cases) {
    const Wire wire = command(Hex(c.hex));
    c.error ? Fails(inputs, c.name, p, wire, *c.error, c.row) : GoesOn(inputs, c.name, p, wire, c.row);
  }
  GoesOn(inputs, "h43_class_name_of_64_kb", p, command(Hex("10 ffff") + Buffer(65535, 'A') + Hex("000009")));
}

}  // namespace rtmp::hostile
