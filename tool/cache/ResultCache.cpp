#include "cache/ResultCache.h"
#include "cache/Entries.h"

namespace torchtidy {

using llvm::StringRef;

namespace {

struct Entry {
  Dependencies Files;
  std::vector<Hash> Headers;
  FileResult Result;
};
template <class Archive> void fields(Archive &A, Entry &E) { A(E.Files, E.Headers, E.Result); }

} // namespace

Hash ResultCache::key(const Job &J, const Hash &Settings, StringRef Text) {
  Packer P;
  Hash Content = hashOf(Text), Of = Settings;
  std::string File = J.File;
  P(Of, Content, File);
  for (const clang::tooling::CompileCommand &C : J.Commands) {
    std::string Folder = C.Directory, Name = C.Filename;
    std::vector<std::string> Line = C.CommandLine;
    P(Folder, Name, Line);
  }
  return hashOf(P.Bytes);
}

bool ResultCache::headersHold(const Hash &Key) {
  auto It = Headers.find(Key);
  if (It != Headers.end())
    return It->second;
  bool Good = false, Refreshed = false;
  if (auto D = unpackedEntry<Dependencies>(Entries, kind::Headers, Key)) {
    Good = Check.hold(*D, Refreshed);
    if (Good && Refreshed)
      packEntry(Entries, kind::Headers, Key, *D);
  }
  return Headers[Key] = Good;
}

std::optional<FileResult> ResultCache::find(const Hash &Key) {
  auto E = unpackedEntry<Entry>(Entries, kind::Result, Key);
  bool Refreshed = false;
  if (!E || !Check.hold(E->Files, Refreshed) || !llvm::all_of(E->Headers, [&](const Hash &H) { return headersHold(H); }))
    return std::nullopt;
  if (Refreshed)
    packEntry(Entries, kind::Result, Key, *E);
  E->Result.How = FileResult::Answer::Cached;
  E->Result.Why.clear();
  E->Result.WhyAll.clear();
  return std::move(E->Result);
}

void ResultCache::keep(Store &Entries, const Hash &Key, FileResult &R, Dependencies D, std::vector<Hash> Headers) {
  Entry E{std::move(D), std::move(Headers), std::move(R)};
  packEntry(Entries, kind::Result, Key, E);
  R = std::move(E.Result);
}

} // namespace torchtidy
