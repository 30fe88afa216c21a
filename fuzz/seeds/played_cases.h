// Seeds from the conformance suite: what each case plays, to the reference as a server and as a client.
#ifndef RTMPSPEC_FUZZ_SEEDS_PLAYED_CASES_H_
#define RTMPSPEC_FUZZ_SEEDS_PLAYED_CASES_H_

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

// Runs the suite in process. False, with a line on stderr, if it cannot be loaded.
bool AddPlayedCases(CorpusWriter& writer);

// The transcripts themselves, and random ones, for the language's target.
bool AddTranscripts(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_PLAYED_CASES_H_
