// Seeds of the AMF3 target, written by hand: no captured stack sends AMF3.
#ifndef RTMPSPEC_FUZZ_SEEDS_AMF3_VALUES_H_
#define RTMPSPEC_FUZZ_SEEDS_AMF3_VALUES_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

// False, with a line on stderr, if one is not well written.
bool AddAmf3Values(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_AMF3_VALUES_H_
