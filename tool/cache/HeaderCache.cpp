#include "cache/HeaderCache.h"
#include "Workers.h"
#include "cache/Entries.h"
#include "cache/PchMaker.h"
#include "cache/ResultCache.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/PreprocessorOptions.h"
#include <unistd.h>

using namespace clang;

namespace torchtidy {

using llvm::StringRef;

namespace {

/// Of one command and its umbrellas: the precompiled headers there are, newest first.
constexpr size_t MostVariants = 16;
/// Headers before libtorch's that go into a precompiled header: with many of them, no other file has the same.
constexpr size_t MostBefore = 4;

} // namespace

std::vector<std::string> HeaderCache::umbrellasOf(const CompilerInvocation &Command, IncludeScan &Scan,
                                                  const std::string &MainFile) {
  std::vector<std::string> Names = libtorchIncludes(Scan, MainFile, Command.getPreprocessorOpts().Includes);
  if (Names.empty())
    return Names;
  // Which of them are worth it takes a look at all of libtorch's headers, and is always the same. It is a guess that may
  // be out of date: what it leads to is checked.
  std::string Text = programIdentity().hex();
  for (const std::string &Name : Names)
    Text += "\n" + Name + " " + Scan.resolve({Name, true}, "").first;
  Hash Key = hashOf(Text);
  auto Out = unpackedEntry<std::vector<std::string>>(Entries, kind::Umbrella, Key);
  if (!Out) {
    Out = umbrellas(Scan, Names);
    packEntry(Entries, kind::Umbrella, Key, *Out);
  }
  // What defines macros in front of libtorch, as Python.h does, is in front of it there too.
  if (std::vector<std::string> Before = systemIncludesBefore(Scan, MainFile); !Out->empty() && Before.size() <= MostBefore)
    Out->insert(Out->begin(), Before.begin(), Before.end());
  return *Out;
}

std::shared_ptr<const PchFacts> HeaderCache::facts(const Hash &Key) {
  auto [It, New] = Known.try_emplace(Key);
  if (New || !It->second)
    if (auto Stored = unpackedEntry<PchFacts>(Entries, kind::PchFacts, Key))
      It->second = std::make_shared<PchFacts>(std::move(*Stored));
  return It->second;
}

bool HeaderCache::usable(const PchFacts &Facts) {
  auto It = HeadersHold.find(Facts.Headers);
  if (It == HeadersHold.end()) {
    bool Refreshed = false, Hold = false;
    if (auto D = unpackedEntry<Dependencies>(Entries, kind::Headers, Facts.Headers)) {
      Hold = Check.hold(*D, Refreshed);
      if (Hold && Refreshed)
        packEntry(Entries, kind::Headers, Facts.Headers, *D);
    }
    It = HeadersHold.try_emplace(Facts.Headers, Hold).first;
  }
  return It->second && (!Facts.Failure.empty() || Entries.rawHolds(kind::Pch, Facts.Key, Facts.Size, Facts.Content));
}

std::shared_ptr<const PchFacts> HeaderCache::find(const Hash &Base, const std::map<std::string, std::string> &Macros,
                                                  const std::vector<SearchFolder> &Folders) {
  auto Variants = unpackedEntry<std::vector<Hash>>(Entries, kind::PchFacts, Base);
  if (Variants)
    for (const Hash &Key : *Variants)
      if (auto F = facts(Key); F && F->agrees(Macros) && F->agrees(Folders, *Files) && usable(*F))
        return F;
  return nullptr;
}

void HeaderCache::make(const CompilerInvocation &Command, FileManager &Manager, const std::vector<std::string> &Umbrellas,
                       const Hash &Base) {
  MadePch Made = makePchFor(Command, umbrellaText(Umbrellas), Manager.getVirtualFileSystemPtr());
  PchFacts &Facts = Made.Facts;
  Packer P;
  P(Made.Read);
  for (const auto &[Name, Text] : Facts.Macros)
    P.Bytes += Text + "\n";
  Facts.Headers = hashOf(P.Bytes);
  Facts.Key = hashOf(Base.hex() + Facts.Headers.hex() + std::to_string(::getpid()));
  StringRef Bytes(Made.Bytes.data(), Made.Bytes.size());
  Facts.Size = Bytes.size();
  Facts.Content = hashOfLarge(Bytes);
  std::vector<Hash> Variants = unpackedEntry<std::vector<Hash>>(Entries, kind::PchFacts, Base).value_or(std::vector<Hash>());
  Variants.insert(Variants.begin(), Facts.Key);
  if (Variants.size() > MostVariants)
    Variants.resize(MostVariants);
  // What leads to an entry comes after it.
  bool Written = Facts.Failure.empty() ? Entries.putRaw(kind::Pch, Facts.Key, Bytes) : true;
  Written = Written && packEntry(Entries, kind::Headers, Facts.Headers, Made.Read) &&
            packEntry(Entries, kind::PchFacts, Facts.Key, Facts) && packEntry(Entries, kind::PchFacts, Base, Variants);
}

HeaderCache::Choice HeaderCache::choose(const CompilerInvocation &Command, FileManager &Manager, IncludeScan &Scan,
                                        const std::string &MainFile, Make How) {
  const std::vector<SearchFolder> &Folders = Scan.folders();
  std::vector<std::string> Umbrellas = umbrellasOf(Command, Scan, MainFile);
  if (Umbrellas.empty())
    return {};
  Hash Base = commandHash(Command, Umbrellas);
  std::map<std::string, std::string> Macros = macrosOf(Command);
  auto Answer = [](std::shared_ptr<const PchFacts> Found) -> Choice {
    if (Found && !Found->Failure.empty())
      return {nullptr, "no precompiled header: " + Found->Failure};
    return {Found, ""};
  };
  if (auto Found = find(Base, Macros, Folders))
    return Answer(Found);
  Choice None{nullptr, "its precompiled header is not made yet"};
  if (How == Make::No)
    return None;
  std::optional<Store::Lock> Alone = Entries.lock(Base, 0);
  if (!Alone) {
    None.Why = "another process makes its precompiled header";
    return None;
  }
  if (auto Found = find(Base, Macros, Folders)) // made while this one looked
    return Answer(Found);
  bool Wait = How == Make::Here;
  if (Wait)
    Workers::say("making the header cache");
  bool Started = inAnotherProcess(Wait, [&] { make(Command, Manager, Umbrellas, Base); });
  if (Wait)
    Workers::say("");
  if (!Started || !Wait)
    return None;
  if (auto Found = find(Base, Macros, Folders))
    return Answer(Found);
  None.Why = "its precompiled header could not be made";
  return None;
}

} // namespace torchtidy
