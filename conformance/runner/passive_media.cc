// Media and metadata.
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/runner/passive_rules.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_reader.h"

namespace rtmpspec {
namespace {

// RTMP 1.0 7.1.6; the order of the sub-message's timestamp is FLV's or plain (RTMP-MT-16).
void CheckAggregate(const PassiveCheck& check) {
  rtmp::ByteReader reader(check.message.payload);
  uint32_t low = 0;
  uint8_t high = 0;
  if (!reader.Skip(4) || !reader.ReadU24(&low) || !reader.ReadU8(&high)) return;
  const uint32_t flv = uint32_t{high} << 24 | low;
  const uint32_t plain = low << 8 | high;
  check.Applies("RTMP-MT-15");
  if (flv == check.message.timestamp || plain == check.message.timestamp) return;
  check.Report("RTMP-MT-15", absl::StrCat("an aggregate at ", check.message.timestamp, " begins with a message at ", flv));
}

}  // namespace

void CheckMedia(const PassiveCheck& check) {
  const WireMessage& message = check.message;
  if (message.chunk_stream_id == 2) {
    check.Report("RTMP-CB-07",
                 absl::StrCat("a message of type ", message.type_id, " on chunk stream 2, which is for protocol control"));
  }
  if (message.type_id == 22) CheckAggregate(check);
  if (!check.from_client()) return;
  check.Applies("RTMP-ST-11");
  const bool told = check.state.told_ids.empty() || check.state.told_ids.count(message.message_stream_id) > 0;
  if (message.message_stream_id == 0 || !told) {
    check.Report("RTMP-ST-11", absl::StrCat(message.type_id == 8   ? "audio"
                                            : message.type_id == 9 ? "video"
                                                                   : "an aggregate",
                                            " on message stream ", message.message_stream_id,
                                            "; it belongs on the id that createStream returned"));
  }
  CheckEncoder(check);
}

void CheckMetadata(const PassiveCheck& check) {
  const std::vector<Value>& values = check.script.arguments;
  size_t i = 0;
  if (!values.empty() && values[0].kind == Value::Kind::kString && values[0].text == "@setDataFrame") i = 1;
  if (i >= values.size() || values[i].kind != Value::Kind::kString || values[i].text != "onMetaData") return;
  const size_t count = values.size() - i - 1;
  check.Applies("ERTMP-43");
  if (count != 1 || values[i + 1].kind != Value::Kind::kEcmaArray) {
    check.Report("ERTMP-43", absl::StrCat("onMetaData is followed by ",
                                          count == 1 ? std::string(KindName(values[i + 1].kind)) : absl::StrCat(count, " values"),
                                          "; it is followed by one ECMA array"));
    if (count == 0) return;
  }
  for (absl::string_view name : {"videocodecid", "audiocodecid"}) {
    const Value* id = Property(values[i + 1], name);
    if (id != nullptr) check.Applies("ERTMP-44");
    if (id != nullptr && id->kind != Value::Kind::kNumber) {
      check.Report("ERTMP-44", absl::StrCat("onMetaData has ", name, ": ", ShortText(*id), "; it is a number"));
    }
  }
}

}  // namespace rtmpspec
