// Builds one line for people and logs, cut at a length.
#ifndef RTMPSPEC_IMPL_BYTES_READABLE_TEXT_H_
#define RTMPSPEC_IMPL_BYTES_READABLE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace rtmp {

// Appends until it is full; what is left out shows as "..." at the end. Each call takes a time linear in what it adds.
class ReadableText {
 public:
  explicit ReadableText(size_t max_length) : max_length_(max_length) {}

  bool full() const { return text_.size() > max_length_; }
  void Add(absl::string_view piece);
  void AddNumber(double number);
  // In quotes; everything that is not printable ASCII is escaped, so that a hostile string can neither break the line nor drive a
  // terminal.
  void AddQuoted(absl::string_view string);
  void AddHex(absl::string_view bytes);
  // A property's or class's name: bare where it looks like one.
  void AddName(absl::string_view name);
  std::string Take() &&;

 private:
  size_t max_length_;
  std::string text_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_READABLE_TEXT_H_
