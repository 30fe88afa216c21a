// Seeds from the table of hostile inputs (fuzz/hostile).
#ifndef RTMPSPEC_FUZZ_SEEDS_HOSTILE_SEEDS_H_
#define RTMPSPEC_FUZZ_SEEDS_HOSTILE_SEEDS_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

void AddHostileInputs(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_HOSTILE_SEEDS_H_
