#include "cache/Entries.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"

namespace torchtidy {

using llvm::StringRef;

namespace {

/// Below this there is nothing to gain.
constexpr size_t SmallBytes = 8192;
/// No entry is larger: a wrong size is not worth the memory.
constexpr uint64_t LargestBytes = 1 << 30;

} // namespace

std::string squeezed(std::string Bytes) {
  uint64_t Size = Bytes.size();
  bool Squeeze = Size > SmallBytes && llvm::compression::zstd::isAvailable();
  std::string Out = Squeeze ? "z" : "-";
  if (!Squeeze)
    return Out + Bytes;
  llvm::SmallVector<uint8_t, 0> Small;
  llvm::compression::zstd::compress(llvm::arrayRefFromStringRef(Bytes), Small, 1);
  Out.append(reinterpret_cast<const char *>(&Size), sizeof Size);
  return Out + llvm::toStringRef(Small).str();
}

std::optional<std::string> unsqueezed(StringRef Bytes) {
  if (Bytes.consume_front("-"))
    return Bytes.str();
  uint64_t Size = 0;
  if (!Bytes.consume_front("z") || Bytes.size() < sizeof Size || !llvm::compression::zstd::isAvailable())
    return std::nullopt;
  std::memcpy(&Size, Bytes.data(), sizeof Size);
  if (Size > LargestBytes)
    return std::nullopt;
  std::string Out(Size, '\0');
  size_t Got = Size;
  if (llvm::Error E = llvm::compression::zstd::decompress(llvm::arrayRefFromStringRef(Bytes.drop_front(sizeof Size)),
                                                          reinterpret_cast<uint8_t *>(Out.data()), Got)) {
    llvm::consumeError(std::move(E));
    return std::nullopt;
  }
  return Got == Size ? std::optional(std::move(Out)) : std::nullopt;
}

} // namespace torchtidy
