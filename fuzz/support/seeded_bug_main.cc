// Turns on the seeded bug that RTMPSPEC_BUG names, for the programs that can have one (fuzz/seeded_bugs).
#include <cstdlib>

#include "impl/bytes/deviation.h"

namespace rtmp {
namespace {

const char* const name = std::getenv("RTMPSPEC_BUG");
const DeviationScope scope(name == nullptr ? "" : name);

}  // namespace
}  // namespace rtmp
