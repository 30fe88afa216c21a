#include "impl/media/aac_config.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "impl/media/media_error.h"

namespace rtmp {
namespace {

constexpr uint32_t kSampleRates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350};
constexpr uint32_t kExplicitRate = 15;
constexpr uint32_t kEscapedType = 31;

class BitReader {
 public:
  explicit BitReader(Bytes bytes) : bytes_(bytes) {}
  bool Read(int count, uint32_t* value) {
    if (at_ + count > 8 * bytes_.size()) return false;
    *value = 0;
    for (int i = 0; i < count; ++i, ++at_) *value = *value << 1 | (bytes_[at_ / 8] >> (7 - at_ % 8) & 1);
    return true;
  }

 private:
  Bytes bytes_;
  size_t at_ = 0;
};

class BitWriter {
 public:
  explicit BitWriter(Buffer* out) : out_(*out) {}
  void Write(int count, uint32_t value) {
    for (int i = count - 1; i >= 0; --i, ++written_) {
      if (written_ % 8 == 0) out_.push_back(0);
      out_.back() = static_cast<uint8_t>(out_.back() | (value >> i & 1) << (7 - written_ % 8));
    }
  }

 private:
  Buffer& out_;
  size_t written_ = 0;
};

}  // namespace

std::variant<AacConfig, ProtocolError> ParseAacConfig(Bytes config) {
  BitReader reader(config);
  uint32_t type = 0, rate = 0, channels = 0;
  const auto truncated = [&] { return media::Truncated(config, "the AAC configuration"); };
  if (!reader.Read(5, &type)) return truncated();
  if (type == 0) return media::WrongField(0, "audio object type 0");
  if (type == kEscapedType) {
    if (!reader.Read(6, &type)) return truncated();
    type += 32;
  }
  if (!reader.Read(4, &rate)) return truncated();
  if (rate == kExplicitRate) {
    if (!reader.Read(24, &rate)) return truncated();
  } else if (rate >= std::size(kSampleRates)) {
    return media::WrongField(0, absl::StrCat("sample rate index ", rate));
  } else {
    rate = kSampleRates[rate];
  }
  if (!reader.Read(4, &channels)) return truncated();
  return AacConfig{static_cast<uint8_t>(type), rate, static_cast<uint8_t>(channels)};
}

void EncodeAacConfig(const AacConfig& config, Buffer* out) {
  BitWriter writer(out);
  if (config.object_type < kEscapedType) {
    writer.Write(5, config.object_type);
  } else {
    writer.Write(5, kEscapedType);
    writer.Write(6, config.object_type - 32u);
  }
  const auto* rate = std::find(std::begin(kSampleRates), std::end(kSampleRates), config.sample_rate);
  if (rate != std::end(kSampleRates)) {
    writer.Write(4, static_cast<uint32_t>(rate - std::begin(kSampleRates)));
  } else {
    writer.Write(4, kExplicitRate);
    writer.Write(24, config.sample_rate);
  }
  writer.Write(4, config.channel_configuration);
}

}  // namespace rtmp
