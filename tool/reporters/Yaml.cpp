#include "Reporter.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/YAMLTraits.h"

namespace torchtidy {

using namespace clang::tooling;

static DiagnosticMessage message(llvm::StringRef Text, const Place &At, const std::vector<Edit> &Edits) {
  DiagnosticMessage M(Text);
  M.FilePath = At.File;
  M.FileOffset = At.Offset;
  for (const Edit &E : Edits)
    llvm::consumeError(M.Fix[E.File].add(Replacement(E.File, E.Offset, E.Length, E.Text)));
  return M;
}

void reportYaml(llvm::raw_ostream &OS, const Report &R) {
  TranslationUnitDiagnostics Unit;
  for (const Finding &F : R.Findings) {
    if (Unit.MainSourceFile.empty())
      Unit.MainSourceFile = F.MainFile;
    llvm::SmallVector<DiagnosticMessage, 1> Notes;
    for (const FindingNote &N : F.Notes)
      Notes.push_back(message(N.Message, N.At, N.Edits));
    Unit.Diagnostics.emplace_back(F.Check, message(F.Message, F.At, F.Edits), Notes,
                                  F.Level == Severity::Error ? Diagnostic::Error : Diagnostic::Warning,
                                  F.BuildDirectory);
  }
  llvm::yaml::Output Out(OS);
  Out << Unit;
}

} // namespace torchtidy
