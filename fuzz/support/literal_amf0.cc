#include "fuzz/support/literal_amf0.h"

namespace rtmp {
namespace {

class Reader {
 public:
  Reader(Bytes payload, size_t max_depth) : payload_(payload), max_depth_(max_depth) {}

  LiteralAmf0 Read() {
    result_.offsets.push_back(0);
    while (at_ < payload_.size()) {
      const size_t before = out_.size();
      if (!Value(0)) {
        out_.resize(before);
        break;
      }
      result_.offsets.push_back(at_);
    }
    result_.canonical = std::move(out_);
    return std::move(result_);
  }

 private:
  bool Fail(ErrorCode code) {
    if (!result_.error.has_value()) result_.error = code;
    return false;
  }
  bool Copy(size_t count) {
    if (payload_.size() - at_ < count) return Fail(ErrorCode::kAmfTruncated);
    out_.insert(out_.end(), payload_.begin() + at_, payload_.begin() + at_ + count);
    at_ += count;
    return true;
  }
  // A length of `width` bytes and as many bytes as it says.
  bool Text(size_t width) {
    if (!Copy(width)) return false;
    size_t length = 0;
    for (size_t i = 0; i < width; ++i) length = length * 256 + out_[out_.size() - width + i];
    return Copy(length);
  }
  bool AtEndMarker() const {
    return payload_.size() - at_ >= 3 && payload_[at_] == 0 && payload_[at_ + 1] == 0 && payload_[at_ + 2] == 9;
  }
  // Names and values up to the end marker; of an ECMA array also up to the end of the message, once `enough` have come.
  bool Properties(size_t depth, std::optional<uint32_t> enough) {
    if (depth >= max_depth_) return Fail(ErrorCode::kAmfDepth);
    for (uint32_t count = 0; !AtEndMarker(); ++count) {
      if (at_ == payload_.size() && enough.has_value() && count == *enough) {
        out_.insert(out_.end(), {0, 0, 9});
        return true;
      }
      if (!Text(2)) return false;
      if (!Value(depth + 1)) return false;
    }
    return Copy(3);
  }
  bool Value(size_t depth) {
    if (at_ == payload_.size()) return Fail(ErrorCode::kAmfTruncated);
    const uint8_t marker = payload_[at_];
    if (!Copy(1)) return false;
    switch (marker) {
      case 0x00:
        return Copy(8);
      case 0x01:
        if (!Copy(1)) return false;
        out_.back() = out_.back() != 0 ? 1 : 0;
        return true;
      case 0x02:
        return Text(2);
      case 0x03:
        return Started() && Properties(depth, std::nullopt);
      case 0x05:
      case 0x06:
      case 0x0d:
        return true;
      case 0x07: {
        if (!Copy(2)) return false;
        const uint32_t index = out_[out_.size() - 2] * 256u + out_.back();
        return index < complex_ || Fail(ErrorCode::kAmfReference);
      }
      case 0x08: {
        if (!Started() || !Copy(4)) return false;
        return Properties(depth, Count());
      }
      case 0x0a: {
        if (!Started() || !Copy(4)) return false;
        const uint32_t count = Count();
        if (depth >= max_depth_) return Fail(ErrorCode::kAmfDepth);
        for (uint32_t i = 0; i < count; ++i) {
          if (!Value(depth + 1)) return false;
        }
        return true;
      }
      case 0x0b:
        return Copy(10);
      case 0x0c:
      case 0x0f:
        return Text(4);
      case 0x10:
        return Started() && Text(2) && Properties(depth, std::nullopt);
      case 0x11:
        result_.has_amf3 = true;
        return false;
      default:
        return Fail(ErrorCode::kAmfMarker);
    }
  }
  // AMF0 2.9: a reference counts these.
  bool Started() {
    ++complex_;
    return true;
  }
  uint32_t Count() const {
    uint32_t count = 0;
    for (size_t i = 4; i > 0; --i) count = count * 256 + out_[out_.size() - i];
    return count;
  }

  Bytes payload_;
  size_t max_depth_;
  size_t at_ = 0;
  uint32_t complex_ = 0;
  Buffer out_;
  LiteralAmf0 result_;
};

}  // namespace

LiteralAmf0 ReadAmf0Literally(Bytes payload, size_t max_depth) { return Reader(payload, max_depth).Read(); }

}  // namespace rtmp
