#include "Reporter.h"
#include <map>

namespace torchtidy {

/// A suite per file; a case per finding, or one that passes.
void reportJUnit(llvm::raw_ostream &OS, const Report &R) {
  std::map<std::string, std::vector<const Finding *>> ByFile;
  for (const std::string &File : R.Files)
    ByFile[R.Where.path(File)];
  for (const Finding &F : R.Findings)
    ByFile[F.At.File.empty() ? "" : R.Where.path(F.At.File)].push_back(&F);
  size_t Tests = R.Problems.size();
  for (const auto &[File, List] : ByFile)
    Tests += std::max<size_t>(List.size(), 1);
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"torch-tidy\" tests=\"" << Tests
     << "\" failures=\"" << R.Findings.size() << "\" errors=\"" << R.Problems.size() << "\">\n";
  for (const auto &[File, List] : ByFile) {
    std::string Name = xmlText(File);
    OS << "  <testsuite name=\"" << Name << "\" tests=\"" << std::max<size_t>(List.size(), 1) << "\" failures=\""
       << List.size() << "\" errors=\"0\" time=\"0\">\n";
    if (List.empty())
      OS << "    <testcase classname=\"" << Name << "\" name=\"torch-tidy\" time=\"0\"/>\n";
    for (const Finding *F : List) {
      std::string Place = std::to_string(F->At.Line) + ":" + std::to_string(F->At.Column);
      OS << "    <testcase classname=\"" << Name << "\" name=\"" << xmlText(F->Check) << ":" << Place
         << "\" time=\"0\">\n      <failure type=\"" << severityName(*F) << "\" message=\"" << xmlText(F->Message) << "\">"
         << xmlText(R.Where.path(F->At.File) + ":" + Place + ": " + messageWithNotes(*F, R.Where))
         << "</failure>\n    </testcase>\n";
    }
    OS << "  </testsuite>\n";
  }
  if (!R.Problems.empty()) {
    OS << "  <testsuite name=\"torch-tidy\" tests=\"" << R.Problems.size() << "\" failures=\"0\" errors=\""
       << R.Problems.size() << "\" time=\"0\">\n";
    for (const Problem &P : R.Problems)
      OS << "    <testcase classname=\"torch-tidy\" name=\"" << xmlText(P.File) << "\" time=\"0\"><error message=\""
         << xmlText(P.Text) << "\"/></testcase>\n";
    OS << "  </testsuite>\n";
  }
  OS << "</testsuites>\n";
}

} // namespace torchtidy
