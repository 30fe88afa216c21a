// Seeds of the targets that write values and commands: programs for the encoders.
#ifndef RTMPSPEC_FUZZ_SEEDS_BUILD_PROGRAMS_H_
#define RTMPSPEC_FUZZ_SEEDS_BUILD_PROGRAMS_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

void AddBuildPrograms(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_BUILD_PROGRAMS_H_
