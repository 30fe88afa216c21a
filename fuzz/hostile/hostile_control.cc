// H24 to H36: protocol control and user control messages.
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddControlInputs(Inputs* inputs) {
  const Prelude p = Prelude::kConnected;
  const auto bad_size = [&](const char* name, const char* hex) {
    Fails(inputs, name, p, Wire().Control(1, hex), ErrorCode::kInvalidChunkSize);
  };
  bad_size("h24_set_chunk_size_0", "00000000");
  bad_size("h25_set_chunk_size_80000000", "80000000");
  bad_size("h25_set_chunk_size_80000080", "80000080");
  bad_size("h25_set_chunk_size_ffffffff", "ffffffff");
  for (const uint32_t size : {1u, 2u, 127u, 65536u, 10485761u, 0xffffffu, 0x1000000u, 0x7fffffffu}) {
    GoesOn(inputs, absl::StrCat(size == 1 ? "h26" : "h27", "_set_chunk_size_", size), Prelude::kPublishing,
           Wire().SetChunkSize(size).Message(9, 1, Buffer(1000, 1), 6), "RTMP-PC-12");
  }
  for (const int type : {1, 2, 3, 5}) {
    for (const int size : {1, 2, 3}) {
      Fails(inputs, absl::StrCat("h28_type_", type, "_of_", size), p,
            Wire().Message(static_cast<uint8_t>(type), 0, Buffer(static_cast<size_t>(size), 0), 2),
            ErrorCode::kShortControlMessage);
    }
    GoesOn(inputs, absl::StrCat("h28_type_", type, "_of_1000"), p,
           Wire().Message(static_cast<uint8_t>(type), 0, Hex("00000080") + Buffer(996, 0xff), 2), "RTMP-PC-13");
  }
  Wire shrink = Wire().Hex("06 000000 0000c8 09 01000000").Raw(Buffer(128, 1)).SetChunkSize(1);
  for (int i = 0; i < 72; ++i) shrink.Hex("c6 01");
  GoesOn(inputs, "h29_shrinks_inside_a_message", Prelude::kPublishing, shrink);
  Wire changes;
  for (uint32_t i = 1; i <= 1000; ++i) changes.SetChunkSize(i % 2 == 0 ? 1 : 65536);
  GoesOn(inputs, "h30_a_thousand_chunk_sizes", p, changes);
  for (const char* csid : {"00000002", "00000003", "00000005", "0001003f", "00010040", "ffffffff"}) {
    GoesOn(inputs, absl::StrCat("h31_abort_", csid), p, Wire().Control(2, csid));
  }
  const Wire half = Wire().Hex("05 000000 0000c8 08 01000000").Raw(Buffer(128, 1));
  GoesOn(inputs, "h31_abort_inside_a_message", p, Wire(half).Control(2, "00000005"));
  Waits(inputs, "h31_abort_then_type_3", p, Wire(half).Control(2, "00000005").Hex("c5").Raw(Buffer(72, 1)), "RTMP-PC-16");
  for (const char* size : {"00000000", "00000001", "7fffffff", "ffffffff"}) {
    GoesOn(inputs, absl::StrCat("h32_window_", size), Prelude::kPublishing,
           Wire().Control(5, size).Message(9, 1, Buffer(500, 1), 6));
  }
  GoesOn(inputs, "h33_ack_goes_back", p, Wire().Control(3, "00001000").Control(3, "00000001"));
  GoesOn(inputs, "h33_ack_of_the_future", p, Wire().Control(3, "7fffffff"));
  GoesOn(inputs, "h33_ack_wraps", p, Wire().Control(3, "ffffffff").Control(3, "00000000"));
  for (const char* body :
       {"00000000 00", "00000000 01", "00000000 02", "ffffffff 00", "00010000 02", "00010000 03", "00010000 ff"}) {
    std::string name = absl::StrCat("h34_bandwidth_", body);
    name.erase(name.find(' '), 1);
    GoesOn(inputs, name, p, Wire().Control(6, body), "RTMP-PC-29");
  }
  GoesOn(inputs, "h34_bandwidth_of_4_bytes", p, Wire().Control(6, "00010000"), "RTMP-PC-29");
  GoesOn(inputs, "h35_control_on_stream_1", Prelude::kPublishing, Wire().Message(5, 1, Hex("00010000"), 2), "RTMP-PC-02");
  GoesOn(inputs, "h35_control_on_stream_ffffffff", p, Wire().Message(4, 0xffffffff, Hex("0000 00000001"), 2), "RTMP-PC-02");
  for (const char* type : {"0005", "0007", "0008", "001a", "001f", "0020", "0021", "8000", "ffff"}) {
    GoesOn(inputs, absl::StrCat("h36_event_", type), p, Wire().Control(4, absl::StrCat(type, "00000001")), "RTMP-UC-15");
  }
  for (const char* body : {"00", "0000", "0000 000000", "0003 00000001", "0006", "0006 0000"}) {
    std::string name = absl::StrCat("h36_short_event_", body);
    if (name.find(' ') != std::string::npos) name.erase(name.find(' '), 1);
    GoesOn(inputs, name, p, Wire().Control(4, body), "RTMP-UC-17");
  }
  GoesOn(inputs, "h36_ping_of_1000_bytes", p, Wire().Message(4, 0, Hex("0006") + Buffer(998, 1), 2), "RTMP-UC-18");
}

}  // namespace rtmp::hostile
