#include "fuzz/seeds/build_programs.h"

#include <initializer_list>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"

namespace rtmp {
namespace {

// A program is taken from the end of an input: first what more is checked, eight bytes for that, then value by value.
Buffer Backwards(std::initializer_list<uint8_t> program) { return Buffer(std::rbegin(program), std::rend(program)); }

void AddProgram(const std::string& target, uint8_t questions, std::initializer_list<uint8_t> program, const std::string& source,
                CorpusWriter& writer) {
  const Buffer bytes = Backwards(program);
  for (uint8_t question = 0; question < questions; ++question) {
    for (const uint8_t operand : {0, 3, 255}) {
      writer.Add(target, bytes, {question, operand, operand, operand, operand, operand, 1, 2, 3}, source);
    }
  }
}

// As asked_amf0.cc numbers types; 128 more writes key and value by one call.
enum Amf0 : uint8_t {
  kNull,
  kNumber,
  kBoolean,
  kString,
  kObject,
  kUndefined,
  kDate,
  kEcmaArray,
  kStrictArray,
  kReference,
  kUnsupported,
  kXml,
  kTypedObject,
  kAvmPlus,
  kLongString
};
constexpr uint8_t kInOne = 120;  // a multiple of the number of types
constexpr uint8_t kLong = 250;   // the length of a text: about 65,535, with what the next byte says

void AddAmf0Programs(CorpusWriter& writer) {
  const auto add = [&](std::initializer_list<uint8_t> program, const char* source) {
    AddProgram("amf0_build", 6, program, source, writer);
  };
  add({kNumber, 6, kDate, 3, 9, kBoolean, 1, kBoolean, 0, kNull, kUndefined, kUnsupported}, "simple values");
  add({kString, 2, 'b', 'a', kLongString, 1, 'x', kXml, 1, 'y', kString, 0}, "texts");
  add({kString, kLong, 7, kString, kLong, 8, kTypedObject, kLong, 12, 0, kObject, 1, kInOne + kString, kLong, 15, kLong, 15},
      "texts as long as they may be");
  add({kObject, 3, kInOne + 15 + kNumber, 1, 'n', 2, kInOne + 15 + kString, 1, 's', 1, 'v', kInOne + 15 + kBoolean, 1, 'b', 1},
      "keys and values by one call");
  add({kEcmaArray, 9, 2, kTypedObject, 1, 'a', 1, 'T', 1, kReference, 1, 'r', 0, kReference, 1, 'a', 1}, "references");
  add({kStrictArray, 4, kAvmPlus, 0, kAvmPlus, 1, kAvmPlus, 2, kStrictArray, 0}, "AMF3");
}

// As amf3::Type numbers types; 18 is a reference, 133 and more set the flag.
enum Amf3 : uint8_t {
  kAmf3String = 6,
  kAmf3Date = 8,
  kAmf3Array = 9,
  kAmf3Object = 10,
  kAmf3Xml = 11,
  kAmf3Bytes = 12,
  kAmf3Reference = 18
};
constexpr uint8_t kFlag = 133;  // a multiple of 19

void AddAmf3Programs(CorpusWriter& writer) {
  const auto add = [&](std::initializer_list<uint8_t> program, const std::string& source) {
    AddProgram("amf3_build", 7, program, source, writer);
  };
  for (uint8_t type = 0; type < 19; ++type) {
    // An array of two, and one of them again.
    add({kAmf3Array, 13, 1, 'k', type, 2, 1, 5, 2, 'b', 'a', 3, 9, 9, kAmf3Reference, 1, type, 0, 0, 0, 0},
        absl::StrCat("type ", type));
    add({static_cast<uint8_t>(kFlag + type), 2, 1, 5, 2, 'b', 'a', 3, 9, 9, 0, 0}, absl::StrCat("type ", type, ", flag"));
  }
  add({kAmf3Array, 8, kAmf3String, 1, 'a', kAmf3String, 1, 'a'}, "a text twice");
  add({kAmf3Array, 12, kAmf3Date, 2, kAmf3Xml, 1, 'x', kAmf3Bytes, 1, 'y'}, "leaves");
  add({kAmf3Array, 12, kAmf3Date, 2, kAmf3Reference, 1, kAmf3Array, 8, kAmf3Reference, 0, kAmf3Reference, 1}, "references");
  add({kAmf3Object, 0, 194, kAmf3Array, 4, 4, 7}, "an object that wraps another");
  add({kFlag + kAmf3Object, 1, 'C', 6, 0, 1, 1, 'm', 3, 1, 'd', 2}, "sealed and dynamic members");
  add({kAmf3String, kLong, 9}, "a long text");
}

// As command_build_fuzzer.cc numbers commands.
void AddCommandPrograms(CorpusWriter& writer) {
  constexpr uint8_t kCommands = 12;
  for (uint8_t command = 0; command < kCommands; ++command) {
    for (const uint8_t byte : {0, 1, 2, 3, 6, 12, 255}) {
      writer.Add("command_build", Buffer(40, byte), {command}, absl::StrCat("command ", command, " of ", byte));
    }
    writer.Add("command_build",
               Backwards({2, 1, 3, 0, 0, 0, 0, 7, 4, '1', 'c', 'v', 'a', 0, 0, 0, 2, 1, 0, 1, 4, 'l', 'i', 'v', 'e'}), {command},
               absl::StrCat("command ", command));
  }
}

}  // namespace

void AddBuildPrograms(CorpusWriter& writer) {
  AddAmf0Programs(writer);
  AddAmf3Programs(writer);
  AddCommandPrograms(writer);
}

}  // namespace rtmp
