#include "cache/Prefilter.h"
#include "Bodies.h"
#include "CudaHost.h"
#include "RawTokens.h"
#include "cache/Entries.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#ifdef TORCH_TIDY_PYTHON
#include "python/OpTable.h"
#endif

using namespace clang;

namespace torchtidy {

using llvm::StringRef;

namespace {

/// Words without which a text that includes libtorch has no finding; nothing where the operators are not known.
const std::optional<llvm::StringSet<>> &triggerWords() {
  static const std::optional<llvm::StringSet<>> Words = []() -> std::optional<llvm::StringSet<>> {
#ifdef TORCH_TIDY_PYTHON
    llvm::StringSet<> Out;
    python::forEachOperator([&](StringRef Name, const python::OpInfo &) {
      Out.insert(Name);
      Out.insert((Name + "_out").str());
      Out.insert((Name + "_outf").str());
      Out.insert((Name + "_symint").str());
    });
#define TORCH_API(Scope, Name, Rule, Versions)                                                                                   \
  if (StringRef(Scope) == "Tensor" || StringRef(Scope) == "torch" || StringRef(Scope) == "init" || StringRef(Scope) == "stable")  \
    Out.insert(Name);
#include "api/HandTable.def"
    // Whoever is given one needs no name of a function to write it.
    for (const char *Type : {"Tensor", "TensorBase", "Variable", "IValue", "OptionalTensorRef", "TensorList", "ITensorListRef"})
      Out.insert(Type);
    // Names in Python only: `int`, `float`.
    LangOptions Language;
    Language.CPlusPlus = Language.CPlusPlus11 = Language.Bool = true;
    for (const auto &Entry : IdentifierTable(Language))
      Out.erase(Entry.getKey());
    return Out;
#else
    return std::nullopt;
#endif
  }();
  return Words;
}

/// What only a compiler reads right: other spellings of `#`, and what is no text.
bool isOdd(StringRef Text) {
  return Text.contains("%:") || Text.contains("?\?=") || Text.contains("?\?/") || Text.contains('\0');
}

/// Whether a text includes what comes next in the search.
bool includesNext(StringRef Text) { return Text.contains("include_next"); }

bool hasTrigger(StringRef Text) {
  const auto &Words = triggerWords();
  if (!Words)
    return true;
  bool Found = false;
  forEachToken(Text, false, [&](const Token &T, unsigned) {
    if (Found)
      return;
    if (T.is(tok::hashhash))
      Found = true; // a word may come of it
    else if (T.is(tok::raw_identifier))
      Found = T.needsCleaning() || Words->contains(T.getRawIdentifier());
  });
  return Found;
}

/// Whether a macro may be the name of a header.
bool definesHeader(StringRef Text) {
  for (size_t At = 0; (At = Text.find("define", At)) != StringRef::npos; ++At)
    if (StringRef Line = Text.substr(At).take_until([](char C) { return C == '\n'; }); Line.contains('"') || Line.contains('<'))
      return true;
  return false;
}

/// Whether a header is libtorch's, by how it is included or where it lies.
bool isOfLibtorch(StringRef Name, StringRef File) {
  if (isLibtorchHeader(Name))
    return true;
  return llvm::any_of(TorchHeaderPrefixes, [&](const char *Prefix) { return File.contains(("/" + StringRef(Prefix)).str()); });
}

} // namespace

std::optional<Prefilter::Reach> Prefilter::stored(const Hash &Key) {
  if (!Entries)
    return std::nullopt;
  std::optional<Reach> Out = unpackedEntry<Reach>(*Entries, kind::Reach, Key);
  bool Refreshed = false;
  if (!Out)
    return std::nullopt;
  auto D = unpackedEntry<Dependencies>(*Entries, kind::Headers, Out->Headers);
  if (!D || !Check.hold(*D, Refreshed))
    return std::nullopt;
  if (Refreshed)
    packEntry(*Entries, kind::Headers, Out->Headers, *D);
  return Out;
}

const Prefilter::Reach &Prefilter::reachOf(const std::string &Header, IncludeScan &Scan) {
  std::string Where = Header;
  for (const SearchFolder &F : Scan.folders())
    Where += "\n" + F.Path + (F.QuotedOnly ? "\"" : "<");
  Hash Key = hashOf(Where);
  auto [It, New] = Known.try_emplace(Key);
  if (!New)
    return It->second;
  if (auto Found = stored(Key))
    return It->second = *Found;
  // With a log of its own: what it reads is noted for this header, not for the file that happens to ask first.
  auto Log = llvm::makeIntrusiveRefCnt<ReadLog>(Files);
  IncludeScan Own(*Log, Scan.folders());
  Reach &Out = It->second;
  std::vector<std::string> Work{Header};
  std::set<std::string> Seen{Header};
  while (!Work.empty() && !Out.Libtorch) {
    std::string File = std::move(Work.back());
    Work.pop_back();
    const IncludeScan::Text &Text = Own.text(File);
    Out.Libtorch = !Text.Readable || isOfLibtorch("", File);
    Out.Computed |= Text.Odd;
    for (const IncludeScan::Include &I : Text.Includes) {
      std::vector<std::string> All{Own.resolve(I, File).first};
      if (includesNext(Text.All)) // from whichever folder
        for (const SearchFolder &F : Scan.folders())
          All.push_back(Own.resolve({F.Path + "/" + I.Name, true}, File).first);
      for (const std::string &Inner : All) {
        Out.Libtorch |= isOfLibtorch(I.Name, Inner);
        // What is not there is not included, or the compiler would say so.
        if (!Inner.empty() && !Own.isStandard(I, Inner) && Seen.insert(Inner).second)
          Work.push_back(Inner);
      }
    }
  }
  if (Entries) {
    Dependencies Read = Log->dependencies();
    Packer P;
    P(Read);
    Out.Headers = hashOf(P.Bytes);
    if (!Log->torn() && packEntry(*Entries, kind::Headers, Out.Headers, Read))
      packEntry(*Entries, kind::Reach, Key, Out);
  }
  return Out;
}

Prefilter::Answer Prefilter::ask(const CompilerInvocation &Command, IncludeScan &Scan, const std::string &MainFile) {
  Answer Out;
  const PreprocessorOptions &Options = Command.getPreprocessorOpts();
  if (!Options.ImplicitPCHInclude.empty() || !Options.MacroIncludes.empty() || Command.getLangOpts().Modules)
    return Out;
  bool Words = llvm::any_of(Options.Macros, [](const auto &M) { return !M.second && hasTrigger(M.first); });
  bool Libtorch = false;
  std::vector<std::string> Work{MainFile}, System;
  for (const std::string &Forced : Options.Includes)
    if (Forced != CudaHostHeader) // ours
      Work.push_back(Scan.resolve({Forced, false}, MainFile).first);
  for (size_t I = 0; I < Work.size(); ++I) {
    const std::string File = Work[I];
    if (File.empty())
      return Out;
    if (!Out.UserFiles.insert(File).second)
      continue;
    const IncludeScan::Text &Text = Scan.text(File);
    if (Text.Odd || !Text.Readable || isOdd(Text.All) || includesNext(Text.All))
      return Out;
    Words = Words || hasTrigger(Text.All);
    for (const IncludeScan::Include &Include : Text.Includes) {
      auto [Header, IsSystem] = Scan.resolve(Include, File);
      if (Header.empty())
        return Out; // the compiler will say that it is missing
      if (isOfLibtorch(Include.Name, Header))
        Libtorch = true;
      else if (!IsSystem)
        Work.push_back(Header);
      else if (!Scan.isStandard(Include, Header))
        System.push_back(Header);
    }
    if (Libtorch && Words)
      return Out;
  }
  bool Computed = false;
  for (const std::string &Header : System) {
    const Reach &Of = reachOf(Header, Scan);
    if (Of.Libtorch)
      return Out;
    Computed |= Of.Computed;
    Out.Headers.push_back(Of.Headers);
  }
  if (Computed &&
      (llvm::any_of(Options.Macros, [](const auto &M) { return !M.second && definesHeader("define " + M.first); }) ||
       llvm::any_of(Out.UserFiles, [&](const std::string &File) { return definesHeader(Scan.text(File).All); })))
    return Out;
  Out.Nothing = true;
  return Out;
}

} // namespace torchtidy
