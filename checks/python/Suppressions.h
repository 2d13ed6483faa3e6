/// Comments that hide findings:
///
///   # torch-tidy: ignore[torch-shared-memory-write] reason   on any line of the statement, or alone on the line above it
///   # torch-tidy: ignore                                     the same, for all checks
///   # torch-tidy: off ... # torch-tidy: on                   from line to line
///   # torch-tidy: ignore-file  or  ignore-file[check]        the whole file
///   # noqa                                                   as for other linters; `# noqa: F401` is for others
#pragma once

#include "Finding.h"
#include "python/Ast.h"
#include <vector>

namespace torchtidy::python {

class Suppressions {
public:
  explicit Suppressions(const Ast &A);
  /// Whether a comment hides the finding; remembers that it did.
  bool hides(const Finding &F);

  struct Comment {
    enum class Kind { Ignore, IgnoreFile, Off, On, Noqa } K = Kind::Ignore;
    uint32_t Begin = 0, End = 0;
    unsigned Line = 0;
    unsigned FirstLine = 0, LastLine = 0; ///< the lines that it is about
    uint32_t Word = 0;                    ///< where `torch-tidy` or `noqa` stands
    struct Name {
      llvm::StringRef Check;
      bool Used = false;
    };
    std::vector<Name> Checks; ///< empty: all
    bool Used = false;
  };
  /// A finding for each comment, and each check named in one, that hid nothing. A plain `# noqa` is for others, too.
  void reportUnused(llvm::StringRef File, std::vector<Finding> &Out) const;

private:
  std::string wordsOf(const Comment &C, llvm::StringRef Check) const;
  void read(llvm::StringRef Text, Comment C);
  void range(Comment &C);

  const Ast &A;
  std::vector<Comment> All;
};

} // namespace torchtidy::python
