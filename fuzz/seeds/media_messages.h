// Seeds of the media targets: what captured sessions carry, and what is written by hand.
#ifndef RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_
#define RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_

#include <string>

#include "fuzz/seeds/corpus_writer.h"

namespace rtmp {

// The body of an audio (8) or video (9) message.
void AddCapturedMedia(uint8_t type_id, Bytes payload, const std::string& source, CorpusWriter& writer);

// False, with a line on stderr, if one is not well written.
bool AddMediaMessages(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_MEDIA_MESSAGES_H_
