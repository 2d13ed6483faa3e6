/// Findings on paper. One file of this folder per format; each is a function of one kind.
#pragma once

#include "Finding.h"
#include "Paths.h"
#include "Sources.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

/// What there is to report.
struct Report {
  const std::vector<Finding> &Findings;  ///< those that speak, in order
  const std::vector<Finding> &Known;     ///< those that a baseline keeps silent
  const std::vector<Finding> &Silenced;  ///< those that a comment in the source hides
  bool Compared;                         ///< what speaks was held against a baseline or an older version, and is new
  const std::vector<std::string> &Files; ///< the files that were analysed
  const std::vector<Problem> &Problems;
  Sources &Text;
  Project &Where;
  bool Colour;
  bool Links = false; ///< it is read in a terminal, which opens addresses
};

struct ReportFormat {
  const char *Name, *Help;
  void (*Write)(llvm::raw_ostream &, const Report &);
};
llvm::ArrayRef<ReportFormat> reportFormats();
/// Null when there is no such format.
const ReportFormat *reportFormat(llvm::StringRef Name);

/// What clang-tidy prints for the same findings, to the byte.
void reportText(llvm::raw_ostream &OS, const Report &R);
/// docs/schema/findings-1.json describes it.
void reportJson(llvm::raw_ostream &OS, const Report &R);
/// What `clang-apply-replacements` reads. Suggestions stand on their notes.
void reportYaml(llvm::raw_ostream &OS, const Report &R);
/// SARIF 2.1.0 as GitHub's code scanning takes it, and with what other viewers show beyond that.
void reportSarif(llvm::raw_ostream &OS, const Report &R);
/// Workflow commands of GitHub Actions; the whole list goes to $GITHUB_STEP_SUMMARY where that is set.
void reportGitHub(llvm::raw_ostream &OS, const Report &R);
/// GitLab's Code Quality report.
void reportGitLab(llvm::raw_ostream &OS, const Report &R);
/// The JSON of reviewdog's diagnostic format.
void reportRdjson(llvm::raw_ostream &OS, const Report &R);
void reportJUnit(llvm::raw_ostream &OS, const Report &R);
void reportCheckstyle(llvm::raw_ostream &OS, const Report &R);
/// One JSON object a line, as PyTorch's lintrunner takes it. The first finding of a file carries the fixed file.
void reportLintrunner(llvm::raw_ostream &OS, const Report &R);

/// Texts from outside may be anything; JSON is UTF-8.
std::string utf8(llvm::StringRef Text);
/// For text and attributes of XML: escaped, and without the characters that XML does not know.
std::string xmlText(llvm::StringRef Text);
/// "note", "warning", "error".
const char *severityName(const Finding &F);
/// The message, and a line `note: FILE:LINE: TEXT` for each note.
std::string messageWithNotes(const Finding &F, Project &Where);
/// All edits as one, with the text between them; nothing when they are in several files or one that cannot be read.
std::optional<Edit> asOneEdit(const std::vector<Edit> &Edits, Sources &Text);

} // namespace torchtidy
