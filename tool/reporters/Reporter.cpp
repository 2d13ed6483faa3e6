#include "Reporter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

namespace torchtidy {

using llvm::StringRef;

llvm::ArrayRef<ReportFormat> reportFormats() {
  static constexpr ReportFormat Formats[] = {
      {"text", "for people, as clang-tidy prints it", reportText},
      {"sarif", "SARIF 2.1.0, for code scanning", reportSarif},
      {"json", "all there is, with a schema", reportJson},
      {"github", "annotations of GitHub Actions", reportGitHub},
      {"gitlab", "GitLab Code Quality", reportGitLab},
      {"rdjson", "reviewdog", reportRdjson},
      {"junit", "JUnit XML", reportJUnit},
      {"checkstyle", "Checkstyle XML", reportCheckstyle},
      {"lintrunner", "PyTorch's lintrunner", reportLintrunner},
      {"yaml", "clang-tidy's fixes, for clang-apply-replacements", reportYaml},
  };
  return Formats;
}

const ReportFormat *reportFormat(StringRef Name) {
  auto It = llvm::find_if(reportFormats(), [&](const ReportFormat &F) { return Name == F.Name; });
  return It == reportFormats().end() ? nullptr : &*It;
}

std::string utf8(StringRef Text) { return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text); }

std::string xmlText(StringRef Raw) {
  constexpr StringRef Unknown = "\xef\xbf\xbd";
  std::string Valid = utf8(Raw), Out;
  for (StringRef Rest = Valid; !Rest.empty(); Rest = Rest.drop_front()) {
    switch (unsigned char C = Rest.front()) {
    case '&':
      Out += "&amp;";
      break;
    case '<':
      Out += "&lt;";
      break;
    case '>':
      Out += "&gt;";
      break;
    case '"':
      Out += "&quot;";
      break;
    case '\n':
    case '\r':
    case '\t': // as they stand, attributes have blanks there
      Out += "&#" + std::to_string(C) + ";";
      break;
    default:
      // XML does not know these, not even escaped: control characters, and the last two of the plane.
      if (Rest.starts_with("\xef\xbf\xbe") || Rest.starts_with("\xef\xbf\xbf")) {
        Out += Unknown;
        Rest = Rest.drop_front(2);
      } else if (C < 0x20) {
        Out += Unknown;
      } else {
        Out += static_cast<char>(C);
      }
    }
  }
  return Out;
}

const char *severityName(const Finding &F) {
  return F.Level == Severity::Error ? "error" : F.Level == Severity::Warning ? "warning" : "note";
}

std::string messageWithNotes(const Finding &F, Project &Where) {
  std::string Out = F.Message;
  for (const FindingNote &N : F.Notes) {
    Out += "\nnote: ";
    if (!N.At.File.empty())
      Out += Where.path(N.At.File) + ":" + std::to_string(N.At.Line) + ": ";
    Out += N.Message;
  }
  return Out;
}

std::optional<Edit> asOneEdit(const std::vector<Edit> &Edits, Sources &Text) {
  std::vector<Edit> Sorted = Edits;
  llvm::sort(Sorted, [](const Edit &A, const Edit &B) { return std::tie(A.Offset, A.Length) < std::tie(B.Offset, B.Length); });
  if (Sorted.empty())
    return std::nullopt;
  Edit Out = Sorted.front();
  std::optional<StringRef> All = Text.text(Out.File);
  for (const Edit &E : llvm::drop_begin(Sorted)) {
    unsigned End = Out.Offset + Out.Length;
    if (E.File != Out.File || !All || E.Offset < End || E.Offset + E.Length > All->size())
      return std::nullopt;
    Out.Text += All->slice(End, E.Offset).str() + E.Text;
    Out.Length = E.Offset + E.Length - Out.Offset;
  }
  return Out;
}

} // namespace torchtidy
