#include "impl/command/arguments.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace rtmp {

bool Arguments::IsPresent(amf0::Value value, absl::string_view what, Presence presence) {
  if (error_.has_value()) return false;
  if (!value.exists()) {
    if (presence == Presence::kRequired) Missing(what);
    return false;
  }
  const bool empty = value.type() == amf0::Type::kNull || value.type() == amf0::Type::kUndefined;
  return presence == Presence::kRequired || !empty;
}

void Arguments::ReadString(amf0::Value value, absl::string_view what, Presence presence, absl::string_view* output) {
  if (!IsPresent(value, what, presence)) return;
  if (!value.is_string()) return WrongType(value, what, "a string");
  *output = value.string();
}

void Arguments::ReadNumber(amf0::Value value, absl::string_view what, Presence presence, double* output) {
  if (!IsPresent(value, what, presence)) return;
  if (!value.is_number()) return WrongType(value, what, "a number");
  if (presence == Presence::kOptional && std::isnan(value.number())) return;
  *output = value.number();
}

void Arguments::ReadFlag(amf0::Value value, absl::string_view what, Presence presence, bool* output) {
  if (!IsPresent(value, what, presence)) return;
  if (value.type() == amf0::Type::kBoolean) {
    *output = value.boolean();
  } else if (value.is_number()) {
    if (presence == Presence::kRequired || !std::isnan(value.number())) *output = value.number() != 0;
  } else {
    WrongType(value, what, "a Boolean");
  }
}

void Arguments::Missing(absl::string_view what) {
  if (!error_.has_value()) {
    error_ = ProtocolError{ErrorCode::kMissingArgument, 0, absl::StrCat(command_.name, ": ", what, " is missing")};
  }
}

void Arguments::WrongType(amf0::Value value, absl::string_view what, absl::string_view wanted) {
  if (!error_.has_value()) {
    error_ = ProtocolError{
        ErrorCode::kWrongArgumentType, value.offset(),
        absl::StrCat(command_.name, ": ", what, " has the type ", amf0::TypeName(value.type()), "; ", wanted, " was expected")};
  }
}

}  // namespace rtmp
