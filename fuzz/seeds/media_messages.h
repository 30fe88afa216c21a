// Seeds of the media target, written by hand.
#ifndef RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_
#define RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

// False, with a line on stderr, if one is not well written.
bool AddMediaMessages(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_
