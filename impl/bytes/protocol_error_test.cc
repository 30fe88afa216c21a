#include "impl/bytes/protocol_error.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace rtmp {
namespace {

TEST(ProtocolErrorTest, EveryCodeHasANameOfItsOwn) {
  std::set<std::string> names;
  const int last = static_cast<int>(ErrorCode::kAckTimeout);
  for (int code = 0; code <= last; ++code) {
    const absl::string_view name = ErrorCodeName(static_cast<ErrorCode>(code));
    EXPECT_EQ(name.substr(0, 1), "k") << code;
    EXPECT_TRUE(names.insert(std::string(name)).second) << name;
  }
  EXPECT_EQ(ErrorCodeName(static_cast<ErrorCode>(last + 1)), "unknown error code");
}

TEST(ProtocolErrorTest, TheStatusSaysWhatWhereAndWhy) {
  const absl::Status status = ToStatus({ErrorCode::kInvalidChunkSize, 3097, "SetChunkSize of 0"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "kInvalidChunkSize at byte 3097: SetChunkSize of 0");
  EXPECT_EQ(ToStatus({ErrorCode::kAmfDepth, 7, ""}).message(), "kAmfDepth at byte 7");
}

TEST(ProtocolErrorTest, TheTextIsNoPartOfWhatTestsCompare) {
  const ProtocolError error{ErrorCode::kAmfDepth, 7, "one text"};
  EXPECT_EQ(error, (ProtocolError{ErrorCode::kAmfDepth, 7, "another"}));
  EXPECT_FALSE(error == (ProtocolError{ErrorCode::kAmfDepth, 8, "one text"}));
  EXPECT_FALSE(error == (ProtocolError{ErrorCode::kAmfNodes, 7, "one text"}));
}

}  // namespace
}  // namespace rtmp
