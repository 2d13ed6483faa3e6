/// What is known of a precompiled header: what is in it, and for which commands it is right.
#pragma once

#include "cache/Hash.h"
#include "cache/IncludeScan.h"
#include <map>
#include <set>
#include <string>
#include <vector>

namespace torchtidy {

struct PchFacts {
  struct File {
    std::string Path;
    std::vector<uint32_t> Includes; ///< of Files
  };
  /// Headers that were found in one of the search folders.
  struct Folder {
    SearchFolder Where;
    std::set<std::string> Names; ///< as written in the includes
  };

  std::string Failure;                  ///< it cannot be made: why
  std::vector<std::string> Umbrellas;   ///< the includes it was made of
  std::vector<uint32_t> UmbrellaFiles;  ///< of Files
  std::vector<File> Files;
  std::string Identifiers;              ///< hashes of all identifiers in its text, sorted, eight bytes each
  std::map<std::string, std::string> Macros; ///< of the command line, as it was made: "X=1", "-X" for undefined
  std::vector<Folder> Folders;          ///< in the order of the search
  std::set<std::string> Nowhere;        ///< headers that were asked for and not there
  uint64_t Size = 0;
  Hash Content;                         ///< hashOfLarge of the file
  Hash Headers;                         ///< entry of kind::Headers
  Hash Key;                             ///< entry of kind::Pch

  bool mentions(llvm::StringRef Identifier) const;
  /// Whether a command with these macros sees the same in the headers.
  bool agrees(const std::map<std::string, std::string> &OtherMacros) const;
  /// Whether a search in these folders finds the same headers.
  bool agrees(const std::vector<SearchFolder> &Other, llvm::vfs::FileSystem &Files) const;
};

template <class Archive> void fields(Archive &A, PchFacts::File &F) { A(F.Path, F.Includes); }
template <class Archive> void fields(Archive &A, PchFacts::Folder &F) { A(F.Where, F.Names); }
template <class Archive> void fields(Archive &A, PchFacts &F) {
  A(F.Failure, F.Umbrellas, F.UmbrellaFiles, F.Files, F.Identifiers, F.Macros, F.Folders, F.Nowhere, F.Size, F.Content,
    F.Headers, F.Key);
}

/// The macros that a command defines or undefines, the last word on each.
std::map<std::string, std::string> macrosOf(const clang::CompilerInvocation &Invocation);
/// The name in a definition such as F(x)=x.
llvm::StringRef macroName(llvm::StringRef Definition);

} // namespace torchtidy
