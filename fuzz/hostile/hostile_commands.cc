// H50: commands with wrong arguments, at the wrong time, on the wrong stream.
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddCommandInputs(Inputs* inputs) {
  const auto on = [](uint32_t stream, const Buffer& payload) { return Wire().Message(20, stream, payload, 8); };
  const Prelude handshake = Prelude::kHandshake, connected = Prelude::kConnected, created = Prelude::kCreated;
  const ErrorCode malformed = ErrorCode::kMalformedCommand;
  Fails(inputs, "h50_name_is_null", connected, on(0, Hex("05")), malformed);
  Fails(inputs, "h50_name_is_a_number", connected, on(0, Hex("00 0000000000000000")), malformed);
  Fails(inputs, "h50_no_transaction_id", connected, on(0, Hex("02 0001 61")), malformed);
  Fails(inputs, "h50_transaction_id_is_a_string", connected, on(0, Hex("02 0001 61 02 0001 61")), malformed);
  for (const char* id : {"7ff8000000000000", "7ff0000000000000", "fff0000000000000", "bff0000000000000", "4340000000000001"}) {
    GoesOn(inputs, absl::StrCat("h50_transaction_id_", id), connected, on(0, Hex(absl::StrCat("02 0007 6e6f7468696e67 00", id))));
  }
  struct Value {
    const char* name;
    const char* hex;
  };
  const Value values[] = {{"nothing", ""},
                          {"null", "05 05"},
                          {"number", "05 00 4000000000000000"},
                          {"false", "05 01 00"},
                          {"object", "05 03 000009"},
                          {"array", "05 0a 00000000"},
                          {"undefined", "05 06"},
                          {"string_for_object", "02 0001 61 02 0001 61"}};
  for (const char* name : {"publish", "play", "deleteStream", "releaseStream", "FCPublish", "FCUnpublish", "getStreamLength"}) {
    for (const Value& value : values) {
      GoesOn(inputs, absl::StrCat("h50_", name, "_", value.name), created, on(1, Head(name, 4) + Hex(value.hex)));
    }
  }
  for (const char* name : {"receiveAudio", "receiveVideo", "pause", "seek"}) {
    for (const Value& value : values) {
      GoesOn(inputs, absl::StrCat("h50_", name, "_", value.name), Prelude::kPlaying, on(1, Head(name, 4) + Hex(value.hex)));
    }
  }
  for (const Value& value : values) {
    Closes(inputs, absl::StrCat("h50_connect_", value.name), handshake, on(0, Head("connect", 1) + Hex(value.hex)));
  }
  for (const char* name : {"createStream", "publish", "play", "deleteStream", "close_not", "_result"}) {
    GoesOn(inputs, absl::StrCat("h50_", name, "_before_connect"), handshake, on(1, Head(name, 4) + Hex("05")), "RTMP-CN-12");
  }
  const Buffer cam = Hex("05 02 0003 63616d");
  GoesOn(inputs, "h50_connect_twice", connected, on(0, Head("connect", 1) + Hex("03 000009")));
  GoesOn(inputs, "h50_publish_twice", Prelude::kPublishing, on(1, Head("publish") + cam));
  GoesOn(inputs, "h50_play_where_published", Prelude::kPublishing, on(1, Head("play") + cam));
  for (const uint32_t stream : {0u, 2u, 0x80000000u, 0xffffffffu}) {
    GoesOn(inputs, absl::StrCat("h50_publish_on_stream_", stream), created, on(stream, Head("publish") + cam), "RTMP-ST-09");
    GoesOn(inputs, absl::StrCat("h50_close_stream_", stream), created, on(stream, Head("closeStream") + Hex("05")));
  }
  for (const char* id : {"0000000000000000", "4000000000000000", "41e0000000000000", "bff0000000000000", "7ff8000000000000"}) {
    GoesOn(inputs, absl::StrCat("h50_delete_stream_", id), created, on(0, Head("deleteStream") + Hex(absl::StrCat("05 00", id))),
           "RTMP-ST-05");
  }
  GoesOn(inputs, "h50_path_as_name", created, on(1, Head("publish") + Hex("05 02 0006 2e2e2f2e2e2f")));
  GoesOn(inputs, "h50_name_with_nul", created, on(1, Head("publish") + Hex("05 02 0003 610062")));
  GoesOn(inputs, "h50_name_of_64_kb", created, on(1, Head("publish") + Hex("05 02 ffff") + Buffer(65535, 'a')));
  GoesOn(inputs, "h50_name_of_70000", created, on(1, Head("play") + Hex("05 0c 00011170") + Buffer(70000, 'a')));
  GoesOn(inputs, "h50_many_extra_arguments", created, on(1, Head("publish") + cam + Repeat("05", 1000)));
  for (const char* name : {"_result", "_error", "onStatus"}) {
    GoesOn(inputs, absl::StrCat("h50_", name, "_to_a_server"), connected, on(0, Head(name, 1) + Hex("05 05")));
  }
  Closes(inputs, "h50_close", connected, on(0, Head("close") + Hex("05")));
}

}  // namespace rtmp::hostile
