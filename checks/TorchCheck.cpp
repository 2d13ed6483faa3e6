#include "TorchCheck.h"
#include "LlvmVersion.h"
#include "Analyses.h"
#include "EditorTitles.h"
#include "fix/Silence.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "llvm/Support/YAMLTraits.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace torchtidy {

TorchCheck::TorchCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), InForce(Level::Recommended) {
  OptionsView Shared("torch-tidy", Context->getOptions().CheckOptions, Context);
  if (Shared.get("Level", "recommended") == "strict")
    InForce = Level::Strict;
  Suggests = flagIn(Shared, "torch-tidy", "Suggestions", true);
}

// Not `get<bool>`: g++ gives that member of clang-tidy another name than Clang, with which clang-tidy is built.
bool TorchCheck::flagIn(const OptionsView &View, llvm::StringRef Owner, llvm::StringRef Option, bool Default) {
  std::optional<llvm::StringRef> Value = View.get(Option);
  if (!Value)
    return Default;
  if (std::optional<bool> Known = llvm::yaml::parseBool(*Value))
    return *Known;
  configurationDiag("invalid configuration value '%0' for option '%1.%2'; expected a bool") << *Value << Owner << Option;
  return Default;
}

void TorchCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Opts["torch-tidy.Level"] = tidy::ClangTidyOptions::ClangTidyValue(InForce == Level::Strict ? "strict" : "recommended");
  Opts["torch-tidy.Suggestions"] = tidy::ClangTidyOptions::ClangTidyValue(Suggests ? "true" : "false");
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
  ReportedByAll = &reportedPlaces(*Analysis);
  report(*Analysis);
  close();
  for (unsigned At : OnlyStrict)
    if (!Reported.contains(At))
      Analysis->countStrictOnly();
}

bool TorchCheck::firstAt(SourceLocation At) {
  ReportedByAll->insert(At.getRawEncoding());
  return Reported.insert(At.getRawEncoding()).second;
}

bool TorchCheck::isReported(SourceLocation At) const {
  return ReportedByAll->contains(At.getRawEncoding());
}

fix::Along TorchCheck::along(llvm::StringRef Dtype, llvm::StringRef Device) const {
  return InForce == Level::Strict ? fix::Along{Dtype.str(), Device.str()} : fix::Along();
}

DiagnosticBuilder TorchCheck::diag(SourceLocation At, llvm::StringRef Text, DiagnosticIDs::Level Level) {
  if (!FindingsGoToAnEditor)
    return ClangTidyCheck::diag(At, Text, Level);
  if (Level == DiagnosticIDs::Note) {
    tellFix();
    At = placeOfNote(At);
  } else {
    close();
    Open = At;
  }
  DiagnosticBuilder Told = ClangTidyCheck::diag(At, Text, Level);
  Told << CharSourceRange::getTokenRange(At, At); // else clangd takes a fix's range for that of the finding
  return Told;
}

/// Where a note is shown. clangd drops those that are inside the expansion of a macro; clang-tidy prints where it is.
SourceLocation TorchCheck::placeOfNote(SourceLocation At) const {
  return FindingsGoToAnEditor ? Analysis->context().getSourceManager().getFileLoc(At) : At;
}

void TorchCheck::note(SourceLocation At, llvm::StringRef Text, llvm::ArrayRef<FixItHint> Edits) {
  auto Note = ClangTidyCheck::diag(placeOfNote(At), "%0", DiagnosticIDs::Note) << Text;
  for (const FixItHint &Edit : Edits)
    Note << Edit;
}

void TorchCheck::attach(const DiagnosticBuilder &Warning, const fix::Proposal &Proposal) {
  if (FindingsGoToAnEditor)
    Safe = Proposal;
  else
    for (const FixItHint &Edit : Proposal.Edits)
      Warning << Edit;
}

void TorchCheck::suggest(SourceLocation At, const fix::Proposal &Proposal) {
  tellFix();
  if (Suggests)
    note(At, Proposal.Title, Proposal.Edits);
}

/// For editors: the safe fix as the first note.
void TorchCheck::tellFix() {
  if (Safe && !Safe->Edits.empty())
    note(Open, (SafeFixTitle + Safe->Title).str(), Safe->Edits);
  Safe.reset();
}

/// For editors: nothing more is said about the warning, but how to silence it.
void TorchCheck::close() {
  tellFix();
  if (Open.isValid())
    if (auto Comment = fix::silence(Open, getID(), Analysis->context()))
      note(Open, (SilenceTitle + getID() + ")").str(), *Comment);
  Open = SourceLocation();
}

} // namespace torchtidy
