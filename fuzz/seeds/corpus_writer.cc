#include "fuzz/seeds/corpus_writer.h"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

namespace fs = std::filesystem;

std::string Sha256(Bytes bytes) {
  Buffer digest(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  digest.resize(size);
  return ToHex(digest);
}

void RemoveListed(const fs::path& folder) {
  std::ifstream manifest(folder / "manifest.txt");
  std::string line;
  while (std::getline(manifest, line)) {
    std::error_code gone_already;
    const std::string name = line.substr(0, line.find(' '));
    if (name.size() == 64) fs::remove(folder / name, gone_already);
  }
}

}  // namespace

void CorpusWriter::Add(const std::string& target, Bytes bytes, std::initializer_list<uint8_t> options,
                       const std::string& source) {
  Buffer seed(bytes.begin(), bytes.end());
  seed.insert(seed.end(), std::make_reverse_iterator(options.end()), std::make_reverse_iterator(options.begin()));
  const std::string name = Sha256(seed);
  seeds_[target].try_emplace(name, Seed{std::move(seed), source});
}

bool CorpusWriter::Write(const fs::path& root) const {
  for (const auto& [target, seeds] : seeds_) {
    const fs::path folder = root / target;
    std::error_code exists_already;
    fs::create_directories(folder, exists_already);
    RemoveListed(folder);
    std::ofstream manifest(folder / "manifest.txt");
    for (const auto& [name, seed] : seeds) {
      manifest << name << "  " << seed.source << "\n";
      std::ofstream file(folder / name, std::ios::binary);
      file.write(reinterpret_cast<const char*>(seed.bytes.data()), static_cast<std::streamsize>(seed.bytes.size()));
      if (!file.flush()) return false;
    }
    if (!manifest.flush()) return false;
  }
  return true;
}

}  // namespace rtmp
