#include "Reporter.h"
#include "llvm/Support/JSON.h"

namespace torchtidy {

void reportGitLab(llvm::raw_ostream &OS, const Report &R) {
  llvm::json::OStream J(OS, 1);
  J.array([&] {
    for (const Finding &F : R.Findings) {
      if (F.At.File.empty())
        continue; // GitLab wants a place
      J.object([&] {
        J.attribute("type", "issue");
        J.attribute("description", utf8(F.Message));
        J.attribute("check_name", utf8(F.Check));
        J.attribute("fingerprint", F.Fingerprint);
        J.attribute("severity", F.Level == Severity::Error ? "critical" : F.Level == Severity::Warning ? "major" : "info");
        J.attributeArray("categories", [&] { J.value("Bug Risk"); });
        J.attributeObject("location", [&] {
          J.attribute("path", utf8(R.Where.path(F.At.File)));
          J.attributeObject("lines", [&] {
            J.attribute("begin", std::max(F.At.Line, 1u));
            J.attribute("end", std::max(F.At.Line, 1u));
          });
        });
      });
    }
  });
  OS << "\n";
}

} // namespace torchtidy
