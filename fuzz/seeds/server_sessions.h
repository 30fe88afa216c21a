// Seeds of the server_connection target: captured sessions, and messages written by hand for each state.
#ifndef RTMPSPEC_FUZZ_SEEDS_SERVER_SESSIONS_H_
#define RTMPSPEC_FUZZ_SEEDS_SERVER_SESSIONS_H_

#include <string>

#include "fuzz/seeds/corpus_writer.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

// What a client sent, its handshake included.
void AddCapturedSession(const std::string& name, Bytes from_client, CorpusWriter& writer);

// What one message after another does in each state; what clients never send.
void AddHandmadeSessions(CorpusWriter& writer);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_SERVER_SESSIONS_H_
