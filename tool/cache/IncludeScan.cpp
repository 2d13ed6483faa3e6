#include "cache/IncludeScan.h"
#include "Bodies.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetOptions.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Tooling/Inclusions/StandardLibrary.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace clang;

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace {

/// Headers of libtorch that a precompiled header must bring to be worth its making, and that one more umbrella must add.
constexpr size_t WorthHeaders = 60;
/// A chain of includes that is longer than any sane one.
constexpr size_t MostFiles = 20000;

std::string clean(StringRef Folder, StringRef Name) {
  llvm::SmallString<256> Out(Folder);
  path::append(Out, Name);
  path::remove_dots(Out, /*remove_dot_dot=*/false);
  return Out.str().str();
}

} // namespace

bool isLibtorchHeader(StringRef Name) {
  return llvm::any_of(TorchHeaderPrefixes, [&](const char *Prefix) { return Name.starts_with(Prefix); });
}

bool isStandardHeader(StringRef Name) {
  std::string Written = ("<" + Name + ">").str();
  return tooling::stdlib::Header::named(Written) || tooling::stdlib::Header::named(Written, tooling::stdlib::Lang::C);
}

std::string folderKey(StringRef Path, StringRef Folder) { return clean(path::is_absolute(Path) ? "" : Folder, Path); }

std::string pathKey(StringRef Path, StringRef Folder) {
  llvm::SmallString<256> Out(folderKey(Path, Folder));
  path::remove_dots(Out, /*remove_dot_dot=*/true);
  return Out.str().str();
}

std::vector<SearchFolder> searchFolders(const CompilerInvocation &Invocation, FileManager &Files) {
  DiagnosticOptions Options;
  IgnoringDiagConsumer Ignore;
  DiagnosticsEngine Diagnostics(DiagnosticIDs::create(), Options, &Ignore, false);
  SourceManager Sources(Diagnostics, Files);
  HeaderSearch Search(Invocation.getHeaderSearchOpts(), Sources, Diagnostics, Invocation.getLangOpts(), nullptr);
  ApplyHeaderSearchOptions(Search, Invocation.getHeaderSearchOpts(), Invocation.getLangOpts(),
                           llvm::Triple(Invocation.getTargetOpts().Triple));
  std::vector<SearchFolder> Out;
  auto Here = Files.getVirtualFileSystem().getCurrentWorkingDirectory();
  auto Quoted = std::distance(const_cast<const HeaderSearch &>(Search).quoted_dir_begin(),
                              const_cast<const HeaderSearch &>(Search).quoted_dir_end());
  for (const DirectoryLookup &L : const_cast<const HeaderSearch &>(Search).search_dir_range())
    Out.push_back({folderKey(L.getName(), Here ? *Here : ""), static_cast<int>(L.getDirCharacteristic()), Quoted-- > 0});
  return Out;
}

const IncludeScan::Text &IncludeScan::text(const std::string &File) {
  auto [It, New] = Texts.try_emplace(File);
  Read &R = It->second;
  if (!New)
    return R.Facts;
  auto Buffer = Files.getBufferForFile(File);
  if (!Buffer || (*Buffer)->getBufferSize() > (64u << 20)) {
    R.Facts.Odd = true;
    return R.Facts;
  }
  R.Buffer = std::move(*Buffer);
  StringRef All = R.Facts.All = R.Buffer->getBuffer();
  R.Facts.Readable = true;
  namespace scan = dependency_directives_scan;
  llvm::SmallVector<scan::Token, 64> Tokens;
  llvm::SmallVector<scan::Directive, 64> Directives;
  if (scanSourceForDependencyDirectives(All, Tokens, Directives)) {
    R.Facts.Odd = true;
    return R.Facts;
  }
  for (const scan::Directive &D : Directives) {
    switch (D.Kind) {
    case scan::pp_include:
    case scan::pp_include_next:
    case scan::pp_import: {
      StringRef Name;
      bool Angled = false;
      for (const scan::Token &T : D.Tokens)
        if (T.is(tok::header_name) || T.is(tok::string_literal)) {
          Name = All.substr(T.Offset, T.Length);
          Angled = Name.starts_with("<");
        }
      if (Name.size() < 3 || D.Tokens.size() < 3 || !D.Tokens[2].isOneOf(tok::header_name, tok::string_literal)) {
        R.Facts.Odd = true; // a macro
        break;
      }
      R.Facts.Includes.push_back({Name.drop_front().drop_back().str(), Angled});
      break;
    }
    case scan::pp___include_macros:
    case scan::pp_pragma_import:
    case scan::pp_pragma_include_alias:
    case scan::decl_at_import:
    case scan::cxx_module_decl:
    case scan::cxx_import_decl:
    case scan::cxx_export_module_decl:
    case scan::cxx_export_import_decl:
      R.Facts.Odd = true;
      break;
    default:
      break;
    }
  }
  return R.Facts;
}

std::pair<std::string, bool> IncludeScan::resolve(const Include &I, StringRef From) {
  if (path::is_absolute(I.Name))
    return {Files.exists(I.Name) ? I.Name : "", false};
  if (!I.Angled)
    if (std::string Beside = clean(path::parent_path(From), I.Name); Files.exists(Beside))
      return {Beside, false};
  auto [It, New] = Resolved.try_emplace((I.Angled ? "<" : "\"") + I.Name);
  if (New)
    for (const SearchFolder &F : Folders)
      if (!(F.QuotedOnly && I.Angled))
        if (std::string There = clean(F.Path, I.Name); Files.exists(There)) {
          It->second = {There, F.Kind != SrcMgr::C_User};
          break;
        }
  return It->second;
}

