#include "Reporter.h"
#include "Rules.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"

using namespace clang;

namespace torchtidy {

namespace {

/// Prints through Clang's own printer, so that the text is that of clang-tidy to the byte. The findings themselves
/// stay plain: a place becomes a location here, by reading its file again.
class ClangText {
public:
  ClangText(llvm::raw_ostream &OS, const Report &R)
      : Files(FileSystemOptions(), &R.Text.files()), Printer(OS, Options), Engine(DiagnosticIDs::create(), Options, &Printer, false),
        Sources(Engine, Files) {
    Options.ShowColors = R.Colour;
    Printer.BeginSourceFile(Language, nullptr);
  }
  ~ClangText() { Printer.EndSourceFile(); }

  void print(const Finding &F) {
    DiagnosticsEngine::Level Level = F.Level == Severity::Error     ? DiagnosticsEngine::Error
                                     : F.Level == Severity::Warning ? DiagnosticsEngine::Warning
                                                                    : DiagnosticsEngine::Remark;
    std::string Check = F.Check + (F.WarningAsError ? ",-warnings-as-errors" : "");
    one(Level, F.At, F.Message + " [" + Check + "]", F.Ranges, F.Edits);
    for (const FindingNote &N : F.Notes)
      one(DiagnosticsEngine::Note, N.At, N.Message, N.Ranges, N.Edits);
  }

private:
  void one(DiagnosticsEngine::Level Level, const Place &At, llvm::StringRef Message, const std::vector<Span> &Ranges,
           const std::vector<Edit> &Edits) {
    auto Diag = Engine.Report(location(At.File, At.Offset), Engine.getDiagnosticIDs()->getCustomDiagID(
                                                                static_cast<DiagnosticIDs::Level>(Level), "%0"))
                << Message;
    for (const Span &R : Ranges)
      Diag << range(R.File, R.Offset, R.Length);
    for (const Edit &E : Edits)
      Diag << FixItHint::CreateReplacement(range(E.File, E.Offset, E.Length), E.Text);
  }

  SourceLocation location(const std::string &File, unsigned Offset) {
    if (File.empty())
      return {};
    auto Entry = Files.getOptionalFileRef(shownPath(File));
    if (!Entry)
      return {};
    FileID Id = Sources.getOrCreateFileID(*Entry, SrcMgr::C_User);
    return Sources.getLocForStartOfFile(Id).getLocWithOffset(static_cast<int>(Offset));
  }

  CharSourceRange range(const std::string &File, unsigned Offset, unsigned Length) {
    SourceLocation Begin = location(File, Offset);
    if (Begin.isInvalid())
      return {};
    return CharSourceRange::getCharRange(Begin, Begin.getLocWithOffset(static_cast<int>(Length)));
  }

  FileManager Files;
  LangOptions Language;
  DiagnosticOptions Options;
  TextDiagnosticPrinter Printer;
  DiagnosticsEngine Engine;
  SourceManager Sources;
};

/// The same text, with the name of the check as a link.
std::string withLink(llvm::StringRef Text, const Finding &F) {
  std::string Address = addressOf(F.Check);
  auto [Line, Rest] = Text.split('\n');
  size_t At = Line.rfind("[" + F.Check); // behind the message
  if (Address.empty() || At == llvm::StringRef::npos)
    return Text.str();
  auto [Before, After] = std::pair(Line.take_front(At + 1), Line.drop_front(At + 1 + F.Check.size()));
  return (Before + "\x1b]8;;" + Address + "\x1b\\" + F.Check + "\x1b]8;;\x1b\\" + After + "\n" + Rest).str();
}

} // namespace

void reportText(llvm::raw_ostream &OS, const Report &R) {
  if (!R.Links) {
    ClangText Text(OS, R);
    for (const Finding &F : R.Findings)
      Text.print(F);
    return;
  }
  for (const Finding &F : R.Findings) {
    std::string One;
    llvm::raw_string_ostream Into(One);
    Into.enable_colors(R.Colour);
    {
      ClangText Text(Into, R);
      Text.print(F);
    }
    OS << withLink(One, F);
  }
}

} // namespace torchtidy
