/// How files are named: absolute inside, short for people, relative to the repository in reports.
#pragma once

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace torchtidy {

/// `File` as an absolute path without dots; what is relative lies in `Folder`, or in the current one when that is empty.
std::string absoluteIn(llvm::StringRef File, llvm::StringRef Folder);

/// Path as people type it: relative to the current folder where it lies below it, unless they typed absolute ones.
std::string shownPath(llvm::StringRef File);
void showAbsolutePaths();

/// The repository around the current folder, or that folder where there is none: what reports name files by.
class Project {
public:
  explicit Project(llvm::StringRef Folder);
  const std::string &root() const { return Root; }
  /// Relative to the root, links resolved, with forward slashes; absolute for a file outside.
  const std::string &path(llvm::StringRef File);
  bool isRepository() const { return Repository; }
  bool contains(llvm::StringRef File) { return !llvm::StringRef(path(File)).starts_with("/"); }

private:
  std::string Root, RealRoot;
  bool Repository = false;
  llvm::StringMap<std::string> Known;
};

} // namespace torchtidy
