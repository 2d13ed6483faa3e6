#include "Baseline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

using llvm::StringRef;

static bool fromJSON(const llvm::json::Value &V, BaselineEntry &Out, llvm::json::Path P) {
  llvm::json::ObjectMapper O(V, P);
  return O && O.map("check", Out.Check) && O.map("path", Out.Path) && O.map("enclosing", Out.Enclosing) &&
         O.map("fingerprint", Out.Fingerprint);
}

llvm::Expected<Baseline> Baseline::read(StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(), Buffer.getError().message());
  llvm::Expected<llvm::json::Value> Parsed = llvm::json::parse((*Buffer)->getBuffer());
  if (!Parsed)
    return Parsed.takeError();
  llvm::json::Path::Root Root("baseline");
  llvm::json::ObjectMapper O(*Parsed, Root);
  int Version = 0;
  std::vector<BaselineEntry> Entries;
  if (!O || !O.map("version", Version) || !O.map("entries", Entries))
    return Root.getError();
  if (Version != 1)
    return llvm::createStringError("this torch-tidy reads version 1 of baselines");
  Baseline Out;
  for (BaselineEntry &E : Entries)
    Out.Entries.push_back({std::move(E), false});
  return Out;
}

llvm::Error Baseline::write(StringRef File) const {
  std::vector<const Known *> Sorted;
  for (const Known &E : Entries)
    Sorted.push_back(&E);
  llvm::sort(Sorted, [](const Known *A, const Known *B) { return A->key() < B->key(); });
  return llvm::writeToOutput(File, [&](llvm::raw_ostream &OS) -> llvm::Error {
    OS << "{\"version\": 1, \"tool\": \"torch-tidy\", \"entries\": [";
    const char *Separator = "\n";
    for (const Known *E : Sorted) {
      OS << Separator;
      llvm::json::OStream J(OS);
      J.object([&] {
        J.attribute("path", llvm::json::fixUTF8(E->Path));
        J.attribute("check", llvm::json::fixUTF8(E->Check));
        J.attribute("enclosing", llvm::json::fixUTF8(E->Enclosing));
        J.attribute("fingerprint", E->Fingerprint);
      });
      Separator = ",\n";
    }
    OS << "\n]}\n";
    return llvm::Error::success();
  });
}

void Baseline::add(const Finding &F, Project &Where) {
  Entries.push_back({{F.Fingerprint, F.Check, Where.path(F.At.File), F.Scope}, true});
}

void Baseline::split(std::vector<Finding> &Findings, std::vector<Finding> &Known) {
  llvm::StringMap<size_t> ByFingerprint;
  for (size_t I = 0; I < Entries.size(); ++I)
    ByFingerprint[Entries[I].Fingerprint] = I;
  std::vector<Finding> New;
  for (Finding &F : Findings) {
    auto It = F.isCompileError() ? ByFingerprint.end() : ByFingerprint.find(F.Fingerprint);
    if (It != ByFingerprint.end())
      Entries[It->second].Matched = true;
    (It == ByFingerprint.end() ? New : Known).push_back(std::move(F));
  }
  Findings = std::move(New);
}

std::vector<BaselineEntry> Baseline::takeStale(llvm::function_ref<bool(const std::string &)> WasSeen) {
  std::vector<BaselineEntry> Stale;
  llvm::erase_if(Entries, [&](const Known &E) {
    bool Gone = !E.Matched && WasSeen(E.Path);
    if (Gone)
      Stale.push_back(E);
    return Gone;
  });
  return Stale;
}

void Baseline::forget(llvm::function_ref<bool(const std::string &)> WasSeen) {
  llvm::erase_if(Entries, [&](const Known &E) { return WasSeen(E.Path); });
}

} // namespace torchtidy
