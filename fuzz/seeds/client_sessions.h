// Seeds of the client targets: what servers say in an order of its own.
#ifndef RTMPSPEC_FUZZ_SEEDS_CLIENT_SESSIONS_H_
#define RTMPSPEC_FUZZ_SEEDS_CLIENT_SESSIONS_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

void AddClientSessions(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_CLIENT_SESSIONS_H_
