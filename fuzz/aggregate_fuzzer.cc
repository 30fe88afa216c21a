// The parts of an aggregate lie inside of it, one behind the other, the first at the aggregate's time; written again they are
// read as the same parts. Work is linear: each takes eleven bytes at least.
#include "fuzz/support/fuzz_input.h"
#include "impl/message/aggregate.h"

namespace rtmp {
namespace {

struct Parts {
  std::vector<AggregatePart> parts;
  bool failed = false;
};

Parts Read(Bytes message, uint32_t timestamp) {
  Parts read;
  AggregateReader reader(message, timestamp);
  while (const auto part = reader.Next()) read.parts.push_back(*part);
  read.failed = reader.error().has_value();
  if (read.failed) FUZZ_CHECK(reader.error()->offset <= message.size() && reader.Next() == std::nullopt);
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint32_t timestamp = in.TakeU32();
  const Bytes message = in.rest();
  const Parts read = Read(message, timestamp);
  FUZZ_CHECK(11 * read.parts.size() <= message.size());
  FUZZ_CHECK(read.parts.empty() || read.parts[0].timestamp == timestamp);
  const uint8_t* end = message.data();
  Buffer again;
  for (const AggregatePart& part : read.parts) {
    FUZZ_CHECK(part.payload.empty() || (part.payload.data() >= end + 11 && part.payload.end() <= message.end()));
    if (!part.payload.empty()) end = part.payload.end();
    AppendAggregatePart(part, &again);
  }
  const Parts reread = Read(again, timestamp);
  FUZZ_CHECK(!reread.failed && reread.parts.size() == read.parts.size());
  for (size_t i = 0; i < read.parts.size(); ++i) {
    FUZZ_CHECK_EQ(reread.parts[i].type_id, read.parts[i].type_id);
    FUZZ_CHECK_EQ(reread.parts[i].timestamp, read.parts[i].timestamp);
    FUZZ_CHECK_EQ(reread.parts[i].payload, read.parts[i].payload);
  }
  return 0;
}

}  // namespace rtmp
