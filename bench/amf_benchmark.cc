// How fast is AMF read and written: the messages of a session's beginning, and values that are deep or wide, next to copying
// their bytes?
#include "absl/strings/str_cat.h"
#include "bench/support/amf_messages.h"
#include "bench/support/measure.h"
#include "impl/amf0/decoder.h"
#include "impl/amf3/decoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kTimes = 100;

// Registers a row whose item is `run`; `make` returns it.
template <typename Make>
void RegisterItems(const std::string& row, size_t bytes, Make make) {
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    auto run = make(state);
    Measure(state, {kTimes, kTimes * bytes}, [&] {
      for (size_t i = 0; i < kTimes; ++i) run();
    });
  });
  RegisterCopy(row, bytes);
}

void RegisterAmf0(absl::string_view what, void (*write)(amf0::Encoder&)) {
  const Buffer message = Written(write);
  RegisterItems(absl::StrCat("AMF0 decode ", what), message.size(), [message](benchmark::State& state) {
    return [&state, message, values = amf0::Values()]() mutable {
      if (amf0::Decode(message, {}, &values).has_value()) state.SkipWithError("it does not decode");
      benchmark::DoNotOptimize(values);
    };
  });
  RegisterItems(absl::StrCat("AMF0 encode ", what), message.size(), [write](benchmark::State&) {
    return [write, out = Buffer()]() mutable {
      out.clear();
      amf0::Encoder encoder(&out);
      write(encoder);
      benchmark::DoNotOptimize(out.data());
    };
  });
}

void RegisterAmf3(absl::string_view what, void (*write)(amf3::Encoder&)) {
  const Buffer message = Written(write);
  RegisterItems(absl::StrCat("AMF3 decode ", what), message.size(), [message](benchmark::State& state) {
    return [&state, message, values = amf3::Values()]() mutable {
      size_t consumed = 0;
      if (amf3::Decode(message, {}, &values, &consumed).has_value()) state.SkipWithError("it does not decode");
      benchmark::DoNotOptimize(values);
    };
  });
  RegisterItems(absl::StrCat("AMF3 encode ", what), message.size(), [write](benchmark::State&) {
    return [write, out = Buffer()]() mutable {
      out.clear();
      amf3::Encoder encoder(&out);
      write(encoder);
      benchmark::DoNotOptimize(out.data());
    };
  });
}

const bool registered = [] {
  RegisterAmf0("connect", WriteConnect);
  RegisterAmf0("onMetaData", WriteMetadata);
  RegisterAmf0("deep", WriteDeep);
  RegisterAmf0("wide", WriteWide);
  RegisterAmf3("connect", WriteConnectAmf3);
  RegisterAmf3("8 objects", WriteTracksAmf3);
  RegisterAmf3("deep", WriteDeepAmf3);
  RegisterAmf3("wide", WriteWideAmf3);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
