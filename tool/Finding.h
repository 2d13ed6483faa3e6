/// A finding as a plain value: what reporters, fixes and exit codes see. Nothing of Clang, so that it may come from anywhere.
#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace torchtidy {

enum class Severity { Note, Warning, Error };

/// Replaces `Length` bytes at `Offset` of `File` by `Text`.
struct Edit {
  std::string File;
  unsigned Offset = 0;
  unsigned Length = 0;
  std::string Text;
};

struct Place {
  std::string File;     ///< absolute; empty when there is no place
  unsigned Offset = 0;  ///< bytes from the beginning
  unsigned Line = 0;    ///< from 1
  unsigned Column = 0;  ///< in bytes, from 1
};

/// A part of a file that a message underlines.
struct Span {
  std::string File;
  unsigned Offset = 0, Length = 0;
};

struct FindingNote {
  Place At;
  std::string Message;
  std::vector<Span> Ranges;
  std::vector<Edit> Edits; ///< a suggested fix; Message is its title
};

struct Finding {
  std::string Check;   ///< "torch-shared-memory-write", "clang-diagnostic-error"
  Severity Level = Severity::Warning;
  bool WarningAsError = false;
  bool Sound = true;   ///< the translation unit compiles: nothing else is fixed without being asked
  Place At;
  std::string Message;
  std::vector<Span> Ranges;
  std::vector<FindingNote> Notes;
  std::vector<Edit> Edits; ///< the safe fix
  std::string MainFile;    ///< file of the translation unit, for clang-tidy's YAML
  std::string BuildDirectory;
  std::string Scope;       ///< qualified name of the declaration around it; empty at the level of the file
  std::string Code;        ///< its statement, normalised; empty: to be read from the file
  std::string Fingerprint; ///< see Fingerprint.h

  bool isCompileError() const { return Check == "clang-diagnostic-error"; }
  /// The first suggestion; null when there is none.
  const FindingNote *suggestion() const {
    for (const FindingNote &N : Notes)
      if (!N.Edits.empty())
        return &N;
    return nullptr;
  }
  auto key() const { return std::tie(At.File, At.Line, At.Column, Check, Message); }
};

/// Id of the findings about comments that hide nothing.
constexpr const char UnusedSuppression[] = "torch-unused-suppression";

/// Why a file was not analysed, or not all of it.
struct Problem {
  std::string File; ///< as people type it; empty for problems of the run
  std::string Text;
};

} // namespace torchtidy
