#include "Reporter.h"
#include "Rules.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

using llvm::StringRef;
using llvm::json::OStream;

namespace {

constexpr size_t MostResults = 25000; // GitHub refuses a run with more

class Sarif {
public:
  Sarif(llvm::raw_ostream &OS, const Report &R) : J(OS, 1), R(R) {
    for (auto [List, Silence] : {std::pair(&R.Findings, Silent::No), {&R.Known, Silent::Baseline}, {&R.Silenced, Silent::Comment}})
      for (const Finding &F : *List)
        if (!F.isCompileError())
          Results.push_back({&F, Silence});
    // What is left out of a report that is too long should not be the worst.
    if (Results.size() > MostResults)
      llvm::sort(Results, [](const Result &A, const Result &B) {
        auto Rank = [](const Result &R) { return std::pair(R.Why != Silent::No, -static_cast<int>(R.F->Level)); };
        return Rank(A) != Rank(B) ? Rank(A) < Rank(B) : A.F->key() < B.F->key();
      });
    Left = Results.size() - std::min(Results.size(), MostResults);
    Results.erase(Results.end() - Left, Results.end());
    for (const Rule &Ours : rules())
      Checks.push_back(Ours.Id);
    for (const Result &One : Results)
      if (!llvm::is_contained(Checks, StringRef(One.F->Check)))
        Checks.push_back(One.F->Check);
  }

  void write() {
    J.object([&] {
      J.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { run(); }); });
    });
  }

