/// Base of all checks: asks the shared analysis once per translation unit and knows the level in force.
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "fix/BorrowFixes.h"
#include "flow/TuAnalysis.h"

namespace torchtidy {

enum class Level { Recommended, Strict };
enum class FixKind { None, Suggested, Safe };

class TorchCheck : public clang::tidy::ClangTidyCheck {
public:
  TorchCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const override { return Lang.CPlusPlus; }

protected:
  /// Called once per translation unit.
  virtual void report(flow::TuAnalysis &Analysis) = 0;
  /// A suggested fix: a note titled with the change, which carries the edits.
  void suggest(clang::SourceLocation At, const fix::Proposal &Proposal);
  /// `torch-tidy.Level` in CheckOptions.
  Level level() const { return InForce; }

private:
  Level InForce;
};

} // namespace torchtidy
