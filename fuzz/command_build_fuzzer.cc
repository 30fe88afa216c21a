// Every command that the library writes is parsed back as what was asked for: names, numbers bit by bit, flags, what a side can
// do. What may not be said (no stream name, a FourCC of another length, NaN for an optional number) is what the header says of
// it.
#include <cmath>
#include <iterator>
#include <utility>
#include <variant>

#include "fuzz/support/asked_amf.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/reconnect.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"

namespace rtmp {
namespace {

bool Same(double a, double b) { return BitsOf(a) == BitsOf(b); }
bool IsFourCc(absl::string_view text) { return text.size() == 4 || text == "*"; }

// A command that was written, read again. One at a time: its memory is kept for the next.
class Written {
 public:
  template <typename Write>
  Written(absl::string_view name, double transaction_id, Write write) {
    bytes_.clear();
    write(&bytes_);
    FUZZ_CHECK(!ParseCommand(bytes_, {}, &values_, &command_).has_value());
    FUZZ_CHECK(command_.name == name && Same(command_.transaction_id, transaction_id));
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;

  operator const Command&() const { return command_; }
  const Command* operator->() const { return &command_; }

 private:
  static inline Buffer& bytes_ = *new Buffer;
  static inline amf0::Values& values_ = *new amf0::Values;
  Command command_;
};

// What was parsed; with nothing in it, since there was no name, nothing.
template <typename T>
const T* Named(const std::variant<T, ProtocolError>& parsed, absl::string_view name) {
  const auto* error = std::get_if<ProtocolError>(&parsed);
  FUZZ_CHECK_EQ(error != nullptr, name.empty());
  FUZZ_CHECK(error == nullptr || error->code == ErrorCode::kMissingArgument);
  return std::get_if<T>(&parsed);
}

FourCcInfoMap TakeInfoMap(FuzzInput& in) {
  FourCcInfoMap map;
  for (uint8_t count = in.TakeByte() % 4; count > 0; --count) {
    const uint8_t length = in.TakeByte();
    const absl::string_view four_cc = length == 0 ? "*" : ToStringView(in.TakeBytes(length < 200 ? 4 : length % 8));
    map.emplace_back(std::string(four_cc), in.TakeU32());
  }
  return map;
}

Capabilities TakeCapabilities(FuzzInput& in) {
  Capabilities capabilities;
  for (const auto& [four_cc, flags] : TakeInfoMap(in)) capabilities.four_cc_list.push_back(four_cc);
  capabilities.video = TakeInfoMap(in);
  capabilities.audio = TakeInfoMap(in);
  if (in.TakeBool()) capabilities.caps_ex = in.TakeU32();
  return capabilities;
}

FourCcInfoMap Valid(const FourCcInfoMap& map) {
  FourCcInfoMap valid;
  for (const auto& entry : map) {
    if (IsFourCc(entry.first)) valid.push_back(entry);
  }
  return valid;
}

void CheckCapabilities(const Capabilities& asked, const Capabilities& parsed) {
  FUZZ_CHECK(parsed.video == Valid(asked.video) && parsed.audio == Valid(asked.audio) && parsed.caps_ex == asked.caps_ex);
  FUZZ_CHECK_EQ(parsed.reconnect(), (asked.caps_ex & kCapsReconnect) != 0);
  std::vector<std::string> list;
  for (const std::string& four_cc : asked.four_cc_list) {
    if (IsFourCc(four_cc)) list.push_back(four_cc);
  }
  FUZZ_CHECK_EQ(parsed.four_cc_list, list);
  FUZZ_CHECK(!asked.empty() || parsed.empty());
  for (const auto& [four_cc, flags] : parsed.video) {
    FUZZ_CHECK_EQ(FourCcFlags(parsed.video, four_cc) & flags, flags);
    FUZZ_CHECK_EQ(FourCcFlags(parsed.video, "of nobody") & ~FourCcFlags(parsed.video, four_cc), 0);
  }
}

void CheckStatus(const StatusInfo& status, absl::string_view level, absl::string_view code, absl::string_view description) {
  FUZZ_CHECK(status.level == level && status.code == code && status.description == description);
  FUZZ_CHECK_EQ(status.is_error(), level == "error");
}

void CheckConnect(FuzzInput& in) {
  ConnectRequest request;
  request.transaction_id = TakeDouble(in);
  request.publisher = in.TakeBool();
  const Capabilities capabilities = TakeCapabilities(in);
  if (in.TakeBool()) request.capabilities = &capabilities;
  request.app = TakeText(in);
  request.tc_url = TakeText(in);
  request.flash_ver = TakeText(in);
  const Written command("connect", request.transaction_id, [&](Buffer* out) { EncodeConnect(request, out); });
  const auto parsed = std::get<ConnectCommand>(ParseConnect(command));
  FUZZ_CHECK(parsed.app == request.app && parsed.tc_url == request.tc_url && parsed.flash_ver == request.flash_ver);
  FUZZ_CHECK(Same(parsed.transaction_id, request.transaction_id) && parsed.object_encoding == 0);
  FUZZ_CHECK_EQ(parsed.type, request.publisher ? "nonprivate" : "");
  FUZZ_CHECK_EQ(parsed.audio_codecs == 0 && parsed.video_codecs == 0 && parsed.video_function == 0, request.publisher);
  FUZZ_CHECK(!parsed.fpad && parsed.swf_url.empty() && parsed.page_url.empty());
  CheckCapabilities(request.capabilities != nullptr ? capabilities : Capabilities(), parsed.capabilities);
}

void CheckConnectResult(FuzzInput& in) {
  const double txn = TakeDouble(in), encoding = TakeDouble(in);
  const Capabilities capabilities = TakeCapabilities(in);
  const Written command("_result", txn, [&](Buffer* out) { EncodeConnectResult(txn, encoding, &capabilities, out); });
  const Result result = ParseResult(command);
  FUZZ_CHECK(!result.is_error && StatusOf(result).code == kConnectSuccess && StatusOf(result).level == kLevelStatus);
  FUZZ_CHECK(Same(result.information["objectEncoding"].number(), encoding));
  CheckCapabilities(capabilities, ParseCapabilities(result.properties));
}

void CheckErrors(FuzzInput& in) {
  const double txn = TakeDouble(in);
  const bool of_connect = in.TakeBool();
  const absl::string_view code = TakeText(in), description = TakeText(in);
  const Written command("_error", txn, [&](Buffer* out) {
    of_connect ? EncodeConnectRejected(txn, code, description, out) : EncodeError(txn, code, description, out);
  });
  const Result result = ParseResult(command);
  FUZZ_CHECK(result.is_error && Same(result.transaction_id, txn) && result.properties.type() == amf0::Type::kNull);
  CheckStatus(StatusOf(result), kLevelError, code, description);
}

void CheckResults(FuzzInput& in) {
  const double txn = TakeDouble(in), number = TakeDouble(in);
  const Written bare("_result", txn, [&](Buffer* out) { EncodeResult(txn, out); });
  FUZZ_CHECK(ParseResult(bare).information.type() == amf0::Type::kNull && bare->argument_count() == 1);
  const Written command("_result", txn, [&](Buffer* out) { EncodeNumberResult(txn, number, out); });
  const amf0::Value information = ParseResult(command).information;
  FUZZ_CHECK(Same(information.number(), number));
  const auto id = ToMessageStreamId(information);
  FUZZ_CHECK_EQ(id.has_value(), number >= 0 && number <= 0xffffffff && number == std::trunc(number));
  FUZZ_CHECK(!id.has_value() || *id == number);
}

void CheckOnStatus(FuzzInput& in) {
  const absl::string_view level = TakeText(in), code = TakeText(in), description = TakeText(in);
  const Written command("onStatus", 0, [&](Buffer* out) { EncodeOnStatus(level, code, description, out); });
  CheckStatus(ParseOnStatus(command), level, code, description);
  FUZZ_CHECK_EQ(ParseReconnectRequest(command).has_value(), code == kConnectReconnectRequest && level == kLevelStatus);
  const ReconnectRequest request = {TakeText(in), description};
  const Written reconnect("onStatus", 0, [&](Buffer* out) { EncodeReconnectRequest(request, out); });
  const auto parsed = ParseReconnectRequest(reconnect);
  FUZZ_CHECK(parsed.has_value() && parsed->tc_url == request.tc_url && parsed->description == request.description);
}

void CheckPublish(FuzzInput& in) {
  constexpr absl::string_view kTypes[] = {"live", "record", "append", "Live"};
  PublishCommand publish;
  publish.transaction_id = TakeDouble(in);
  publish.type = kTypes[in.TakeByte() % 4];
  publish.stream_name = TakeText(in);
  const Written command("publish", publish.transaction_id, [&](Buffer* out) { EncodePublish(publish, out); });
  const auto parsed = ParsePublish(command);
  const auto* again = Named(parsed, publish.stream_name);
  if (again == nullptr) return;
  FUZZ_CHECK(again->stream_name == publish.stream_name && Same(again->transaction_id, publish.transaction_id));
  FUZZ_CHECK_EQ(again->type, publish.type == "Live" ? "live" : publish.type);
}

void CheckPlay(FuzzInput& in) {
  PlayCommand play;
  play.transaction_id = TakeDouble(in);
  play.start = TakeDouble(in);
  if (in.TakeBool()) play.duration = TakeDouble(in);
  play.reset = in.TakeBool();
  play.stream_name = TakeText(in);
  const Written command("play", play.transaction_id, [&](Buffer* out) { EncodePlay(play, out); });
  const auto parsed = ParsePlay(command);
  const auto* again = Named(parsed, play.stream_name);
  if (again == nullptr) return;
  FUZZ_CHECK(again->stream_name == play.stream_name && again->reset == play.reset);
  FUZZ_CHECK(Same(again->start, std::isnan(play.start) ? -2 : play.start));
  FUZZ_CHECK(Same(again->duration, std::isnan(play.duration) ? -1 : play.duration));
}

// Flags and times of what plays.
void CheckPlayer(FuzzInput& in) {
  const double txn = TakeDouble(in), time = TakeDouble(in);
  const bool flag = in.TakeBool();
  for (const bool audio : {true, false}) {
    const Written receive(audio ? "receiveAudio" : "receiveVideo", txn,
                          [&](Buffer* out) { (audio ? EncodeReceiveAudio : EncodeReceiveVideo)(txn, flag, out); });
    FUZZ_CHECK_EQ(receive->kind(), audio ? CommandKind::kReceiveAudio : CommandKind::kReceiveVideo);
    FUZZ_CHECK_EQ(std::get<ReceiveCommand>(ParseReceive(receive)).enabled, flag);
  }
  const Written pause("pause", txn, [&](Buffer* out) { EncodePause(txn, flag, time, out); });
  const auto paused = std::get<PauseCommand>(ParsePause(pause));
  FUZZ_CHECK(paused.paused == flag && Same(paused.milliseconds, std::isnan(time) ? 0 : time));
  const Written seek("seek", txn, [&](Buffer* out) { EncodeSeek(txn, time, out); });
  FUZZ_CHECK(Same(std::get<SeekCommand>(ParseSeek(seek)).milliseconds, time));
}

// play2 has no writer in the library: nobody sends it.
void CheckPlay2(FuzzInput& in) {
  Play2Command play;
  const double txn = TakeDouble(in);
  const uint8_t given = in.TakeByte();
  play.stream_name = TakeText(in);
  if ((given & 1) != 0) play.old_stream_name = TakeText(in);
  if ((given & 2) != 0) play.transition = TakeText(in);
  if ((given & 4) != 0) play.start = TakeDouble(in);
  if ((given & 8) != 0) play.length = TakeDouble(in);
  const Written command("play2", txn, [&](Buffer* out) {
    amf0::Encoder encoder(out);
    EncodeCommandHead("play2", txn, &encoder);
    encoder.Null();
    encoder.BeginObject();
    encoder.Property("streamName", play.stream_name);
    if ((given & 1) != 0) encoder.Property("oldStreamName", play.old_stream_name);
    if ((given & 2) != 0) encoder.Property("transition", play.transition);
    if ((given & 4) != 0) encoder.Property("start", play.start);
    if ((given & 8) != 0) encoder.Property("len", play.length);
    encoder.EndObject();
  });
  const auto parsed = ParsePlay2(command);
  const auto* again = Named(parsed, play.stream_name);
  if (again == nullptr) return;
  FUZZ_CHECK(again->stream_name == play.stream_name && again->old_stream_name == play.old_stream_name);
  FUZZ_CHECK(again->transition == play.transition && Same(again->start, play.start) && Same(again->length, play.length));
}

void CheckStreams(FuzzInput& in) {
  const double txn = TakeDouble(in);
  const uint32_t id = in.TakeU32();
  using Bare = void (*)(double, Buffer*);
  constexpr std::pair<const char*, Bare> kBare[] = {
      {"createStream", EncodeCreateStream}, {"closeStream", EncodeCloseStream}, {"_checkbw", EncodeCheckBandwidth}};
  for (const auto& [name, encode] : kBare) {
    const Written command(name, txn, [&, encode = encode](Buffer* out) { encode(txn, out); });
    FUZZ_CHECK(command->kind() != CommandKind::kUnknown && command->object().type() == amf0::Type::kNull);
  }
  const Written command("deleteStream", txn, [&](Buffer* out) { EncodeDeleteStream(txn, id, out); });
  FUZZ_CHECK_EQ(std::get<DeleteStreamCommand>(ParseDeleteStream(command)).message_stream_id, id);
}

void CheckNames(FuzzInput& in) {
  const double txn = TakeDouble(in);
  const uint8_t which = in.TakeByte();
  const absl::string_view stream = TakeText(in);
  using Call = void (*)(double, absl::string_view, Buffer*);
  constexpr std::pair<const char*, Call> kCalls[] = {{"releaseStream", EncodeReleaseStream},
                                                     {"FCPublish", EncodeFcPublish},
                                                     {"FCUnpublish", EncodeFcUnpublish},
                                                     {"FCSubscribe", EncodeFcSubscribe},
                                                     {"getStreamLength", EncodeGetStreamLength}};
  const auto& [name, encode] = kCalls[which % std::size(kCalls)];
  const Written command(name, txn, [&, encode = encode](Buffer* out) { encode(txn, stream, out); });
  FUZZ_CHECK(command->kind() != CommandKind::kUnknown);
  FUZZ_CHECK_EQ(std::get<StreamNameCommand>(ParseStreamName(command)).stream_name, stream);
}

// A server's calls, which have no answer.
void CheckNotices(FuzzInput& in) {
  const uint8_t which = in.TakeByte();
  const absl::string_view stream = TakeText(in);
  using Call = void (*)(absl::string_view, Buffer*);
  constexpr std::pair<const char*, Call> kCalls[] = {
      {"onFCPublish", EncodeOnFcPublish}, {"onFCUnpublish", EncodeOnFcUnpublish}, {"onFCSubscribe", EncodeOnFcSubscribe}};
  const auto& [name, encode] = kCalls[which % std::size(kCalls)];
  const Written command(name, 0, [&, encode = encode](Buffer* out) { encode(stream, out); });
  FUZZ_CHECK_EQ(command->argument(0)["description"].string(), stream);
  FUZZ_CHECK(!command->argument(0)["code"].string().empty());
  const Written done("onBWDone", 0, EncodeOnBwDone);
  FUZZ_CHECK_EQ(done->argument_count(), 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  constexpr void (*kChecks[])(FuzzInput&) = {CheckConnect,  CheckConnectResult, CheckErrors, CheckResults,
                                             CheckOnStatus, CheckPublish,       CheckPlay,   CheckPlayer,
                                             CheckPlay2,    CheckStreams,       CheckNames,  CheckNotices};
  kChecks[in.TakeByte() % std::size(kChecks)](in);
  return 0;
}

}  // namespace rtmp
