#include "Reporter.h"
#include "Rules.h"
#include "llvm/Support/JSON.h"

namespace torchtidy {

using llvm::StringRef;
using llvm::json::OStream;

/// Lines and columns from 1, the columns in bytes.
static void range(OStream &J, StringRef File, unsigned Begin, unsigned End, Sources &Text) {
  J.attributeObject("range", [&] {
    for (auto [Key, Offset] : {std::pair("start", Begin), std::pair("end", End)}) {
      Place P = Text.place(File, Offset);
      J.attributeObject(Key, [&] {
        J.attribute("line", std::max(P.Line, 1u));
        J.attribute("column", std::max(P.Column, 1u));
      });
    }
  });
}

static void location(OStream &J, const Place &At, const Report &R) {
  J.attributeObject("location", [&] {
    J.attribute("path", utf8(R.Where.path(At.File)));
    range(J, At.File, At.Offset, R.Text.endOfName(At), R.Text);
  });
}

static void diagnostic(OStream &J, const Finding &F, const Report &R) {
  J.attribute("message", utf8(F.Message));
  location(J, F.At, R);
  J.attribute("severity", F.Level == Severity::Error ? "ERROR" : F.Level == Severity::Warning ? "WARNING" : "INFO");
  J.attributeObject("code", [&] {
    J.attribute("value", utf8(F.Check));
    if (std::string Link = linkOf(F.Check); !Link.empty())
      J.attribute("url", Link);
  });
  J.attributeArray("suggestions", [&] {
    auto Suggest = [&](const std::vector<Edit> &Edits) {
      // A suggestion is one piece of the file that the finding is in.
      if (std::optional<Edit> E = asOneEdit(Edits, R.Text); E && E->File == F.At.File)
        J.object([&] {
          range(J, E->File, E->Offset, E->Offset + E->Length, R.Text);
          J.attribute("text", utf8(E->Text));
        });
    };
    Suggest(F.Edits);
    for (const FindingNote &N : F.Notes)
      Suggest(N.Edits);
  });
  J.attributeArray("related_locations", [&] {
    for (const FindingNote &N : F.Notes)
      if (N.Edits.empty() && !N.At.File.empty())
        J.object([&] {
          J.attribute("message", utf8(N.Message));
          location(J, N.At, R);
        });
  });
}

void reportRdjson(llvm::raw_ostream &OS, const Report &R) {
  OStream J(OS, 1);
  J.object([&] {
    J.attributeObject("source", [&] { J.attribute("name", "torch-tidy"); });
    J.attributeArray("diagnostics", [&] {
      for (const Finding &F : R.Findings)
        if (!F.At.File.empty())
          J.object([&] { diagnostic(J, F, R); });
    });
  });
  OS << "\n";
}

} // namespace torchtidy
