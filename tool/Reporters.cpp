#include "Reporters.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLTraits.h"

namespace torchtidy {

using llvm::StringRef;

static bool Relative = true;

void showAbsolutePaths() { Relative = false; }

std::string shownPath(StringRef File) {
  if (!Relative)
    return File.str();
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  StringRef Rest = File;
  if (!Here.empty() && Rest.consume_front(Here) && Rest.consume_front("/"))
    return Rest.str();
  return File.str();
}

static void jsonPlace(llvm::json::OStream &J, const Place &P) {
  J.attribute("file", shownPath(P.File));
  J.attribute("line", P.Line);
  J.attribute("column", P.Column);
  J.attribute("offset", P.Offset);
}

static void jsonEdits(llvm::json::OStream &J, StringRef Key, const std::vector<Edit> &Edits) {
  J.attributeArray(Key, [&] {
    for (const Edit &E : Edits)
      J.object([&] {
        J.attribute("file", shownPath(E.File));
        J.attribute("offset", E.Offset);
        J.attribute("length", E.Length);
        J.attribute("text", llvm::json::fixUTF8(E.Text));
      });
  });
}

void reportJson(llvm::raw_ostream &OS, const std::vector<Finding> &Findings) {
  llvm::json::OStream J(OS, 1);
  J.object([&] {
    J.attribute("version", 1);
    J.attribute("tool", "torch-tidy");
    J.attributeArray("findings", [&] {
      for (const Finding &F : Findings)
        J.object([&] {
          J.attribute("check", F.Check);
          J.attribute("severity", F.Level == Severity::Error     ? "error"
                                  : F.Level == Severity::Warning ? "warning"
                                                                 : "note");
          jsonPlace(J, F.At);
          J.attribute("message", llvm::json::fixUTF8(F.Message));
          J.attributeArray("notes", [&] {
            for (const FindingNote &N : F.Notes)
              J.object([&] {
                jsonPlace(J, N.At);
                J.attribute("message", llvm::json::fixUTF8(N.Message));
                if (!N.Edits.empty())
                  jsonEdits(J, "suggestion", N.Edits);
              });
          });
          if (!F.Edits.empty())
            jsonEdits(J, "fix", F.Edits);
        });
    });
  });
  OS << "\n";
}

void reportYaml(llvm::raw_ostream &OS, const std::vector<Finding> &Findings) {
  using namespace clang::tooling;
  TranslationUnitDiagnostics Unit;
  auto Message = [](StringRef Text, const Place &At, const std::vector<Edit> &Edits) {
    DiagnosticMessage M(Text);
    M.FilePath = At.File;
    M.FileOffset = At.Offset;
    for (const Edit &E : Edits)
      llvm::consumeError(M.Fix[E.File].add(Replacement(E.File, E.Offset, E.Length, E.Text)));
    return M;
  };
  for (const Finding &F : Findings) {
    if (Unit.MainSourceFile.empty())
      Unit.MainSourceFile = F.MainFile;
    llvm::SmallVector<DiagnosticMessage, 1> Notes;
    for (const FindingNote &N : F.Notes)
      Notes.push_back(Message(N.Message, N.At, N.Edits));
    Unit.Diagnostics.emplace_back(F.Check, Message(F.Message, F.At, F.Edits), Notes,
                                  F.Level == Severity::Error ? Diagnostic::Error : Diagnostic::Warning,
                                  F.BuildDirectory);
  }
  llvm::yaml::Output Out(OS);
  Out << Unit;
}

} // namespace torchtidy
