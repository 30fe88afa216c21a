// H01 to H09: the handshake. C2 is never compared (RTMP-HS-26) and versions below 32 are answered with 3 (RTMP 1.0 5.2.2).
#include "absl/strings/str_cat.h"
#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_input.h"
#include "impl/handshake/handshake.h"

namespace rtmp::hostile {

void AddHandshakeInputs(Inputs* inputs) {
  const Prelude p = Prelude::kNothing;
  const auto all = [](uint8_t version) {
    Buffer bytes(kHandshakeSize, 0x5a);
    bytes[0] = version;
    return bytes;
  };
  for (const int version : {0, 1, 2, 4, 6, 8, 0x16, 31}) {
    GoesOn(inputs, absl::StrCat("h01_version_", version), p, Wire().Raw(all(static_cast<uint8_t>(version))));
  }
  for (const int version : {0x20, 0x47, 0x50, 0x80, 0xff}) {
    Fails(inputs, absl::StrCat("h01_version_", version), p, Wire().Raw(all(static_cast<uint8_t>(version))), ErrorCode::kNotRtmp);
  }
  Fails(inputs, "h01_http_request", p, Wire().Raw(ToBytes("GET / HTTP/1.1\r\n\r\n")), ErrorCode::kNotRtmp);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{2}, size_t{1536}, size_t{1537}, size_t{1538}, size_t{3072}}) {
    Waits(inputs, absl::StrCat("h09_ends_after_", size), p, Wire().Raw(Bytes(all(3)).subspan(0, size)));
  }
  GoesOn(inputs, "h03_c2_is_not_s1", p, Wire().Raw(all(3)), "RTMP-HS-26");
  GoesOn(inputs, "h08_digest_offsets_at_their_largest", p, Wire().Raw(Buffer{3} + Buffer(3072, 0xff)));
  GoesOn(inputs, "h05_everything_in_one_read", p, Wire().Raw(PreludeBytes(Prelude::kPublishing)));
  Fails(inputs, "h06_a_bad_chunk_right_behind_c2", p, Wire().Raw(all(3)).Hex("c5"), ErrorCode::kNoPreviousHeader);
}

}  // namespace rtmp::hostile
