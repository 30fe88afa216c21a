// What do the layers between chunks and a session cost: control messages, and commands with their AMF0?
#include "bench/support/measure.h"
#include "impl/amf0/decoder.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/publish.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

constexpr size_t kTimes = 100;

void ControlMessages(benchmark::State& state) {
  UserControlEvent begin;
  begin.value = 1;
  const ControlMessage messages[] = {SetChunkSize{4096}, Acknowledgement{5000000}, WindowAcknowledgementSize{5000000},
                                     SetPeerBandwidth{5000000, LimitType::kDynamic}, begin};
  Buffer payload;
  Measure(state, {kTimes * std::size(messages), 0}, [&] {
    for (size_t i = 0; i < kTimes; ++i) {
      for (const ControlMessage& message : messages) {
        payload.clear();
        const uint8_t type_id = EncodeControlMessage(message, &payload);
        benchmark::DoNotOptimize(ParseControlMessage(type_id, payload).index());
      }
    }
  });
}

// `encode` fills a payload, `parse` takes the command that it is; index 0 is success.
template <typename Encode, typename Parse>
void WriteAndRead(benchmark::State& state, Encode encode, Parse parse) {
  Buffer payload;
  amf0::Values values;
  encode(&payload);
  Measure(state, {kTimes, kTimes * payload.size()}, [&] {
    for (size_t i = 0; i < kTimes; ++i) {
      payload.clear();
      encode(&payload);
      Command command;
      if (ParseCommand(payload, {}, &values, &command).has_value() || parse(command).index() != 0) {
        state.SkipWithError("it is no such command");
      }
    }
  });
}

void Connect(benchmark::State& state) {
  ConnectRequest connect;
  connect.app = "live";
  connect.tc_url = "rtmp://127.0.0.1:1935/live";
  connect.flash_ver = "FMLE/3.0 (compatible; FMSc/1.0)";
  WriteAndRead(
      state, [&](Buffer* out) { EncodeConnect(connect, out); }, [](const Command& command) { return ParseConnect(command); });
}

void Publish(benchmark::State& state) {
  PublishCommand publish;
  publish.transaction_id = 5;
  publish.stream_name = "stream";
  WriteAndRead(
      state, [&](Buffer* out) { EncodePublish(publish, out); }, [](const Command& command) { return ParsePublish(command); });
}

const bool registered = Register("control message, written and read", "rtmpspec", ControlMessages) &&
                        Register("connect command, written and read", "rtmpspec", Connect) &&
                        Register("publish command, written and read", "rtmpspec", Publish);

}  // namespace
}  // namespace rtmp::bench
