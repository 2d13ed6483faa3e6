#include "Includers.h"
#include "CompileCommands.h"
#include "Paths.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;

bool isHeaderFile(StringRef File) {
  std::string Extension = path::extension(File).lower();
  return StringRef(Extension).starts_with(".h") || Extension == ".cuh";
}

namespace {

struct Include {
  std::string Name;
  bool Quoted;
};

std::vector<Include> includesOf(StringRef Text) {
  using namespace clang::dependency_directives_scan;
  llvm::SmallVector<Token, 128> Tokens;
  llvm::SmallVector<Directive, 64> Directives;
  std::vector<Include> Out;
  if (clang::scanSourceForDependencyDirectives(Text, Tokens, Directives))
    return Out; // no text that a compiler would take
  for (const Directive &D : Directives) {
    if ((D.Kind != pp_include && D.Kind != pp_import && D.Kind != pp_include_next) || D.Tokens.empty())
      continue;
    StringRef Line = Text.slice(D.Tokens.front().Offset, D.Tokens.back().getEnd());
    size_t Open = Line.find_first_of("\"<");
    if (Open == StringRef::npos)
      continue; // a macro
    bool Quoted = Line[Open] == '"';
    Out.push_back({Line.drop_front(Open + 1).take_until([&](char C) { return C == (Quoted ? '"' : '>'); }).str(), Quoted});
  }
  return Out;
}

} // namespace

bool Includers::follow(const std::string &File, const std::vector<std::string> &Folders) {
  if (File == Header)
    return true;
  auto [It, New] = Known.try_emplace(File, false); // false also while it is followed: includes may form a ring
  if (!New)
    return It->second;
  auto Buffer = Files.getBufferForFile(File);
  if (!Buffer)
    return false;
  for (const Include &I : includesOf((*Buffer)->getBuffer())) {
    std::vector<StringRef> Where(Folders.begin(), Folders.end());
    if (I.Quoted)
      Where.insert(Where.begin(), path::parent_path(File));
    for (StringRef Folder : Where) {
      std::string Found = absoluteIn(I.Name, Folder);
      if (Found != Header && !Files.exists(Found))
        continue;
      if (follow(Found, Folders))
        return Known[File] = true;
      break;
    }
  }
  return false;
}

bool Includers::reach(const std::string &Source) {
  std::optional<clang::tooling::CompileCommand> Command = CommandOf(Source);
  if (!Command)
    return false;
  std::vector<std::string> Folders = includeFolders(*Command, {"-iquote", "-I"}); // -isystem is not the project's
  llvm::erase_if(Folders, [&](const std::string &F) { return Files.exists(F + "/ATen/ATen.h"); });
  return follow(Source, Folders);
}

std::optional<std::string> Includers::nearest(std::vector<std::string> Sources) {
  auto Distance = [&](StringRef Source) {
    bool OtherStem = path::stem(Source) != path::stem(Header);
    auto A = path::begin(Source), AEnd = path::end(Source), B = path::begin(Header), BEnd = path::end(Header);
    while (A != AEnd && B != BEnd && *A == *B)
      ++A, ++B;
    return std::tuple(OtherStem, std::distance(A, AEnd) + std::distance(B, BEnd), Source);
  };
  llvm::sort(Sources, [&](const std::string &A, const std::string &B) { return Distance(A) < Distance(B); });
  auto Found = llvm::find_if(Sources, [&](const std::string &S) { return reach(S); });
  return Found == Sources.end() ? std::nullopt : std::optional(*Found);
}

} // namespace torchtidy
