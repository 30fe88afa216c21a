#include "conformance/runner/payload_match.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_message.h"
#include "conformance/runner/script_values.h"

namespace rtmpspec {
namespace {

using rtmp::Bytes;

// Enough bytes to be found by chance in no payload that a generator made.
constexpr size_t kSampleSize = 8;

// Where the bytes at `offset` of `actual` stand in `expected`; empty when nowhere.
std::string Displacement(Bytes expected, Bytes actual, size_t offset) {
  if (actual.size() - offset < kSampleSize) return "";
  const Bytes sample = actual.subspan(offset, kSampleSize);
  // Within a run of equal bytes every place would do.
  if (std::all_of(sample.begin(), sample.end(), [&](uint8_t byte) { return byte == sample[0]; })) return "";
  const auto found = std::search(expected.begin(), expected.end(), sample.begin(), sample.end());
  if (found == expected.end()) return "";
  const size_t belongs = static_cast<size_t>(found - expected.begin());
  return absl::StrCat("; what stands there belongs at byte ", belongs,
                      belongs > offset ? absl::StrCat(": ", belongs - offset, " bytes are lost")
                                       : absl::StrCat(": ", offset - belongs, " bytes are there twice"));
}

// 0x27 is the byte 27, 0x1701 the bytes 17 01.
std::optional<rtmp::Buffer> PrefixBytes(const Value& value) {
  if (value.kind == Value::Kind::kHex) return value.bytes;
  const absl::StatusOr<uint32_t> number = AsUint32(value, "prefix=");
  if (!number.ok()) return std::nullopt;
  rtmp::Buffer bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!bytes.empty() || shift == 0 || *number >> shift != 0) bytes.push_back(static_cast<uint8_t>(*number >> shift));
  }
  return bytes;
}

}  // namespace

std::optional<PayloadMismatch> ComparePayload(Bytes expected, Bytes actual) {
  const size_t shorter = std::min(expected.size(), actual.size());
  const size_t same =
      static_cast<size_t>(std::mismatch(expected.begin(), expected.begin() + shorter, actual.begin()).first - expected.begin());
  if (same < shorter) {
    return PayloadMismatch{absl::StrFormat("byte %d of the payload is 0x%02x, expected 0x%02x%s", same, actual[same],
                                           expected[same], Displacement(expected, actual, same)),
                           same};
  }
  if (expected.size() == actual.size()) return std::nullopt;
  return PayloadMismatch{absl::StrCat("the payload has ", actual.size(), " bytes, expected ", expected.size(), "; the first ",
                                      shorter, " are right"),
                         std::nullopt};
}

std::optional<PayloadMismatch> MatchPayload(const Value& pattern, Bytes actual, Bindings* bindings) {
  switch (pattern.kind) {
    case Value::Kind::kAny:
      return std::nullopt;
    case Value::Kind::kCapture:
      if (!pattern.items.empty()) {
        if (auto mismatch = MatchPayload(pattern.items[0], actual, bindings)) return mismatch;
      }
      bindings->Set(pattern.text, HexValue({actual.begin(), actual.end()}));
      return std::nullopt;
    case Value::Kind::kOneOf: {
      std::optional<PayloadMismatch> first;
      for (const Value& alternative : pattern.items) {
        Bindings scratch = *bindings;
        std::optional<PayloadMismatch> mismatch = MatchPayload(alternative, actual, &scratch);
        if (!mismatch) {
          *bindings = scratch;
          return std::nullopt;
        }
        if (!first) first = mismatch;
      }
      return first;
    }
    default:
      break;
  }
  const absl::StatusOr<Value> value = bindings->Evaluate(pattern, /*playing=*/false);
  if (!value.ok()) return PayloadMismatch{std::string(value.status().message()), std::nullopt};
  const absl::StatusOr<rtmp::Buffer> expected = BuildPayload(*value);
  if (!expected.ok()) return PayloadMismatch{std::string(expected.status().message()), std::nullopt};
  return ComparePayload(*expected, actual);
}

std::optional<PayloadMismatch> MatchPrefix(const Value& pattern, Bytes actual, Bindings* bindings) {
  if (pattern.kind == Value::Kind::kAny) return std::nullopt;
  if (pattern.kind == Value::Kind::kOneOf) {
    std::optional<PayloadMismatch> first;
    for (const Value& alternative : pattern.items) {
      std::optional<PayloadMismatch> mismatch = MatchPrefix(alternative, actual, bindings);
      if (!mismatch) return std::nullopt;
      if (!first) first = mismatch;
    }
    return first;
  }
  const absl::StatusOr<Value> value = bindings->Evaluate(pattern, /*playing=*/false);
  if (!value.ok()) return PayloadMismatch{std::string(value.status().message()), std::nullopt};
  const std::optional<rtmp::Buffer> prefix = PrefixBytes(*value);
  if (!prefix) return PayloadMismatch{absl::StrCat("prefix= takes bytes, not ", ShortText(*value)), std::nullopt};
  std::optional<PayloadMismatch> mismatch = ComparePayload(*prefix, actual.subspan(0, prefix->size()));
  if (mismatch && !mismatch->offset) {
    mismatch->reason = absl::StrCat("the payload has ", actual.size(), " bytes, the prefix expected ", prefix->size());
  }
  return mismatch;
}

std::string Sha256Hex(Bytes bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) absl::StrAppendFormat(&text, "%02x", digest[i]);
  return text;
}

}  // namespace rtmpspec