private:
  enum class Silent { No, Baseline, Comment };
  struct Result {
    const Finding *F;
    Silent Why;
  };

  void text(StringRef Key, StringRef Text) {
    J.attributeObject(Key, [&] { J.attribute("text", utf8(Text)); });
  }

  void run() {
    J.attributeObject("tool", [&] {
      J.attributeObject("driver", [&] {
        J.attribute("name", "torch-tidy");
        J.attribute("organization", "torch-tidy");
        J.attribute("semanticVersion", TORCH_TIDY_VERSION);
        J.attribute("version", TORCH_TIDY_VERSION);
        J.attributeArray("rules", [&] {
          for (StringRef C : Checks)
            J.object([&] { rule(C); });
        });
        J.attributeArray("supportedTaxonomies", [&] {
          J.object([&] {
            J.attribute("name", "CWE");
            J.attribute("index", 0);
          });
        });
      });
    });
    taxonomy();
    invocation();
    J.attribute("columnKind", "utf16CodeUnits");
    // Without the folder itself: the same report on every machine.
    J.attributeObject("originalUriBaseIds", [&] {
      J.attributeObject("%SRCROOT%", [&] { text("description", "The root of the repository."); });
    });
    J.attributeArray("results", [&] {
      for (size_t I = 0; I < Results.size(); ++I)
        J.object([&] { result(*Results[I].F, Results[I].Why); });
    });
  }

  void rule(StringRef Check) {
    const Rule *Ours = ruleOf(Check);
    std::string Sentence = sentenceOf(Check);
    J.attribute("id", utf8(Check));
    J.attribute("name", nameOf(Check));
    text("shortDescription", Sentence);
    text("fullDescription", Sentence);
    J.attributeObject("help", [&] {
      StringRef Page = pageOf(Check);
      J.attribute("text", utf8(Page.empty() ? StringRef(Sentence) : Page));
      if (!Page.empty())
        J.attribute("markdown", utf8(Page));
    });
    if (std::string Link = linkOf(Check); !Link.empty())
      J.attribute("helpUri", Link);
    J.attributeObject("defaultConfiguration", [&] {
      J.attribute("level", "warning");
      if (Ours && Ours->Level == "strict")
        J.attribute("enabled", false);
    });
    Weakness Cwe = weaknessOf(Check);
    if (Cwe.Number)
      J.attributeArray("relationships", [&] {
        J.object([&] {
          J.attributeObject("target", [&] {
            J.attribute("id", std::to_string(Cwe.Number));
            J.attributeObject("toolComponent", [&] { J.attribute("name", "CWE"); });
          });
          J.attributeArray("kinds", [&] { J.value("superset"); });
        });
      });
    J.attributeObject("properties", [&] {
      J.attribute("precision", Ours && Ours->Level == "recommended" ? "high" : "medium");
      J.attribute("problem.severity", "warning");
      J.attributeArray("tags", [&] {
        J.value("correctness");
        if (Ours)
          J.value("pytorch");
        if (Cwe.Number)
          J.value("external/cwe/cwe-" + std::to_string(Cwe.Number));
      });
    });
  }

  /// "torch-shared-memory-write" -> "TorchSharedMemoryWrite"
  static std::string nameOf(StringRef Check) {
    std::string Out;
    for (StringRef Word : llvm::split(Check, '-'))
      if (!Word.empty())
        Out += std::string(1, llvm::toUpper(Word[0])) + Word.drop_front().str();
    return utf8(Out);
  }

  void taxonomy() {
    J.attributeArray("taxonomies", [&] {
      J.object([&] {
        J.attribute("name", "CWE");
        J.attribute("version", "4.18");
        J.attribute("organization", "MITRE");
        text("shortDescription", "The MITRE Common Weakness Enumeration");
        J.attribute("informationUri", "https://cwe.mitre.org/data/index.html");
        J.attribute("isComprehensive", false);
        J.attributeArray("taxa", [&] {
          std::vector<unsigned> Seen;
          for (StringRef C : Checks) {
            Weakness Cwe = weaknessOf(C);
            if (!Cwe.Number || llvm::is_contained(Seen, Cwe.Number))
              continue;
            Seen.push_back(Cwe.Number);
            J.object([&] {
              J.attribute("id", std::to_string(Cwe.Number));
              J.attribute("name", Cwe.Name);
              text("shortDescription", Cwe.Name);
            });
          }
        });
      });
    });
  }

  void notification(StringRef Level, StringRef Text, const Place *At) {
    J.object([&] {
      J.attribute("level", Level);
      text("message", Text);
      if (At && !At->File.empty())
        J.attributeArray("locations", [&] { J.object([&] { physical(*At); }); });
    });
  }

  void invocation() {
    bool Broken = !R.Problems.empty();
    J.attributeArray("invocations", [&] {
      J.object([&] {
        J.attribute("executionSuccessful", !Broken);
        J.attributeArray("toolExecutionNotifications", [&] {
          for (const Problem &P : R.Problems)
            notification("error", P.File.empty() ? P.Text : P.File + ": " + P.Text, nullptr);
          for (const Finding &F : R.Findings)
            if (F.isCompileError())
              notification("error", F.Message, &F.At);
          if (Left)
            notification("warning", std::to_string(Left) + " more findings are left out of this report", nullptr);
        });
      });
    });
  }

  static std::string encoded(StringRef Path) {
    std::string Out;
    for (unsigned char C : Path)
      if (llvm::isAlnum(C) || StringRef("/-._~").contains(static_cast<char>(C)))
        Out += static_cast<char>(C);
      else
        Out += "%" + llvm::utohexstr(C, false, 2);
    return Out;
  }

  void artifact(StringRef File) {
    const std::string &Path = R.Where.path(File);
    J.attributeObject("artifactLocation", [&] {
      if (StringRef(Path).starts_with("/")) {
        J.attribute("uri", "file://" + encoded(Path));
      } else {
        J.attribute("uri", encoded(Path));
        J.attribute("uriBaseId", "%SRCROOT%");
      }
    });
  }

  void region(StringRef Key, StringRef File, unsigned Begin, unsigned End) {
    EditorPlace From = R.Text.editorPlace(File, Begin), To = R.Text.editorPlace(File, End);
    J.attributeObject(Key, [&] {
      J.attribute("startLine", From.Line);
      J.attribute("startColumn", From.Column);
      J.attribute("endLine", To.Line);
      J.attribute("endColumn", To.Column);
    });
  }

  void physical(const Place &At) {
    J.attributeObject("physicalLocation", [&] {
      artifact(At.File);
      region("region", At.File, At.Offset, R.Text.endOfName(At));
    });
  }

  void location(const Place &At, StringRef Text, StringRef Scope) {
    if (!At.File.empty())
      physical(At);
    if (!Scope.empty())
      J.attributeArray("logicalLocations", [&] { J.object([&] { J.attribute("fullyQualifiedName", utf8(Scope)); }); });
    if (!Text.empty())
      text("message", Text);
  }

  void result(const Finding &F, Silent Why) {
    J.attribute("ruleId", utf8(F.Check));
    J.attribute("ruleIndex", llvm::find(Checks, StringRef(F.Check)) - Checks.begin());
    J.attribute("level", severityName(F));
    text("message", F.Message);
    J.attributeArray("locations", [&] { J.object([&] { location(F.At, "", F.Scope); }); });
    J.attributeObject("partialFingerprints", [&] { J.attribute("torchTidy/v1", F.Fingerprint); });
    if (R.Compared)
      J.attribute("baselineState", Why == Silent::Baseline ? "unchanged" : "new");
    J.attributeArray("suppressions", [&] {
      if (Why == Silent::No)
        return;
      J.object([&] {
        J.attribute("kind", Why == Silent::Comment ? "inSource" : "external");
        J.attribute("justification", Why == Silent::Comment ? "a comment in the source" : "known: it is in the baseline");
      });
    });
    story(F);
    fixes(F);
  }

  /// The notes: as related locations, and, in the order of the telling, as the steps that lead to the finding.
  void story(const Finding &F) {
    std::vector<const FindingNote *> Steps;
    for (const FindingNote &N : F.Notes)
      if (N.Edits.empty() && !N.At.File.empty())
        Steps.push_back(&N);
    if (Steps.empty())
      return;
    J.attributeArray("relatedLocations", [&] {
      for (size_t I = 0; I < Steps.size(); ++I)
        J.object([&] {
          J.attribute("id", static_cast<int64_t>(I));
          location(Steps[I]->At, Steps[I]->Message, "");
        });
    });
    auto IsBefore = [&](const FindingNote *N) { return N->At.File == F.At.File && N->At.Offset < F.At.Offset; };
    auto Here = std::find_if(Steps.rbegin(), Steps.rend(), IsBefore).base(); // behind the last step that lies before it
    J.attributeArray("codeFlows", [&] {
      J.object([&] {
        J.attributeArray("threadFlows", [&] {
          J.object([&] {
            J.attributeArray("locations", [&] {
              auto Step = [&](const Place &At, StringRef Text, StringRef Importance) {
                J.object([&] {
                  J.attributeObject("location", [&] { location(At, Text, ""); });
                  J.attribute("importance", Importance);
                });
              };
              for (auto It = Steps.begin(); It != Here; ++It)
                Step((*It)->At, (*It)->Message, "important");
              Step(F.At, F.Message, "essential");
              for (auto It = Here; It != Steps.end(); ++It)
                Step((*It)->At, (*It)->Message, "important");
            });
          });
        });
      });
    });
  }

  void fixes(const Finding &F) {
    if (F.Edits.empty() && !F.suggestion())
      return;
    J.attributeArray("fixes", [&] {
      if (!F.Edits.empty())
        fix("Apply the safe fix", F.Edits, "safe");
      for (const FindingNote &N : F.Notes)
        if (!N.Edits.empty())
          fix(N.Message, N.Edits, "unsafe");
    });
  }

  void fix(StringRef Title, const std::vector<Edit> &Edits, StringRef Applicability) {
    std::map<std::string, std::vector<const Edit *>> ByFile;
    for (const Edit &E : Edits)
      ByFile[E.File].push_back(&E);
    J.object([&] {
      text("description", Title);
      J.attributeArray("artifactChanges", [&] {
        for (const auto &[File, Changes] : ByFile)
          J.object([&, &File = File, &Changes = Changes] {
            artifact(File);
            J.attributeArray("replacements", [&] {
              for (const Edit *E : Changes)
                J.object([&] {
                  region("deletedRegion", File, E->Offset, E->Offset + E->Length);
                  text("insertedContent", E->Text);
                });
            });
          });
      });
      J.attributeObject("properties", [&] { J.attribute("applicability", Applicability); });
    });
  }

  OStream J;
  const Report &R;
  std::vector<Result> Results;
  std::vector<StringRef> Checks;
  size_t Left = 0;
};

} // namespace

void reportSarif(llvm::raw_ostream &OS, const Report &R) {
  Sarif(OS, R).write();
  OS << "\n";
}

} // namespace torchtidy
