// Transcripts made at random, for properties and fuzz seeds.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_RANDOM_TRANSCRIPT_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_RANDOM_TRANSCRIPT_H_

#include <cstdint>

#include "conformance/language/transcript.h"

namespace rtmpspec {

// A model that the language can express, with constructs of every kind; the same for the same seed on every machine. It is well
// formed, not meaningful.
Transcript RandomTranscript(uint64_t seed);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_RANDOM_TRANSCRIPT_H_
