/// Base of all checks: asks the shared analysis once per translation unit and knows the level in force.
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "fix/BorrowFixes.h"
#include "fix/OptionsEdits.h"
#include "flow/TuAnalysis.h"
#include "llvm/ADT/DenseSet.h"

namespace torchtidy {

enum class Level { Recommended, Strict };
enum class FixKind { None, Suggested, Safe };

/// Set before anything is analysed by a program whose findings go to an editor: what an editor offers in its menus are
/// notes with edits, so the safe fix becomes one too, and each finding gets one that silences it.
inline bool FindingsGoToAnEditor = false;

class TorchCheck : public clang::tidy::ClangTidyCheck {
public:
  TorchCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() final;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const override { return Lang.CPlusPlus; }

protected:
  /// Called once per translation unit.
  virtual void report(flow::TuAnalysis &Analysis) = 0;
  /// Whether it reports after the others, because it is about what they leave.
  virtual bool comesLast() const { return false; }
  /// Whether a check has reported something at the place.
  bool isReported(clang::SourceLocation At) const;
  /// A warning, or a note of the last one.
  clang::DiagnosticBuilder diag(clang::SourceLocation At, llvm::StringRef Text,
                                clang::DiagnosticIDs::Level Level = clang::DiagnosticIDs::Warning);
  /// Gives a warning its safe fix.
  void attach(const clang::DiagnosticBuilder &Warning, const fix::Proposal &Proposal);
  /// A suggested fix: a note titled with the change, which carries the edits.
  void suggest(clang::SourceLocation At, const fix::Proposal &Proposal);
  /// True the first time for a place: instantiations of a template find the same place again.
  bool firstAt(clang::SourceLocation At);
  /// A finding that only level strict shows. It counts where nothing else is reported at its place.
  void keepBack(clang::SourceLocation At) { OnlyStrict.insert(At.getRawEncoding()); }
  /// `torch-tidy.Level` in CheckOptions.
  Level level() const { return InForce; }
  /// An option that is true or false. Anything else is told to the user, and the default is taken.
  bool flagIn(const OptionsView &View, llvm::StringRef Owner, llvm::StringRef Option, bool Default);
  /// What fixes spell out besides their own property: at level strict dtype and device both.
  fix::Along along(llvm::StringRef Dtype, llvm::StringRef Device) const;

private:
  void judge(clang::ASTContext &Context);
  clang::SourceLocation placeOfNote(clang::SourceLocation At) const;
  void note(clang::SourceLocation At, llvm::StringRef Text, llvm::ArrayRef<clang::FixItHint> Edits);
  void tellFix();
  void close();

  clang::ASTContext *Waiting = nullptr; ///< for the end of the translation unit
  flow::TuAnalysis *Analysis = nullptr;
  llvm::DenseSet<unsigned> *ReportedByAll = nullptr; ///< by every check of this translation unit
  Level InForce;
  bool Suggests = true;              ///< `torch-tidy.Suggestions` in CheckOptions
  clang::SourceLocation Open;        ///< the warning that may still get notes
  std::optional<fix::Proposal> Safe; ///< its fix, for editors
  llvm::DenseSet<unsigned> Reported; ///< raw encodings of places
  llvm::DenseSet<unsigned> OnlyStrict;
};

} // namespace torchtidy
