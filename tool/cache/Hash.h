/// Hashes that name entries of the cache and contents of files: 128 bits, so that two never meet by chance.
#pragma once

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"
#include <string>
#include <tuple>

namespace torchtidy {

struct Hash {
  uint64_t High = 0, Low = 0;
  bool operator==(const Hash &Other) const { return High == Other.High && Low == Other.Low; }
  bool operator!=(const Hash &Other) const { return !(*this == Other); }
  bool operator<(const Hash &Other) const { return std::tie(High, Low) < std::tie(Other.High, Other.Low); }
  std::string hex() const {
    return llvm::utohexstr(High, true, 16) + llvm::utohexstr(Low, true, 16);
  }
};

inline Hash hashOf(llvm::StringRef Text) {
  llvm::XXH128_hash_t H = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(Text));
  return {H.high64, H.low64};
}

template <class Archive> void fields(Archive &A, Hash &H) { A(H.High, H.Low); }

} // namespace torchtidy
