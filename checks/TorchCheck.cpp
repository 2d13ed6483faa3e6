#include "TorchCheck.h"
#include "LlvmVersion.h"
#include "Analyses.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace torchtidy {

TorchCheck::TorchCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), InForce(Level::Recommended) {
  OptionsView Shared("torch-tidy", Context->getOptions().CheckOptions, Context);
  if (Shared.get("Level", "recommended") == "strict")
    InForce = Level::Strict;
}

void TorchCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Opts["torch-tidy.Level"] = tidy::ClangTidyOptions::ClangTidyValue(InForce == Level::Strict ? "strict" : "recommended");
}

void TorchCheck::registerMatchers(MatchFinder *Finder) { Finder->addMatcher(translationUnitDecl().bind("tu"), this); }

void TorchCheck::check(const MatchFinder::MatchResult &Result) {
  if (comesLast())
    Waiting = Result.Context;
  else
    judge(*Result.Context);
}

void TorchCheck::onEndOfTranslationUnit() {
  if (Waiting)
    judge(*Waiting);
  Waiting = nullptr;
}

void TorchCheck::judge(ASTContext &Context) {
  Analysis = &analysisOf(Context);
  report(*Analysis);
  for (unsigned At : OnlyStrict)
    if (!Reported.contains(At))
      Analysis->countStrictOnly();
}

bool TorchCheck::firstAt(SourceLocation At) {
  reportedPlaces(*Analysis).insert(At.getRawEncoding());
  return Reported.insert(At.getRawEncoding()).second;
}

bool TorchCheck::isReported(SourceLocation At) const {
  return reportedPlaces(*Analysis).contains(At.getRawEncoding());
}

fix::Along TorchCheck::along(llvm::StringRef Dtype, llvm::StringRef Device) const {
  return InForce == Level::Strict ? fix::Along{Dtype.str(), Device.str()} : fix::Along();
}

void TorchCheck::suggest(SourceLocation At, const fix::Proposal &Proposal) {
  auto Note = diag(At, "%0", DiagnosticIDs::Note) << Proposal.Title;
  for (const FixItHint &Edit : Proposal.Edits)
    Note << Edit;
}

} // namespace torchtidy
