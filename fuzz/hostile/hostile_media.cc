// H51: media and messages that hold messages, as far as the connection looks at them: payloads of media are handed on unread.
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddMediaInputs(Inputs* inputs) {
  struct Body {
    const char* name;
    uint8_t type;
    const char* hex;
  };
  const Body bodies[] = {
      {"h51_audio_of_1", 8, "af"},
      {"h51_video_of_1", 9, "17"},
      {"h51_avc_packet_type_3", 9, "17 03 000000"},
      {"h51_avc_cut", 9, "17 00 00"},
      {"h51_fourcc_cut", 9, "90 68 76"},
      {"h51_fourcc_unknown", 9, "90 7a7a7a7a 00"},
      {"h51_multitrack_beyond_the_message", 9, "96 00 68766331 00 ffffff"},
      {"h51_mod_ex_ff", 9, "97 ff 00"},
      {"h51_mod_ex_ffff", 9, "97 ff ffff 00"},
      {"h51_audio_multitrack_cut", 8, "95 00"},
  };
  for (const Body& body : bodies) {
    GoesOn(inputs, body.name, Prelude::kPublishing, Wire().Message(body.type, 1, Hex(body.hex), 6));
    GoesOn(inputs, absl::StrCat(body.name, "_before_publish"), Prelude::kCreated, Wire().Message(body.type, 1, Hex(body.hex), 6));
  }
  GoesOn(inputs, "h51_set_data_frame_nested", Prelude::kPublishing,
         Wire().Message(18, 1, Hex("02 000d 4073657444617461 4672616d65 02 000d 4073657444617461 4672616d65"), 6), "RTMP-MT-23");
}

}  // namespace rtmp::hostile
