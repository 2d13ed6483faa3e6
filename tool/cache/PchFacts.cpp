#include "cache/PchFacts.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;

StringRef macroName(StringRef Definition) {
  return Definition.take_until([](char C) { return C == '=' || C == '('; });
}

std::map<std::string, std::string> macrosOf(const clang::CompilerInvocation &Invocation) {
  std::map<std::string, std::string> Out;
  for (const auto &[Text, Undefined] : Invocation.getPreprocessorOpts().Macros)
    Out[macroName(Text).str()] = Undefined ? "-" + Text : Text;
  return Out;
}

bool PchFacts::mentions(StringRef Identifier) const {
  uint64_t Wanted = llvm::xxh3_64bits(Identifier);
  size_t Low = 0, High = Identifiers.size() / sizeof Wanted;
  while (Low < High) {
    size_t Middle = (Low + High) / 2;
    uint64_t Here;
    std::memcpy(&Here, Identifiers.data() + Middle * sizeof Here, sizeof Here);
    if (Here == Wanted)
      return true;
    (Here < Wanted ? Low : High) = Here < Wanted ? Middle + 1 : Middle;
  }
  return false;
}

bool PchFacts::agrees(const std::map<std::string, std::string> &OtherMacros) const {
  for (const auto &[Name, Text] : Macros)
    if (auto It = OtherMacros.find(Name); It == OtherMacros.end() || It->second != Text)
      return false;
  return llvm::all_of(OtherMacros, [&](const auto &M) { return Macros.count(M.first) || !mentions(M.first); });
}

bool PchFacts::agrees(const std::vector<SearchFolder> &Other, llvm::vfs::FileSystem &Files) const {
  // The folders that headers came from must be there in the same order; before them, no other may have such a header.
  size_t Used = 0;
  for (const SearchFolder &F : Other) {
    if (Used < Folders.size() && F == Folders[Used].Where) {
      ++Used;
      continue;
    }
    std::set<StringRef> Here; // a look into the folder saves one for each header
    std::error_code Error;
    std::vector<std::string> Names;
    for (llvm::vfs::directory_iterator It = Files.dir_begin(F.Path, Error), End; It != End && !Error; It.increment(Error))
      Names.push_back(path::filename(It->path()).str());
    Here.insert(Names.begin(), Names.end());
    auto Hides = [&](const std::string &Name) {
      if (!Here.count(*path::begin(Name)) && !StringRef(Name).contains(".."))
        return false;
      llvm::SmallString<256> There(F.Path);
      path::append(There, Name);
      return Files.exists(There);
    };
    if (llvm::any_of(Nowhere, Hides))
      return false;
    for (size_t Later = Used; Later < Folders.size(); ++Later)
      if (llvm::any_of(Folders[Later].Names, Hides))
        return false;
  }
  return Used == Folders.size();
}

} // namespace torchtidy
