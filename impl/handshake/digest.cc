#include "impl/handshake/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/deviation.h"
#include "impl/handshake/handshake.h"

namespace rtmp::handshake {
namespace {

// Interoperability facts: a name of each side, and 32 bytes that are the same for both.
constexpr absl::string_view kClientName = "Genuine Adobe Flash Player 001";
constexpr absl::string_view kServerName = "Genuine Adobe Flash Media Server 001";
constexpr uint8_t kCommonKey[] = {0xf0, 0xee, 0xc2, 0x4a, 0x80, 0x68, 0xbe, 0xe8, 0x2e, 0x00, 0xd0, 0xd1, 0x02, 0x9e, 0x7e, 0x57,
                                  0x6e, 0xec, 0x5d, 0x2d, 0x29, 0x80, 0x6f, 0xab, 0x93, 0xb8, 0xe6, 0x36, 0xcf, 0xeb, 0x31, 0xae};

constexpr size_t kBlock0 = 8;  // blocks of 764 bytes: the digest's and the key's
constexpr size_t kBlock1 = 772;
constexpr uint32_t kDigestPlaces = 728;
constexpr size_t kResponseOffset = kHandshakePacketSize - kDigestSize;

absl::string_view NameOf(Side side) { return side == Side::kServer ? kServerName : kClientName; }

std::string FullKeyOf(Side side) { return absl::StrCat(NameOf(side), ToStringView(kCommonKey)); }

Digest Hmac(Bytes key, Bytes message) {
  Digest digest = {};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), digest.data(), &size);
  return digest;
}

}  // namespace

size_t DigestOffset(Bytes packet1, DigestScheme scheme) {
  const size_t block = scheme == DigestScheme::k0 ? kBlock1 : kBlock0;
  const uint32_t sum = uint32_t{packet1[block]} + packet1[block + 1] + packet1[block + 2] + packet1[block + 3];
  if (Deviates("bug-digest-offset")) return block + 4 + sum;
  return block + 4 + sum % (Deviates("digest-places-727") ? 727 : kDigestPlaces);
}

Digest ComputeDigest(Bytes packet1, DigestScheme scheme, Side sender) {
  const size_t offset = DigestOffset(packet1, scheme);
  std::array<uint8_t, kHandshakePacketSize - kDigestSize> rest;
  std::copy_n(packet1.begin(), offset, rest.begin());
  std::copy(packet1.begin() + static_cast<std::ptrdiff_t>(offset + kDigestSize), packet1.end(),
            rest.begin() + static_cast<std::ptrdiff_t>(offset));
  return Hmac(ToBytes(NameOf(sender)), rest);
}

Digest DigestIn(Bytes packet1, DigestScheme scheme) {
  Digest digest;
  std::copy_n(packet1.begin() + static_cast<std::ptrdiff_t>(DigestOffset(packet1, scheme)), kDigestSize, digest.begin());
  return digest;
}

std::optional<DigestScheme> FindDigest(Bytes packet1, Side sender) {
  const Bytes version = packet1.subspan(kVersionOffset, 4);
  if (std::all_of(version.begin(), version.end(), [](uint8_t byte) { return byte == 0; }) && !Deviates("digest-without-version"))
    return std::nullopt;
  for (const DigestScheme scheme : {DigestScheme::k0, DigestScheme::k1}) {
    if (Deviates("digest-scheme-0-unknown") && scheme == DigestScheme::k0) continue;
    if (Deviates("digest-scheme-1-unknown") && scheme == DigestScheme::k1) continue;
    if (DigestIn(packet1, scheme) == ComputeDigest(packet1, scheme, sender)) return scheme;
  }
  return std::nullopt;
}

void SignPacket1(absl::Span<uint8_t> packet1, DigestScheme scheme, Side sender) {
  const Digest digest = ComputeDigest(packet1, scheme, sender);
  std::copy(digest.begin(), digest.end(), packet1.begin() + static_cast<std::ptrdiff_t>(DigestOffset(packet1, scheme)));
  if (Deviates("s1-digest-off-by-a-bit")) packet1[DigestOffset(packet1, scheme) + kDigestSize - 1] ^= 1;
}

Digest ComputeResponse(Bytes packet2, const Digest& digest, Side sender) {
  const Digest key = Hmac(ToBytes(FullKeyOf(Deviates("response-keyed-as-client") ? Side::kClient : sender)), digest);
  return Hmac(key, packet2.subspan(0, kResponseOffset));
}

void SignPacket2(absl::Span<uint8_t> packet2, const Digest& digest, Side sender) {
  const Digest response = ComputeResponse(packet2, digest, sender);
  std::copy(response.begin(), response.end(), packet2.begin() + static_cast<std::ptrdiff_t>(kResponseOffset));
}

bool IsResponse(Bytes packet2, const Digest& digest, Side sender) {
  const Digest response = ComputeResponse(packet2, digest, sender);
  return std::equal(response.begin(), response.end(), packet2.begin() + static_cast<std::ptrdiff_t>(kResponseOffset));
}

}  // namespace rtmp::handshake
