#include "RuleCommands.h"
#include "Rules.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
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

/// "; did you mean 'X'?", or nothing.
static std::string didYouMean(llvm::StringRef Name) {
  llvm::StringRef Best;
  unsigned Distance = 8;
  for (const Rule &R : rules())
    if (unsigned D = Name.edit_distance(R.Id, true, Distance); D < Distance) {
      Distance = D;
      Best = R.Id;
    }
  return Best.empty() ? "" : "; did you mean '" + Best.str() + "'?";
}

void unknownChecks(const Options &Opts) {
  for (llvm::StringRef Glob : llvm::split(Opts.Checks, ',')) {
    Glob = Glob.trim().ltrim('-');
    clang::tidy::GlobList Names(Glob);
    if (Glob.starts_with("torch-") && llvm::none_of(rules(), [&](const Rule &R) { return Names.contains(R.Id); }))
      llvm::errs() << "torch-tidy: --checks: no check '" << Glob << "'" << didYouMean(Glob) << "\n";
  }
}

int explainCheck(const Options &Opts) {
  for (const std::string &Name : {Opts.ExplainAt, "torch-" + Opts.ExplainAt})
    if (ruleOf(Name)) {
      llvm::outs() << pageOf(Name);
      return 0;
    }
  llvm::errs() << "torch-tidy: no check '" << Opts.ExplainAt << "'" << didYouMean(Opts.ExplainAt);
  llvm::errs() << " (see torch-tidy rules, or give FILE:LINE)\n";
  return 2;
}

} // namespace torchtidy
