// Seeds of the AMF0, command and control message targets: the messages of sessions, and what is written by hand.
#ifndef RTMPSPEC_FUZZ_SEEDS_AMF_MESSAGES_H_
#define RTMPSPEC_FUZZ_SEEDS_AMF_MESSAGES_H_

#include <string>

#include "fuzz/seeds/corpus_writer.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

// Every message of one direction, whose chunk stream this is, by itself.
void AddPlayedMessages(const std::string& name, Bytes chunk_stream, CorpusWriter& writer);

// What captures of well-behaved stacks never show. False, with a line on stderr, if one is not well written.
bool AddHandmadeMessages(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_AMF_MESSAGES_H_
