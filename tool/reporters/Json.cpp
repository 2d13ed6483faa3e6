#include "Reporter.h"
#include "llvm/Support/JSON.h"

namespace torchtidy {

using llvm::StringRef;
using llvm::json::OStream;

static void place(OStream &J, const Place &P) {
  J.attribute("file", utf8(shownPath(P.File)));
  J.attribute("line", P.Line);
  J.attribute("column", P.Column);
  J.attribute("offset", P.Offset);
}

static void edits(OStream &J, StringRef Key, const std::vector<Edit> &Edits) {
  if (Edits.empty())
    return;
  J.attributeArray(Key, [&] {
    for (const Edit &E : Edits)
      J.object([&] {
        J.attribute("file", utf8(shownPath(E.File)));
        J.attribute("offset", E.Offset);
        J.attribute("length", E.Length);
        J.attribute("text", utf8(E.Text));
      });
  });
}

static void ranges(OStream &J, const std::vector<Span> &Ranges) {
  if (Ranges.empty())
    return;
  J.attributeArray("ranges", [&] {
    for (const Span &R : Ranges)
      J.object([&] {
        J.attribute("file", utf8(shownPath(R.File)));
        J.attribute("offset", R.Offset);
        J.attribute("length", R.Length);
      });
  });
}

static void finding(OStream &J, const Finding &F) {
  J.attribute("check", utf8(F.Check));
  J.attribute("severity", severityName(F));
  place(J, F.At);
  J.attribute("message", utf8(F.Message));
  ranges(J, F.Ranges);
  J.attributeArray("notes", [&] {
    for (const FindingNote &N : F.Notes)
      J.object([&] {
        place(J, N.At);
        J.attribute("message", utf8(N.Message));
        ranges(J, N.Ranges);
        edits(J, "suggestion", N.Edits);
      });
  });
  edits(J, "fix", F.Edits);
  if (!F.Scope.empty())
    J.attribute("enclosing", utf8(F.Scope));
  J.attribute("fingerprint", F.Fingerprint);
  if (F.WarningAsError)
    J.attribute("warningAsError", true);
}

void reportJson(llvm::raw_ostream &OS, const Report &R) {
  OStream J(OS, 1);
  J.object([&] {
    J.attribute("version", 1);
    J.attribute("tool", "torch-tidy");
    auto List = [&](StringRef Key, const std::vector<Finding> &Findings) {
      J.attributeArray(Key, [&] {
        for (const Finding &F : Findings)
          J.object([&] { finding(J, F); });
      });
    };
    List("findings", R.Findings);
    List("known", R.Known);
    List("suppressed", R.Silenced);
    J.attributeArray("files", [&] {
      for (const std::string &F : R.Files)
        J.value(utf8(shownPath(F)));
    });
    J.attributeArray("problems", [&] {
      for (const Problem &P : R.Problems)
        J.object([&] {
          J.attribute("file", utf8(P.File));
          J.attribute("text", utf8(P.Text));
        });
    });
  });
  OS << "\n";
}

} // namespace torchtidy
