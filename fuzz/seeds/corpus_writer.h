// Writes seeds as files named by their SHA-256, with a manifest of where each comes from.
#ifndef RTMPSPEC_FUZZ_SEEDS_CORPUS_WRITER_H_
#define RTMPSPEC_FUZZ_SEEDS_CORPUS_WRITER_H_

#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>

#include "impl/bytes/bytes.h"

namespace rtmp {

class CorpusWriter {
 public:
  // `options` in the order in which the target takes them; they are written from the end of the file backwards. Equal seeds
  // become one file.
  void Add(const std::string& target, Bytes bytes, std::initializer_list<uint8_t> options, const std::string& source);

  // Replaces the files that ROOT/TARGET/manifest.txt names; others, which fuzzing found, stay. False if a file cannot be written.
  bool Write(const std::filesystem::path& root) const;

 private:
  struct Seed {
    Buffer bytes;
    std::string source;
  };
  std::map<std::string, std::map<std::string, Seed>> seeds_;  // by target, by SHA-256
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_CORPUS_WRITER_H_
