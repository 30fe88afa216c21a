// H44 to H49: AMF3 that stands in messages of type 15 and 17 without the format byte that these begin with: it costs no session.
// Inputs for AMF3 behind AMF0's marker 0x11, and for the decoder itself, belong here too.
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddAmf3Inputs(Inputs* inputs) {
  struct Body {
    const char* name;
    const char* hex;
  };
  const Body bodies[] = {
      {"h44_integer_cut", "04 ff ff"},
      {"h44_integer_overlong", "04 80 80 80 00"},
      {"h45_string_out_of_range", "06 02"},
      {"h45_object_out_of_range", "0a 02"},
      {"h45_traits_out_of_range", "0a 05"},
      {"h45_object_holds_itself", "0a 0b 01 03 61 0a 00 01"},
      {"h46_array_of_2_to_28", "09 ff ff ff ff 01"},
      {"h46_associative_part_without_end", "09 01 03 61 01"},
      {"h47_traits_of_2_to_25_members", "0a ff ff ff f3 01"},
      {"h47_externalizable", "0a 07 03 41 00"},
      {"h47_dynamic_and_externalizable", "0a 0f 03 41 00"},
      {"h48_vector_int_2_to_28", "0d ff ff ff ff 00"},
      {"h48_vector_object_2_to_28", "10 ff ff ff ff 00 01"},
      {"h48_bytes_2_to_28", "0c ff ff ff ff"},
      {"h48_dictionary_2_to_28", "11 ff ff ff ff 01"},
      {"h49_date_out_of_range", "08 02"},
      {"h49_xml_out_of_range", "07 02"},
  };
  for (const Body& body : bodies) {
    for (const uint8_t type : {uint8_t{15}, uint8_t{17}}) {
      GoesOn(inputs, absl::StrCat(body.name, "_in_type_", type), Prelude::kPublishing, Wire().Message(type, 1, Hex(body.hex), 9),
             "RTMP-MT-03");
    }
  }
}

}  // namespace rtmp::hostile
