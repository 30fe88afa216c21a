#include "fuzz/seeds/programs.h"

namespace rtmp {
namespace {

// As Pair::Action numbers them.
enum : uint8_t {
  kRun,
  kToServer,
  kToClient,
  kCutToServer,
  kCutToClient,
  kClientMessage,
  kServerMessage,
  kRawBytes,
  kMutate,
  kDrop,
  kStopReading,
  kAccept,
  kReject,
  kClose,
  kSend,
  kClock,
  kSendData,
  kSendLong,
  kSource,
  kAskToReconnect,
  kReadSome,
  kMoveObjects
};

void AddPairPrograms(CorpusWriter& writer) {
  const Buffer payload(60, 0x5a);
  for (const uint8_t mode : {0, 8}) {  // publish, play
    for (const uint8_t flags : {0, 1, 2, 4, 16, 32}) {
      const auto first = static_cast<uint8_t>(mode | flags);
      writer.Add("pair", payload, {first, kRun, kAccept, kRun, kSend, 50, kRun, kClose, kRun}, "accepted, media, closed");
      writer.Add("pair", payload, {first, kRun, kReject, kRun, kRun}, "rejected");
      writer.Add("pair", payload, {first, kCutToServer, 255, kCutToServer, 99, kToClient, kCutToClient, 7, kRun, kAccept, kRun},
                 "cut");
      for (uint8_t which = 0; which < 16; ++which) {
        const auto on_1 = static_cast<uint8_t>(0x10 | which);
        writer.Add("pair", payload, {first, kRun, kClientMessage, on_1, kRun, kAccept, kRun, kClientMessage, on_1, kRun},
                   "a client's message more");
        writer.Add("pair", payload, {first, kToServer, kToClient, kServerMessage, on_1, kRun, kAccept, kRun}, "a server's");
      }
    }
    writer.Add("pair", payload,
               {mode, kRun, kStopReading, 0, kAccept, kRun, kStopReading, 1, kSend, 9, kRun, kClock, 0, 0, 9, 9, kRun},
               "not reading");
    const auto reconnects = static_cast<uint8_t>(mode | 64);
    writer.Add("pair", payload, {reconnects,
                                 kAskToReconnect,
                                 0,
                                 kRun,
                                 kAskToReconnect,
                                 0,
                                 kAskToReconnect,
                                 1,
                                 kAccept,
                                 kRun,
                                 kSource,
                                 0,
                                 kSource,
                                 1,
                                 kSendData,
                                 9,
                                 kMoveObjects,
                                 kSendLong,
                                 kRun,
                                 kClose,
                                 kRun},
               "all that a user can do");
    writer.Add("pair", payload, {mode, kAskToReconnect, 0, kRun, kAskToReconnect, 0, kRun}, "no reconnect");
    writer.Add("pair", payload, {static_cast<uint8_t>(mode | 128), kRun, kAccept, kRun}, "another application");
    writer.Add("pair", payload, {static_cast<uint8_t>(mode | 129), kRun, kAccept, kRun}, "the second application");
    writer.Add(
        "pair", payload,
        {mode, kRun,      kAccept,   kRun, kStopReading, 0,         kStopReading, 1,         kSendLong, kSendLong, kReadSome,
         0,    90,        kReadSome, 1,    90,           kSendLong, kSendLong,    kSendLong, kSendLong, kReadSome, 0,
         200,  kReadSome, 1,         200,  kSendLong,    kSendLong, kRun},
        "read in part");
    for (uint8_t which = 16; which < 32; ++which) {
      const auto on_1 = static_cast<uint8_t>(0x10 | (which & 15) | (which & 0x30) << 2);
      writer.Add("pair", payload, {mode, kRun, kAccept, kRun, kClientMessage, on_1, kRun, kSend, 9, kRun},
                 "a client's message more");
      writer.Add("pair", payload, {mode, kRun, kServerMessage, on_1, kRun, kAccept, kRun, kServerMessage, on_1, kRun},
                 "a server's");
    }
    writer.Add("pair", payload, {mode, kRun, kAccept, kRawBytes, 40, kRun}, "raw bytes");
    writer.Add("pair", payload, {mode, kToServer, kMutate, 0, 0, 7, 1, 4, kRun, kDrop, 0, 0, 0, 0, 5, kRun}, "damaged");
  }
}

}  // namespace

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
  // As chunk_interleave_fuzzer.cc takes them: cuts, then whose turn it is and where something begins its length.
  writer.Add("chunk_interleave", payload, {1, 9, 0, 40, 1, 40, 2, 33, 0, 1, 2, 0, 1, 2, 5, 0, 7, 16, 7, 100, 7, 3, 17},
             "taking turns");
  writer.Add("chunk_interleave", payload, {0, 0x1e, 60, 0x0f, 50, 0x1e, 0x0f, 0x2d, 33, 0x1e, 0x8e, 20, 0x1e},
             "extended timestamps");
  AddPairPrograms(writer);
}

}  // namespace rtmp
