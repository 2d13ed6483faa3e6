/// Values as entries of the cache.
#pragma once

#include "cache/Bytes.h"
#include "cache/Store.h"

namespace torchtidy {

/// Large entries are mostly paths: they go compressed.
std::string squeezed(std::string Bytes);
std::optional<std::string> unsqueezed(llvm::StringRef Bytes);

template <class T> std::optional<T> unpackedEntry(Store &Entries, const char *Kind, const Hash &Key) {
  std::optional<std::string> Bytes = Entries.get(Kind, Key);
  std::optional<std::string> Whole = Bytes ? unsqueezed(*Bytes) : std::nullopt;
  if (!Whole)
    return std::nullopt;
  Unpacker U(*Whole);
  T Out;
  U(Out);
  return U.complete() ? std::optional<T>(std::move(Out)) : std::nullopt;
}

template <class T> bool packEntry(Store &Entries, const char *Kind, const Hash &Key, T &Value) {
  Packer P;
  P(Value);
  return Entries.put(Kind, Key, squeezed(std::move(P.Bytes)));
}

} // namespace torchtidy
