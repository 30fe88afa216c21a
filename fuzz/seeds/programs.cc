#include "fuzz/seeds/programs.h"

namespace rtmp {

void AddPrograms(CorpusWriter& writer) {
  for (const char* text : {"rtmp://a/live\nrtmp://b/x", "rtmp://a/live?k=1#f\n", "rtmp://a/live/one\n/two", "rtmp://a\nlive",
                           "//a\n//b", "rtmp://a/live?k=/\n?k=2", "rtmps://a:443/live\n//b:444/live", "rtmp://a b/live\n/x"}) {
    writer.Add("tc_url", ToBytes(text), {}, text);
  }
  // Options as ack_window_fuzzer.cc takes them: the initial window, then operations. Send 0x7fffffff bytes: 0 fffffffe.
  writer.Add("ack_window", {}, {0, 38, 0x25, 0xa0, 4, 1, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 9},
             "announced, a window, sent twice, a lie");
  writer.Add("ack_window", {},
             {0, 0, 1, 0, 4, 3, 0, 0, 0, 9, 0, 3, 0, 0, 0, 8, 1, 3, 0, 0, 0, 7, 2, 3, 0, 0, 0, 6, 0, 3, 0, 0, 0, 5, 2},
             "hard, soft, dynamic, hard, dynamic");
  writer.Add("ack_window", {}, {0, 0, 1, 0, 1, 0, 0, 0, 2, 0, 255, 255, 255, 254, 0, 255, 255, 255, 254, 0, 255, 255, 255, 254},
             "past 2^32 bytes");
  // As chunk_encoder_fuzzer.cc takes them: cuts, then four bytes a message.
  const Buffer payload(200, 0x5a);
  writer.Add("chunk_encoder", payload, {0, 1, 0, 200, 0, 1, 2, 200, 0, 1, 2, 200, 0, 1, 2, 200, 0}, "types 0 to 3");
  writer.Add("chunk_encoder", payload, {1, 7, 7, 4, 150, 0, 7, 4, 150, 0, 7, 5, 150, 0, 7, 6, 150, 0, 7, 7, 150, 0},
             "extended timestamps");
  writer.Add("chunk_encoder", payload, {2, 3, 5, 0, 8, 0, 0, 14, 1, 9, 0, 45, 2, 99, 0, 0, 8, 0, 7, 45, 2, 200, 0},
             "chunk sizes");
}

}  // namespace rtmp
