#include "impl/media/avc_config.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"
#include "impl/media/media_error.h"

namespace rtmp {
namespace {

constexpr size_t kMaxSps = 31;
constexpr size_t kMaxPps = 255;

bool ReadSets(ByteReader& reader, size_t count, std::vector<Bytes>* sets) {
  for (size_t i = 0; i < count; ++i) {
    uint16_t size = 0;
    Bytes set;
    if (!reader.ReadU16(&size)) return false;
    if (size > reader.remaining() && Deviates("bug-avc-sets")) size = static_cast<uint16_t>(reader.remaining());
    if (!reader.ReadBytes(size, &set)) return false;
    sets->push_back(set);
  }
  return true;
}

void WriteSets(const std::vector<Bytes>& sets, size_t count, ByteWriter& writer) {
  for (size_t i = 0; i < count; ++i) {
    const Bytes set = sets[i].subspan(0, 0xffff);
    writer.WriteU16(static_cast<uint16_t>(set.size()));
    writer.WriteBytes(set);
  }
}

}  // namespace

std::variant<AvcConfig, ProtocolError> ParseAvcConfig(Bytes record) {
  ByteReader reader(record);
  AvcConfig config;
  uint8_t version = 0, length_size = 0, count = 0;
  if (!reader.ReadU8(&version)) return media::Truncated(record, "the AVC configuration");
  if (version != 1) return media::WrongField(0, absl::StrCat("version ", version, " of the AVC configuration, known is 1"));
  if (!reader.ReadU8(&config.profile) || !reader.ReadU8(&config.compatibility) || !reader.ReadU8(&config.level) ||
      !reader.ReadU8(&length_size) || !reader.ReadU8(&count)) {
    return media::Truncated(record, "the AVC configuration");
  }
  config.nalu_length_size = static_cast<uint8_t>((length_size & 3) + 1);
  if (config.nalu_length_size == 3) return media::WrongField(4, "NALU lengths of 3 bytes, allowed are 1, 2 and 4");
  if (!ReadSets(reader, count & 0x1f, &config.sps)) return media::Truncated(record, "the sequence parameter sets");
  if (!reader.ReadU8(&count) || !ReadSets(reader, count, &config.pps)) {
    return media::Truncated(record, "the picture parameter sets");
  }
  config.extension = reader.rest();
  return config;
}

void EncodeAvcConfig(const AvcConfig& config, Buffer* out) {
  ByteWriter writer(out);
  const size_t sps = std::min(config.sps.size(), kMaxSps);
  const size_t pps = std::min(config.pps.size(), kMaxPps);
  writer.WriteU8(1);
  writer.WriteU8(config.profile);
  writer.WriteU8(config.compatibility);
  writer.WriteU8(config.level);
  // The bits in front are reserved and set.
  writer.WriteU8(static_cast<uint8_t>(0xfc | ((config.nalu_length_size - 1) & 3)));
  writer.WriteU8(static_cast<uint8_t>(0xe0 | sps));
  WriteSets(config.sps, sps, writer);
  writer.WriteU8(static_cast<uint8_t>(pps));
  WriteSets(config.pps, pps, writer);
  writer.WriteBytes(config.extension);
}

}  // namespace rtmp