bool IncludeScan::isStandard(const Include &I, const std::string &File) {
  if (!isStandardHeader(I.Name) || !StringRef(File).ends_with("/" + I.Name))
    return false;
  // Another library's folder may have a header of such a name, as a wrapper or by chance, but hardly two of these.
  std::string Folder = StringRef(File).drop_back(I.Name.size() + 1).str();
  auto [It, New] = StandardFolders.try_emplace(Folder);
  if (New)
    It->second = llvm::count_if(std::initializer_list<StringRef>{"vector", "cstdio", "stdio.h", "string.h", "stddef.h", "stdarg.h"},
                                [&](StringRef Name) { return Files.exists(Folder + "/" + Name); }) >= 2;
  return It->second;
}

const std::vector<std::string> &IncludeScan::libtorchClosure(const std::string &Name) {
  auto [It, New] = Closures.try_emplace(Name);
  if (!New)
    return It->second;
  std::set<std::string> Seen{Name};
  std::vector<std::pair<Include, std::string>> Work{{{Name, true}, ""}};
  while (!Work.empty() && Seen.size() < MostFiles) {
    auto [I, From] = Work.back();
    Work.pop_back();
    std::string File = resolve(I, From).first;
    if (File.empty())
      continue;
    for (const Include &Inner : text(File).Includes)
      if (isLibtorchHeader(Inner.Name) && Seen.insert(Inner.Name).second)
        Work.push_back({Inner, File});
  }
  return It->second = std::vector<std::string>(Seen.begin(), Seen.end());
}

/// Visits what files and the user's headers in them include, in the order of the text: libtorch's headers each time,
/// other system headers once. The visit ends where `Visit` says so.
/// \returns the files and the user's headers.
static std::vector<std::string> walkIncludes(IncludeScan &Scan, const std::vector<std::string> &Roots,
                                             llvm::function_ref<bool(const IncludeScan::Include &)> Visit) {
  std::vector<std::string> Out(Roots);
  std::set<std::string> Seen(Roots.begin(), Roots.end());
  std::vector<std::pair<std::string, size_t>> Stack; // files, each with the include that comes next
  for (const std::string &Root : llvm::reverse(Roots))
    Stack.push_back({Root, 0});
  while (!Stack.empty() && Seen.size() < MostFiles) {
    const std::string File = Stack.back().first;
    const std::vector<IncludeScan::Include> &All = Scan.text(File).Includes;
    if (Stack.back().second == All.size()) {
      Stack.pop_back();
      continue;
    }
    const IncludeScan::Include &I = All[Stack.back().second++];
    if (isLibtorchHeader(I.Name)) {
      if (!Visit(I))
        return Out;
      continue;
    }
    auto [Header, System] = Scan.resolve(I, File);
    if (Header.empty() || !Seen.insert(Header).second)
      continue;
    if (!System) {
      Out.push_back(Header);
      Stack.push_back({Header, 0});
    } else if (!Visit(I)) {
      return Out;
    }
  }
  return Out;
}

/// A file and the headers that its command includes in front of it.
static std::vector<std::string> rootsOf(IncludeScan &Scan, const std::string &MainFile, const std::vector<std::string> &Forced) {
  std::vector<std::string> Roots{MainFile};
  for (const std::string &F : Forced)
    if (std::string File = Scan.resolve({F, false}, MainFile).first; !File.empty())
      Roots.push_back(File);
  return Roots;
}

std::vector<std::string> userFiles(IncludeScan &Scan, const std::string &MainFile, const std::vector<std::string> &Forced) {
  return walkIncludes(Scan, rootsOf(Scan, MainFile, Forced), [](const IncludeScan::Include &) { return true; });
}

std::vector<std::string> libtorchIncludes(IncludeScan &Scan, const std::string &MainFile,
                                          const std::vector<std::string> &Forced) {
  std::set<std::string> Names;
  walkIncludes(Scan, rootsOf(Scan, MainFile, Forced), [&](const IncludeScan::Include &I) {
    if (isLibtorchHeader(I.Name))
      Names.insert(I.Name);
    return true;
  });
  return {Names.begin(), Names.end()};
}

std::vector<std::string> systemIncludesBefore(IncludeScan &Scan, const std::string &MainFile) {
  std::vector<std::string> Out;
  walkIncludes(Scan, {MainFile}, [&](const IncludeScan::Include &I) {
    if (isLibtorchHeader(I.Name))
      return false;
    if (!isStandardHeader(I.Name))
      Out.push_back(I.Name);
    return true;
  });
  return Out;
}

std::vector<std::string> umbrellas(IncludeScan &Scan, std::vector<std::string> Names) {
  llvm::sort(Names, [&](const std::string &A, const std::string &B) {
    size_t SizeA = Scan.libtorchClosure(A).size(), SizeB = Scan.libtorchClosure(B).size();
    return SizeA != SizeB ? SizeA > SizeB : A < B;
  });
  std::vector<std::string> Out;
  std::set<std::string> Covered;
  for (const std::string &Name : Names) {
    const std::vector<std::string> &All = Scan.libtorchClosure(Name);
    size_t Added = llvm::count_if(All, [&](const std::string &Header) { return !Covered.count(Header); });
    if (Added < WorthHeaders)
      continue;
    Out.push_back(Name);
    Covered.insert(All.begin(), All.end());
  }
  return Out;
}

} // namespace torchtidy
