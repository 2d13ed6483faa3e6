#include "RuleCommands.h"
#include "Rules.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

int printRules(const Options &Opts) {
  if (!Opts.Formats.empty() && Opts.Formats.front().Kind == "json") {
    llvm::json::OStream J(llvm::outs(), 1);
    J.array([&] {
      for (const Rule &R : rules())
        J.object([&] {
          J.attribute("check", R.Id);
          J.attribute("level", R.Level);
          J.attribute("fix", R.Fix);
          J.attribute("summary", R.Sentence);
        });
    });
    llvm::outs() << "\n";
    return 0;
  }
  for (const Rule &R : rules())
    llvm::outs() << llvm::formatv("{0,-32} {1,-12} {2,-10} {3}\n", R.Id, R.Level, R.Fix, R.Sentence);
  return 0;
}

int explainCheck(const Options &Opts) {
  for (const std::string &Name : {Opts.ExplainAt, "torch-" + Opts.ExplainAt})
    if (ruleOf(Name)) {
      llvm::outs() << pageOf(Name);
      return 0;
    }
  llvm::StringRef Best;
  unsigned Distance = 8;
  for (const Rule &R : rules())
    if (unsigned D = llvm::StringRef(Opts.ExplainAt).edit_distance(R.Id, true, Distance); D < Distance) {
      Distance = D;
      Best = R.Id;
    }
  llvm::errs() << "torch-tidy: no check '" << Opts.ExplainAt << "'";
  if (!Best.empty())
    llvm::errs() << "; did you mean '" << Best << "'?";
  llvm::errs() << " (see torch-tidy rules, or give FILE:LINE)\n";
  return 2;
}

} // namespace torchtidy
