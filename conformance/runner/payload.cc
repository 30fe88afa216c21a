#include "conformance/runner/payload.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_writer.h"
#include "impl/chunk/chunk_header.h"

#ifndef RTMPSPEC_CORPUS_DIR
#define RTMPSPEC_CORPUS_DIR "corpus"
#endif

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using rtmp::ByteWriter;

// A sequence parameter set for 320x240 (baseline profile, level 3.0) and its picture parameter set.
constexpr uint8_t kSps[] = {0x67, 0x42, 0xc0, 0x1e, 0xda, 0x05, 0x07, 0xe4};
constexpr uint8_t kPps[] = {0x68, 0xce, 0x38, 0x80};

std::string& CorpusDirectory() {
  static std::string& directory = *new std::string(RTMPSPEC_CORPUS_DIR);
  return directory;
}

// H.264 table A-1: level numbers times ten, of which the first is the usual one here.
constexpr uint8_t kLevels[] = {30, 31, 32, 40, 41, 42, 50, 51};

// FLV 10.1 E.4.3.1 with an AVCDecoderConfigurationRecord: NAL lengths of 4 bytes, one parameter set of each kind.
Buffer AvcHeader(uint32_t variant) {
  const uint8_t level = kLevels[variant % std::size(kLevels)];
  Buffer out;
  ByteWriter writer(&out);
  const uint8_t opening[] = {0x17, 0x00, 0x00, 0x00, 0x00, 0x01, kSps[1], kSps[2], level, 0xff, 0xe1};
  writer.WriteBytes(opening);
  writer.WriteU16(sizeof(kSps));
  writer.WriteBytes(kSps);
  out[out.size() - sizeof(kSps) + 3] = level;
  writer.WriteU8(1);
  writer.WriteU16(sizeof(kPps));
  writer.WriteBytes(kPps);
  return out;
}

// ISO 14496-3 AudioSpecificConfig: AAC LC, two channels, 44,100 Hz (frequency index 4) or another of the 13 frequencies.
Buffer AacHeader(uint32_t variant) {
  const uint8_t frequency = static_cast<uint8_t>((4 + variant % 13) % 13);
  return {0xaf, 0x00, static_cast<uint8_t>(0x10 | frequency >> 1), static_cast<uint8_t>((frequency & 1) << 7 | 0x10)};
}

void FillTo(uint32_t size, uint32_t seed, Buffer* out) {
  out->reserve(size);
  while (out->size() < size) out->push_back(PayloadByte(seed, static_cast<uint32_t>(out->size())));
}

// One length-prefixed NAL unit in a coded frame with composition time 0.
Buffer AvcFrame(uint8_t frame_and_codec, uint8_t nal_header, uint32_t size, uint32_t seed) {
  Buffer out;
  ByteWriter writer(&out);
  writer.WriteU8(frame_and_codec);
  writer.WriteU32(0x01000000);
  writer.WriteU32(size - 9);
  writer.WriteU8(nal_header);
  FillTo(size, seed, &out);
  return out;
}

// The arguments of `name(n, second)`, the second 0 where it is left out.
struct SizeAndNumber {
  uint32_t size = 0;
  uint32_t second = 0;
};

absl::StatusOr<SizeAndNumber> ReadArguments(const Value& call, uint32_t min_size, absl::string_view second_name,
                                            uint32_t second_max) {
  if (call.items.empty() || call.items.size() > 2) {
    return ErrorAt(call.position, absl::StrCat(call.text, " takes a length and a ", second_name));
  }
  SizeAndNumber result;
  absl::StatusOr<uint32_t> size = AsUint32(call.items[0], absl::StrCat("the length of ", call.text), rtmp::kMaxMessageLength);
  if (!size.ok()) return size.status();
  if (*size < min_size) {
    return ErrorAt(call.position, absl::StrCat(call.text, " is at least ", min_size, " bytes long, not ", *size));
  }
  result.size = *size;
  if (call.items.size() == 2) {
    absl::StatusOr<uint32_t> second = AsUint32(call.items[1], absl::StrCat("the ", second_name, " of ", call.text), second_max);
    if (!second.ok()) return second.status();
    result.second = *second;
  }
  return result;
}

absl::StatusOr<Buffer> ReadCorpusFile(const Value& call) {
  if (call.items.size() != 1 || call.items[0].kind != Value::Kind::kString) {
    return ErrorAt(call.position, "file takes one name in quotes");
  }
  const std::string& name = call.items[0].text;
  if (name.empty() || name[0] == '/' || name.find("..") != std::string::npos) {
    return ErrorAt(call.position, absl::StrCat("file names lie below corpus/: ", name));
  }
  std::ifstream file(absl::StrCat(CorpusDirectory(), "/", name), std::ios::binary);
  if (!file) return ErrorAt(call.position, absl::StrCat("cannot read corpus/", name));
  Buffer bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() > rtmp::kMaxMessageLength)
    return ErrorAt(call.position, absl::StrCat("corpus/", name, " is too long for a message"));
  return bytes;
}

}  // namespace

uint8_t PayloadByte(uint32_t seed, uint32_t position) {
  uint32_t hash = seed * 0x9e3779b9u ^ position * 0x85ebca6bu;
  hash ^= hash >> 16;
  hash *= 0x7feb352du;
  hash ^= hash >> 15;
  hash *= 0x846ca68bu;
  hash ^= hash >> 16;
  return static_cast<uint8_t>(1 + hash % 255);
}

void SetCorpusDirectory(std::string directory) { CorpusDirectory() = std::move(directory); }

absl::StatusOr<Buffer> BuildPayload(const Value& value) {
  if (value.kind == Value::Kind::kHex) return value.bytes;
  if (value.kind != Value::Kind::kCall && value.kind != Value::Kind::kWord) {
    return ErrorAt(value.position, absl::StrCat(KindName(value.kind), " is no payload"));
  }
  const std::string& name = value.text;
  if (name == "empty" && value.items.empty()) return Buffer();
  if ((name == "avc_header" || name == "aac_header") && value.items.size() <= 1) {
    absl::StatusOr<uint32_t> variant = 0;
    if (!value.items.empty()) variant = AsUint32(value.items[0], absl::StrCat("the argument of ", name));
    if (!variant.ok()) return variant.status();
    return name == "avc_header" ? AvcHeader(*variant) : AacHeader(*variant);
  }
  if (name == "avc_key" || name == "avc_inter") {
    const absl::StatusOr<SizeAndNumber> arguments = ReadArguments(value, 10, "seed", 0xffffffff);
    if (!arguments.ok()) return arguments.status();
    const bool key = name == "avc_key";
    return AvcFrame(key ? 0x17 : 0x27, key ? 0x65 : 0x41, arguments->size, arguments->second);
  }
  if (name == "aac") {
    const absl::StatusOr<SizeAndNumber> arguments = ReadArguments(value, 3, "seed", 0xffffffff);
    if (!arguments.ok()) return arguments.status();
    Buffer out = {0xaf, 0x01};
    FillTo(arguments->size, arguments->second, &out);
    return out;
  }
  if (name == "fill") {
    const absl::StatusOr<SizeAndNumber> arguments = ReadArguments(value, 0, "byte", 0xff);
    if (!arguments.ok()) return arguments.status();
    return Buffer(arguments->size, static_cast<uint8_t>(arguments->second));
  }
  if (name == "file") return ReadCorpusFile(value);
  return ErrorAt(value.position, absl::StrCat("unknown payload ", name));
}

}  // namespace rtmpspec
