// H10 to H23: chunk headers and what they promise.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"

namespace rtmp::hostile {

void AddChunkInputs(Inputs* inputs) {
  const Prelude p = Prelude::kConnected;
  for (const int format : {1, 2, 3}) {
    const std::string head = ToHex(Buffer{static_cast<uint8_t>(format << 6 | 5)});
    Fails(inputs, absl::StrCat("h10_first_chunk_type_", format), p, Wire().Hex(head).Hex("000000000001 08 00"),
          ErrorCode::kNoPreviousHeader);
  }
  const Wire half = Wire().Hex("05 000000 0000c8 08 01000000").Raw(Buffer(128, 1));
  const ErrorCode inside = ErrorCode::kHeaderInsideMessage;
  Fails(inputs, "h11_longer_inside_a_message", p, Wire(half).Hex("45 000000 ffffff 08"), inside, "RTMP-CM-11");
  Fails(inputs, "h11_shorter_inside_a_message", p, Wire(half).Hex("05 000000 000001 08 01000000 00"), inside, "RTMP-CM-11");
  Fails(inputs, "h12_other_type_inside_a_message", p, Wire(half).Hex("45 000000 0000c8 09"), inside, "RTMP-CM-11");
  Fails(inputs, "h12_other_stream_inside_a_message", p, Wire(half).Hex("05 000000 0000c8 08 02000000"), inside, "RTMP-CM-11");
  Fails(inputs, "h13_the_same_header_inside_a_message", p, Wire(half).Hex("05 000000 0000c8 08 01000000"), inside, "RTMP-CM-12");
  Fails(inputs, "h13_a_delta_inside_a_message", p, Wire(half).Hex("85 000000"), inside, "RTMP-CM-12");
  for (const char* basic : {"00 00", "00 ff", "01 0000", "01 ff00", "01 0001", "01 ffff", "3f"}) {
    std::string name = absl::StrCat("h14_basic_header_", basic);
    std::replace(name.begin(), name.end(), ' ', '_');
    GoesOn(inputs, name, p, Wire().Hex(basic).Hex("000000 000001 08 01000000 aa"));
  }
  GoesOn(inputs, "h15_media_on_chunk_stream_2", Prelude::kPublishing, Wire().Message(9, 1, Buffer(300, 1), 2));
  GoesOn(inputs, "h15_window_on_chunk_stream_7", p, Wire().Message(5, 0, Hex("00010000"), 7), "RTMP-PC-02");
  for (const int type : {0, 4, 6, 8, 9, 15, 16, 17, 18, 19, 20, 22, 99, 255}) {
    GoesOn(inputs, absl::StrCat("h16_empty_type_", type), Prelude::kPublishing,
           Wire().Message(static_cast<uint8_t>(type), 1, {}, 9));
  }
  for (const int type : {1, 2, 3, 5}) {
    Fails(inputs, absl::StrCat("h16_empty_type_", type), p, Wire().Message(static_cast<uint8_t>(type), 0, {}, 2),
          ErrorCode::kShortControlMessage);
  }
  GoesOn(inputs, "h17_promises_16_mb_sends_a_chunk", p, Wire().Hex("05 000000 ffffff 09 01000000").Raw(Buffer(128, 1)));
  Wire many;
  for (int csid = 64; csid < 1064; ++csid) {
    const int rest = csid - 64;
    many.Raw(Buffer{1, static_cast<uint8_t>(rest), static_cast<uint8_t>(rest >> 8)});
    many.Hex("000000 ffffff 09 01000000").Raw(Buffer(128, 1));
  }
  GoesOn(inputs, "h18_a_thousand_streams_promise_16_mb", p, many);
  const auto timestamp = [&](const char* name, const char* hex) { GoesOn(inputs, name, Prelude::kPublishing, Wire().Hex(hex)); };
  timestamp("h19_extended_zero", "05 ffffff 000001 08 01000000 00000000 aa");
  timestamp("h19_extended_below_ffffff", "05 ffffff 000001 08 01000000 00000001 aa c5 00000001 aa");
  timestamp("h19_extended_delta", "05 000000 000001 08 01000000 aa 85 ffffff 01000000 aa c5 01000000 aa");
  Waits(inputs, "h19_extended_left_out_of_type_3", Prelude::kPublishing,
        Wire().Hex("05 ffffff 000081 08 01000000 01000000").Raw(Buffer(128, 1)).Hex("c5 aa"), "RTMP-XT-05");
  timestamp("h20_wraps", "05 ffffff 000001 08 01000000 ffffffff aa 85 000001 aa");
  timestamp("h20_goes_back", "05 001000 000001 08 01000000 aa 05 000001 000001 08 01000000 aa");
  timestamp("h20_delta_of_minus_one", "05 000005 000001 08 01000000 aa 85 ffffff ffffffff aa");
  Wire mix = Wire().SetChunkSize(1);
  for (int part = 0; part < 8; ++part) {
    for (uint8_t csid = 3; csid < 64; ++csid) {
      if (part == 0) mix.Raw(Buffer{csid}).Hex("000000 000008 09 01000000 aa");
      if (part > 0) mix.Raw(Buffer{static_cast<uint8_t>(0xc0 | csid), 0xaa});
    }
  }
  GoesOn(inputs, "h21_every_byte_of_61_streams_interleaved", Prelude::kPublishing, mix);
  const Buffer header = Hex("01 0102 ffffff 000003 09 01000000 01000000 aabb");
  for (size_t size = 1; size <= header.size(); ++size) {
    Waits(inputs, absl::StrCat("h22_cut_after_", size), Prelude::kPublishing, Wire().Raw(Bytes(header).subspan(0, size)));
  }
  for (const int type : {0, 7, 10, 11, 12, 13, 14, 16, 19, 21, 23, 24, 127, 128, 255}) {
    GoesOn(inputs, absl::StrCat("h23_type_", type), p, Wire().Message(static_cast<uint8_t>(type), 1, Buffer(40, 0xff), 9),
           "RTMP-CM-28");
  }
}

}  // namespace rtmp::hostile
