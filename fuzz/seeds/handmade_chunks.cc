#include "fuzz/seeds/handmade_chunks.h"

namespace rtmp {
namespace {

// Chunk size 4 first, so that a few bytes make several chunks.
#define CHUNK_SIZE_4 "02 000000 000004 01 00000000 00000004\n"

constexpr HandmadeSeed kSeeds[] = {
    {"all four types", "04 000064 000002 08 01000000 aabb  44 000014 000003 09 ccddee  84 000005 010203  c4 040506"},
    {"type 3 after type 0", "04 000010 000002 08 01000000 aabb  c4 ccdd  c4 eeff"},
    {"ids in every form",
     "3f 000000 000001 08 01000000 aa  00 00 000000 000001 08 01000000 aa  00 ff 000000 000001 08 01000000 aa"
     "01 0001 000000 000001 08 01000000 aa  01 ffff 000000 000001 08 01000000 aa  c1 0000 bb"},
    {"begun in two bytes, continued in three", CHUNK_SIZE_4 "00 01 000000 000006 08 01000000 01020304  c1 0100 0506"},
    {"two chunk streams interleaved", CHUNK_SIZE_4 "04 000000 00000a 08 01000000 01020304  06 000000 000009 09 01000000 a1a2a3a4"
                                                   "c4 05060708  c6 a5a6a7a8  c6 a9  c4 090a"},
    {"a run with another chunk stream in its middle",
     CHUNK_SIZE_4 "06 000000 000010 09 01000000 01020304 c6 05060708 05 000001 000002 08 01000000 c6c6 c6 090a0b0c c6 0d0e0f10"},
    {"without payload", "04 000001 000000 08 01000000  84 000002  c4  04 000009 000001 08 01000000 aa"},
    {"extended timestamp repeated",
     CHUNK_SIZE_4 "04 ffffff 00000a 09 01000000 01000000 01020304 c4 01000000 05060708 c4 01000000 090a"},
    {"extended timestamp omitted", CHUNK_SIZE_4 "04 ffffff 00000a 09 01000000 01000000 01020304 c4 05060708 c4 0900"},
    {"extended timestamp like payload and header",
     CHUNK_SIZE_4 "04 ffffff 000005 08 01000000 04c40000 aaaaaaaa c4 04 c4 aaaaaaaa c4 07"},
    {"extended delta, and again by type 3", "04 000001 000001 08 01000000 aa  84 ffffff 01000000 bb  c4 01000000 cc"},
    {"an extended type 0, then none",
     CHUNK_SIZE_4 "04 ffffff 000001 08 01000000 01000000 aa  44 000001 000005 08 01020304 c4 05"},
    {"timestamps wrap", "04 ffffff 000001 08 01000000 fffffff0 aa  84 000020 bb  c4 cc"},
    {"chunk size inside a message", CHUNK_SIZE_4 "06 000000 00000c 09 01000000 01020304 02 000000 000004 01 00000000 00000003"
                                                 "c6 050607 c6 08090a c6 0b0c"},
    {"chunk size 1",
     "02 000000 000004 01 00000000 00000001  04 000000 000003 08 01000000 aa c4 bb c4 cc  82 000000 00 c2 00 c2 00 c2 80"},
    {"chunk size 7fffffff", "02 000000 000004 01 00000000 7fffffff  04 000000 000003 08 01000000 aabbcc"},
    {"chunk size 0", "02 000000 000004 01 00000000 00000000  04 000000 000003 08 01000000 aabbcc"},
    {"chunk size with the top bit", "02 000000 000004 01 00000000 80000080  04 000000 000003 08 01000000 aabbcc"},
    {"chunk size of three bytes", "02 000000 000003 01 00000000 000080  04 000000 000003 08 01000000 aabbcc"},
    {"chunk size of six bytes", "02 000000 000006 01 00000000 00000100ffff  04 000000 000003 08 01000000 aabbcc"},
    {"abort, then a new message", CHUNK_SIZE_4 "06 000000 00000c 09 01000000 01020304 02 000000 000004 02 00000000 00000006"
                                               "06 000005 000001 09 01000000 bb"},
    {"abort, then type 3",
     CHUNK_SIZE_4 "06 000064 000005 09 01000000 01020304 02 000000 000004 02 00000000 00000006 c6 01020304 c6 05"},
    {"abort of chunk streams that are idle or unknown",
     "02 000000 000004 02 00000000 00000002  02 000000 000004 02 00000000 ffffffff"},
    {"type 1 first", "44 000000 000001 08 aa"},
    {"type 2 first", "84 000000 aa"},
    {"type 3 first", "c4 aa"},
    {"a longer header inside a message", CHUNK_SIZE_4 "04 000000 000008 08 01000000 01020304 44 000000 0fffff 08 05060708"},
    {"the same header inside a message",
     CHUNK_SIZE_4 "04 000000 000008 08 01000000 01020304 04 000000 000008 08 01000000 05060708"},
    {"the longest message, one chunk of it", CHUNK_SIZE_4 "04 000000 ffffff 08 01000000 01020304"},
    {"five chunk streams",
     "03 000000 000001 08 01000000 aa 04 000000 000001 08 01000000 aa 05 000000 000001 08 01000000 aa"
     "06 000000 000001 08 01000000 aa 07 000000 000001 08 01000000 aa"},
    {"ends in every header", "01 ff"},
};

}  // namespace

absl::Span<const HandmadeSeed> HandmadeChunks() { return kSeeds; }

}  // namespace rtmp
