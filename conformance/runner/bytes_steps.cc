#include "conformance/runner/bytes_steps.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_writer.h"

namespace rtmpspec {
namespace {

// The bytes that a variable stands for: hex as it is, a number as 4 bytes (or as many as the item asks for), a string's
// characters.
absl::StatusOr<rtmp::Buffer> VariableBytes(const BytesStep::Item& item, const Value& value) {
  rtmp::Buffer bytes;
  if (value.kind == Value::Kind::kHex) {
    bytes = value.bytes;
  } else if (value.kind == Value::Kind::kString) {
    bytes.assign(value.text.begin(), value.text.end());
  } else {
    const absl::StatusOr<uint32_t> number = AsUint32(value, absl::StrCat("$", item.variable));
    if (!number.ok()) return number.status();
    rtmp::ByteWriter(&bytes).WriteU32(*number);
    if (item.length > 0 && item.length < 4) bytes.erase(bytes.begin(), bytes.end() - static_cast<std::ptrdiff_t>(item.length));
  }
  if (item.length != 0 && bytes.size() != item.length) {
    return absl::InvalidArgumentError(absl::StrCat("$", item.variable, " has ", bytes.size(), " bytes, not ", item.length));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<rtmp::Buffer> BuildBytes(const BytesStep& step, RandomFill random, Bindings* bindings) {
  rtmp::Buffer out;
  for (const BytesStep::Item& item : step.items) {
    if (item.variable.empty() && !item.bytes.empty()) {
      out.insert(out.end(), item.bytes.begin(), item.bytes.end());
      continue;
    }
    const Value* value = item.variable.empty() || item.capture ? nullptr : bindings->Find(item.variable);
    if (value != nullptr) {
      const absl::StatusOr<rtmp::Buffer> bytes = VariableBytes(item, *value);
      if (!bytes.ok()) return bytes.status();
      out.insert(out.end(), bytes->begin(), bytes->end());
      continue;
    }
    if (item.length == 0) return absl::NotFoundError(absl::StrCat("unknown variable $", item.variable));
    rtmp::Buffer bytes(item.length);
    random(absl::MakeSpan(bytes));
    out.insert(out.end(), bytes.begin(), bytes.end());
    if (!item.variable.empty()) bindings->Set(item.variable, HexValue(bytes));
  }
  return out;
}

absl::StatusOr<size_t> CountBytes(const BytesStep& step, const Bindings& bindings) {
  size_t count = 0;
  for (const BytesStep::Item& item : step.items) {
    if (item.variable.empty() || item.length != 0) {
      count += item.bytes.empty() ? item.length : item.bytes.size();
      continue;
    }
    const Value* value = bindings.Find(item.variable);
    if (value == nullptr) return absl::NotFoundError(absl::StrCat("unknown variable $", item.variable));
    const absl::StatusOr<rtmp::Buffer> bytes = VariableBytes(item, *value);
    if (!bytes.ok()) return bytes.status();
    count += bytes->size();
  }
  return count;
}

std::optional<PacketMismatch> MatchBytes(const BytesStep& step, rtmp::Bytes actual, Bindings* bindings) {
  std::vector<std::pair<std::string, Value>> captures;
  size_t offset = 0;
  for (const BytesStep::Item& item : step.items) {
    rtmp::Buffer expected = item.bytes;
    const Value* value = item.variable.empty() || item.capture ? nullptr : bindings->Find(item.variable);
    if (value != nullptr) {
      absl::StatusOr<rtmp::Buffer> bytes = VariableBytes(item, *value);
      if (!bytes.ok()) return PacketMismatch{offset, std::string(bytes.status().message())};
      expected = *std::move(bytes);
    }
    const bool anything = expected.empty();
    const size_t count = anything ? item.length : expected.size();
    for (size_t i = 0; i < count; ++i, ++offset) {
      if (offset == actual.size()) return PacketMismatch{offset, absl::StrCat("only ", offset, " bytes came")};
      if (anything || actual[offset] == expected[i]) continue;
      return PacketMismatch{offset, absl::StrFormat("byte %d is 0x%02x, expected 0x%02x", offset, actual[offset], expected[i])};
    }
    if (!item.variable.empty() && value == nullptr) {
      const rtmp::Bytes part = actual.subspan(offset - count, count);
      captures.emplace_back(item.variable, HexValue({part.begin(), part.end()}));
    }
  }
  for (auto& [name, value] : captures) bindings->Set(name, std::move(value));
  return std::nullopt;
}

}  // namespace rtmpspec
