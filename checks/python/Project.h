/// The table [tool.torch-tidy] of a pyproject.toml.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace torchtidy::python {

struct Project {
  std::string Folder;                   ///< where the file lies
  std::string Checks;                   ///< globs with commas, as in .clang-tidy
  std::string Level;                    ///< "recommended", "strict" or empty
  std::vector<std::string> Exclude;     ///< globs of files, from Folder
  std::vector<std::string> TensorTypes; ///< classes that annotations name and that behave as tensors
  std::string Problem;                  ///< a key that is not known, or a value that is none

  bool excludes(llvm::StringRef File) const;
};

/// \param Text of the whole file. Other tables are not looked at, whatever they hold.
Project readProject(llvm::StringRef Text, llvm::StringRef Folder);

} // namespace torchtidy::python
