// librtmp beside us, on the same bytes. Its memory transport: it reads what its public RTMPSockBuf points to, and what it sends
// is copied by the send() below into a buffer in the cache, once, as ours goes into the buffer that waits for the socket.
#include <librtmp/amf.h>
#include <librtmp/log.h>
#include <librtmp/rtmp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/support/amf_messages.h"
#include "bench/support/loopback.h"
#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "bench/support/session.h"
#include "impl/bytes/byte_writer.h"
#include "impl/handshake/handshake.h"

namespace rtmp::bench {
namespace {

constexpr char kPeer[] = "librtmp";
constexpr int kMemorySocket = 1 << 30;  // no descriptor
constexpr size_t kMessages = 60;
constexpr size_t kTimes = 100;

// What it sends: a window in the cache, as a message at a time is for us.
constexpr size_t kWindow = 16384;
uint8_t sent[2 * kWindow];
size_t sent_size = 0;

struct Free {
  void operator()(RTMP* rtmp) const {
    rtmp->m_sb.sb_socket = -1;
    RTMP_Close(rtmp);
    RTMP_Free(rtmp);
  }
};
using RtmpPtr = std::unique_ptr<RTMP, Free>;

RtmpPtr NewRtmp() {
  RtmpPtr rtmp(RTMP_Alloc());
  RTMP_Init(rtmp.get());
  rtmp->m_sb.sb_socket = kMemorySocket;
  rtmp->m_bSendCounter = 0;  // no Acknowledgements
  return rtmp;
}

// It writes to none of it.
char* Chars(const Buffer& bytes) { return const_cast<char*>(reinterpret_cast<const char*>(bytes.data())); }

void GiveInput(RTMP& rtmp, const Buffer& bytes) {
  rtmp.m_sb.sb_start = Chars(bytes);
  rtmp.m_sb.sb_size = static_cast<int>(bytes.size());
  rtmp.m_nBytesIn = 0;
}

void RegisterDecode(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  Register(absl::StrCat("decode ", what, ", chunk ", chunk_size), kPeer, [=](benchmark::State& state) {
    const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
    const RtmpPtr rtmp = NewRtmp();
    Measure(state, {kMessages, stream.size()}, [&] {
      GiveInput(*rtmp, stream);
      size_t messages = 0;
      RTMPPacket packet = {};
      while (rtmp->m_sb.sb_size > 0 && RTMP_ReadPacket(rtmp.get(), &packet) != 0) {
        if (!RTMPPacket_IsReady(&packet)) continue;
        if (packet.m_packetType == RTMP_PACKET_TYPE_CHUNK_SIZE) {
          rtmp->m_inChunkSize = static_cast<int>(AMF_DecodeInt32(packet.m_body));
        } else {
          ++messages;
        }
        benchmark::DoNotOptimize(packet.m_body);
        RTMPPacket_Free(&packet);
      }
      if (messages != kMessages) state.SkipWithError("messages are missing");
    });
  });
}

void RegisterEncode(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  Register(absl::StrCat("encode ", what, ", chunk ", chunk_size), kPeer, [=](benchmark::State& state) {
    const std::vector<RawMessage> messages = MediaMessages(sizes, kMessages);
    const RtmpPtr rtmp = NewRtmp();
    rtmp->m_outChunkSize = static_cast<int>(chunk_size);
    // It writes chunk headers into the payload and in front of it, so each packet has its own.
    std::vector<RTMPPacket> packets(messages.size());
    size_t bytes = 0;
    for (size_t i = 0; i < messages.size(); ++i) {
      RTMPPacket& packet = packets[i];
      RTMPPacket_Alloc(&packet, static_cast<uint32_t>(messages[i].payload.size()));
      std::memcpy(packet.m_body, messages[i].payload.data(), messages[i].payload.size());
      packet.m_nBodySize = static_cast<uint32_t>(messages[i].payload.size());
      packet.m_nChannel = static_cast<int>(messages[i].chunk_stream_id);
      packet.m_packetType = messages[i].type_id;
      packet.m_nTimeStamp = messages[i].timestamp;
      packet.m_nInfoField2 = 1;
      bytes += messages[i].payload.size();
    }
    Measure(state, {kMessages, bytes}, [&] {
      sent_size = 0;
      for (size_t i = 0; i < packets.size(); ++i) {
        packets[i].m_headerType = i < 2 ? RTMP_PACKET_SIZE_LARGE : RTMP_PACKET_SIZE_MEDIUM;
        if (RTMP_SendPacket(rtmp.get(), &packets[i], 0) == 0) state.SkipWithError("a message is not sent");
      }
      if (sent_size < bytes) state.SkipWithError("bytes are missing");
    });
    for (RTMPPacket& packet : packets) RTMPPacket_Free(&packet);
  });
}

void RegisterAmf0(absl::string_view what, void (*write)(amf0::Encoder&)) {
  const Buffer message = Written(write);
  Register(absl::StrCat("AMF0 decode ", what), kPeer, [=](benchmark::State& state) {
    Measure(state, {kTimes, kTimes * message.size()}, [&] {
      for (size_t i = 0; i < kTimes; ++i) {
        AMFObject object;
        if (AMF_Decode(&object, Chars(message), static_cast<int>(message.size()), 0) < 0)
          state.SkipWithError("it does not decode");
        AMF_Reset(&object);
      }
    });
  });
  Register(absl::StrCat("AMF0 encode ", what), kPeer, [=](benchmark::State& state) {
    AMFObject object;
    AMF_Decode(&object, Chars(message), static_cast<int>(message.size()), 0);
    std::vector<char> out(message.size() + 100);
    Measure(state, {kTimes, kTimes * message.size()}, [&] {
      for (size_t i = 0; i < kTimes; ++i) {
        char* p = out.data();
        for (int j = 0; j < object.o_num && p != nullptr; ++j) p = AMFProp_Encode(&object.o_props[j], p, out.data() + out.size());
        if (p != out.data() + message.size()) state.SkipWithError("it writes something else");
      }
    });
    AMF_Reset(&object);
  });
}

void RegisterAmf3(absl::string_view what, void (*write)(amf3::Encoder&)) {
  Register(absl::StrCat("AMF3 decode ", what), kPeer, [=](benchmark::State& state) {
    const Buffer message = Written(write);
    Measure(state, {kTimes, kTimes * message.size()}, [&] {
      for (size_t i = 0; i < kTimes; ++i) {
        AMFObject object;
        if (AMF3_Decode(&object, Chars(message), static_cast<int>(message.size()), 1) <= 0) {
          return state.SkipWithError("it does not decode");
        }
        AMF_Reset(&object);
      }
    });
  });
}

void RegisterHandshake() {
  Register("handshake of a server, plain", kPeer, [](benchmark::State& state) {
    const Buffer client = ClientToPublish();
    const Buffer bytes(client.begin(), client.begin() + kHandshakeSize);
    const RtmpPtr rtmp = NewRtmp();
    Measure(state, {1, bytes.size()}, [&] {
      GiveInput(*rtmp, bytes);
      sent_size = 0;
      if (RTMP_Serve(rtmp.get()) == 0 || sent_size != kHandshakeSize) state.SkipWithError("it is not done");
    });
  });
}

void Publish(benchmark::State& state) {
  LoopbackServer server;
  const RtmpPtr rtmp(RTMP_Alloc());
  RTMP_Init(rtmp.get());
  std::string url = absl::StrCat("rtmp://127.0.0.1:", server.port(), "/live/librtmp");
  if (RTMP_SetupURL(rtmp.get(), url.data()) == 0) return state.SkipWithError("it does not take the URL");
  RTMP_EnableWrite(rtmp.get());
  if (RTMP_Connect(rtmp.get(), nullptr) == 0 || RTMP_ConnectStream(rtmp.get(), 0) == 0) {
    return state.SkipWithError("it does not publish");
  }
  Buffer announced;
  ByteWriter(&announced).WriteU32(4096);
  RTMPPacket chunk_size = {};
  RTMPPacket_Alloc(&chunk_size, 4);
  std::memcpy(chunk_size.m_body, announced.data(), 4);
  chunk_size.m_nBodySize = 4;
  chunk_size.m_nChannel = 2;
  chunk_size.m_packetType = RTMP_PACKET_TYPE_CHUNK_SIZE;
  RTMP_SendPacket(rtmp.get(), &chunk_size, 0);
  RTMPPacket_Free(&chunk_size);
  rtmp->m_outChunkSize = 4096;
  RTMPPacket packet = {};
  RTMPPacket_Alloc(&packet, 16384);
  MeasureThread(state, [&](const RawMessage& message) {
    std::memcpy(packet.m_body, message.payload.data(), message.payload.size());  // it writes into the packet
    packet.m_nBodySize = static_cast<uint32_t>(message.payload.size());
    packet.m_headerType = RTMP_PACKET_SIZE_MEDIUM;
    packet.m_nChannel = static_cast<int>(message.chunk_stream_id);
    packet.m_packetType = message.type_id;
    packet.m_nTimeStamp = message.timestamp;
    packet.m_nInfoField2 = rtmp->m_stream_id;
    return RTMP_SendPacket(rtmp.get(), &packet, 0) != 0;
  });
  RTMPPacket_Free(&packet);
  RTMP_Close(rtmp.get());
}

const bool registered = [] {
  RTMP_LogSetLevel(RTMP_LOGCRIT);
  for (const uint32_t chunk_size : {65536, 4096, 128}) {
    RegisterDecode("mix", kMixSizes, chunk_size);
    RegisterEncode("mix", kMixSizes, chunk_size);
  }
  RegisterDecode("200 B audio", kAudioSizes, 4096);
  RegisterDecode("200 B audio", kAudioSizes, 128);
  RegisterEncode("200 B audio", kAudioSizes, 4096);
  RegisterAmf0("connect", WriteConnect);
  RegisterAmf0("onMetaData", WriteMetadata);
  RegisterAmf0("deep", WriteDeep);
  RegisterAmf0("wide", WriteWide);
  // It reads an object, and none inside of another.
  RegisterAmf3("connect", WriteConnectAmf3);
  RegisterAmf3("wide", WriteWideAmf3);
  RegisterHandshake();
  Register(kLoopbackRow, kPeer, Publish);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench

// Stands in front of the C library's, for librtmp as for us.
extern "C" ssize_t send(int socket, const void* data, size_t size, int flags) {
  using rtmp::bench::kWindow;
  using rtmp::bench::sent;
  using rtmp::bench::sent_size;
  if (socket != rtmp::bench::kMemorySocket) return sendto(socket, data, size, flags, nullptr, 0);
  std::memcpy(sent + sent_size % kWindow, data, std::min(size, kWindow));
  sent_size += size;
  return static_cast<ssize_t>(size);
}
