#include "fuzz/seeds/amf3_values.h"

#include <cstdio>

#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

struct Seed {
  const char* name;
  const char* hex;
};

constexpr Seed kSeeds[] = {
    {"undefined", "00"},
    {"true", "03"},
    {"integer -1", "04 ffffffff"},
    {"integer, longer than it needs to be", "04 80808005"},
    {"double", "05 3ff8000000000000"},
    {"strings and references to them", "09 0b 03 6b 06 01 01 06 01 06 03 61 06 01 06 00 06 02"},
    {"array with names", "09 05 03 61 04 03 01 04 01 04 02"},
    {"sealed and dynamic object", "0a 2b 07 466f6f 03 78 03 79 04 01 04 02 03 7a 04 03 01"},
    {"traits and object by reference", "09 07 01 0a 13 01 03 78 04 01 0a 01 04 02 0a 02"},
    {"object that contains itself", "0a 13 01 03 78 0a 00"},
    {"externalizable of unknown class", "0a 07 07 466f6f 01"},
    {"ArrayCollection", "0a 07 43 666c65782e6d6573736167696e672e696f2e4172726179436f6c6c656374696f6e 09 03 01 04 05"},
    {"traits with 2^25 names", "0a fffffff3 01 03 61"},
    {"dates", "09 05 01 08 01 4059000000000000 08 02"},
    {"XML", "09 07 01 0b 09 3c612f3e 07 03 78 0b 02"},
    {"byte array", "0c 05 00ff"},
    {"byte array of 2^28 - 1", "0c ffffffff 00"},
    {"vectors of numbers", "09 07 01 0d 05 01 ffffffff 00000002 0e 03 00 ffffffff 0f 03 00 3ff8000000000000"},
    {"vector of 2^28 - 1", "0d ffffffff 00"},
    {"vector of objects", "10 05 00 03 2a 04 01 10 01 00 01"},
    {"dictionary", "11 05 01 06 03 61 04 01 04 07 0a 0b 01 01"},
    {"dictionary with an object as key", "11 03 00 0a 0b 01 01 04 01"},
    {"array of 2^28 - 1", "09 ffffffff 01 04 01"},
    {"nested arrays", "09 03 01 09 03 01 09 03 01 09 03 01 09 03 01 01"},
    {"references that multiply", "09 07 01 09 05 01 01 01 09 05 01 09 02 09 02 09 05 01 09 04 09 04"},
    {"reference to another type", "09 03 01 0a 00"},
};

}  // namespace

bool AddAmf3Values(CorpusWriter& writer) {
  for (const Seed& seed : kSeeds) {
    const auto bytes = ParseHex(seed.hex);
    if (!bytes.ok()) {
      std::fprintf(stderr, "%s: %s\n", seed.name, bytes.status().ToString().c_str());
      return false;
    }
    writer.Add("amf3", *bytes, {0}, seed.name);
    writer.Add("amf3", *bytes, {3}, std::string(seed.name) + ", narrow limits");
  }
  return true;
}

}  // namespace rtmp
