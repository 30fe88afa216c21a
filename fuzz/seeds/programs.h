// Seeds of targets whose input is a program or a text and no captured stream.
#ifndef RTMPSPEC_FUZZ_SEEDS_PROGRAMS_H_
#define RTMPSPEC_FUZZ_SEEDS_PROGRAMS_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

void AddPrograms(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_PROGRAMS_H_
