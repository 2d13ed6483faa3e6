#include "Fixes.h"
#include "Reporter.h"
#include "llvm/Support/JSON.h"
#include <map>

namespace torchtidy {

/// The files with all their safe fixes, from the texts that the report is about.
static std::map<std::string, std::string> fixedFiles(const Report &R) {
  std::map<std::string, std::string> Out;
  FixPlan Plan = planFixes(R.Findings, {}, {}, R.Text.files());
  for (auto &[Name, File] : Plan.Files)
    Out[Name] = std::move(File.After);
  return Out;
}

void reportLintrunner(llvm::raw_ostream &OS, const Report &R) {
  std::map<std::string, std::string> Fixed = fixedFiles(R);
  for (const Finding &F : R.Findings) {
    // All fixes of a file come at once: lintrunner writes whole files.
    auto Change = F.Edits.empty() ? Fixed.end() : Fixed.find(F.At.File);
    llvm::json::OStream J(OS);
    J.object([&] {
      J.attribute("path", F.At.File.empty() ? llvm::json::Value(nullptr) : llvm::json::Value(utf8(shownPath(F.At.File))));
      J.attribute("line", F.At.Line ? llvm::json::Value(F.At.Line) : llvm::json::Value(nullptr));
      J.attribute("char", F.At.Column ? llvm::json::Value(F.At.Column) : llvm::json::Value(nullptr));
      J.attribute("code", "TORCHTIDY");
      J.attribute("severity", F.Level == Severity::Note ? "advice" : severityName(F));
      J.attribute("name", utf8(F.Check));
      J.attribute("description", utf8(messageWithNotes(F, R.Where)));
      if (Change != Fixed.end()) {
        J.attribute("original", utf8(R.Text.text(F.At.File).value_or("")));
        J.attribute("replacement", utf8(Change->second));
      } else {
        J.attribute("original", nullptr);
        J.attribute("replacement", nullptr);
      }
    });
    OS << "\n";
    if (Change != Fixed.end())
      Fixed.erase(Change);
  }
}

} // namespace torchtidy
