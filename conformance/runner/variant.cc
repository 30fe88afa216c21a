#include "conformance/runner/variant.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rtmpspec {
namespace {

using rtmp::handshake::DigestScheme;

constexpr char kDeliveries[] = "whole, bytewise or random:N";

bool SetDelivery(absl::string_view word, Variant* variant) {
  if (word == "whole") {
    variant->delivery = Variant::Delivery::kWhole;
  } else if (word == "bytewise") {
    variant->delivery = Variant::Delivery::kBytewise;
  } else if (absl::ConsumePrefix(&word, "random:")) {
    variant->delivery = Variant::Delivery::kRandom;
    return absl::SimpleAtoi(word, &variant->cutting);
  } else {
    return false;
  }
  return true;
}

bool SetHandshake(absl::string_view value, Variant* variant) {
  variant->digest.reset();
  if (value == "digest0") variant->digest = DigestScheme::k0;
  if (value == "digest1") variant->digest = DigestScheme::k1;
  return variant->digest.has_value() || value == "plain";
}

// A connection begins with 128, so that nothing has to be said.
bool SetChunk(absl::string_view value, Variant* variant) {
  uint32_t size = 0;
  if (!absl::SimpleAtoi(value, &size) && value != "0x7fffffff") return false;
  if (value == "0x7fffffff") size = 0x7fffffff;
  variant->chunk_size = size == 128 ? 0 : size;
  return size >= 1 && size <= 0x7fffffff;
}

bool SetSetting(absl::string_view key, absl::string_view value, Variant* variant) {
  if (key == "delivery") return SetDelivery(value, variant);
  if (key == "chunk") return SetChunk(value, variant);
  if (key == "handshake") return SetHandshake(value, variant);
  if (key == "basic") {
    return absl::SimpleAtoi(value, &variant->basic_header) && variant->basic_header >= 1 && variant->basic_header <= 3;
  }
  if (key != "amf") return false;
  variant->amf3 = value == "3";
  return value == "0" || value == "3";
}

}  // namespace

absl::StatusOr<Variant> Variant::Parse(absl::string_view text) {
  Variant variant;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> setting = absl::StrSplit(word, absl::MaxSplits('=', 1));
    const bool is_setting = word.find('=') != absl::string_view::npos;
    if (is_setting ? SetSetting(setting.first, setting.second, &variant) : SetDelivery(word, &variant)) continue;
    return absl::InvalidArgumentError(absl::StrCat("'", word, "' is no part of a delivery: expected ", kDeliveries,
                                                   ", chunk=SIZE, handshake=plain|digest0|digest1, basic=1|2|3, amf=0|3"));
  }
  return variant;
}

std::string Variant::TextWithoutDelivery() const {
  std::string text;
  if (chunk_size != 0) absl::StrAppend(&text, " chunk=", chunk_size);
  if (digest) absl::StrAppend(&text, " handshake=digest", *digest == DigestScheme::k0 ? 0 : 1);
  if (basic_header != 1) absl::StrAppend(&text, " basic=", basic_header);
  if (amf3) absl::StrAppend(&text, " amf=3");
  return text;
}

std::string Variant::ToText() const {
  const std::string settings = TextWithoutDelivery();
  switch (delivery) {
    case Delivery::kWhole:
      break;
    case Delivery::kBytewise:
      return absl::StrCat("bytewise", settings);
    case Delivery::kRandom:
      return absl::StrCat("random:", cutting, settings);
  }
  return absl::StrCat("whole", settings);
}

}  // namespace rtmpspec
