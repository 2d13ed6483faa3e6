#include "Reporter.h"

namespace torchtidy {

void reportCheckstyle(llvm::raw_ostream &OS, const Report &R) {
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  const std::string *Open = nullptr; // findings come file by file
  for (const Finding &F : R.Findings) {
    if (F.At.File.empty())
      continue;
    if (!Open || *Open != F.At.File) {
      OS << (Open ? "  </file>\n" : "") << "  <file name=\"" << xmlText(R.Where.path(F.At.File)) << "\">\n";
      Open = &F.At.File;
    }
    OS << "    <error line=\"" << F.At.Line << "\" column=\"" << F.At.Column << "\" severity=\""
       << (F.Level == Severity::Note ? "info" : severityName(F)) << "\" message=\""
       << xmlText(messageWithNotes(F, R.Where)) << "\" source=\"" << xmlText(F.Check) << "\"/>\n";
  }
  OS << (Open ? "  </file>\n" : "") << "</checkstyle>\n";
}

} // namespace torchtidy
