/// What all fixes share: a proposal, where text may be changed, what may be evaluated twice. This folder is the only place
/// that builds a FixItHint.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "flow/FunctionAnalysis.h"

namespace torchtidy::fix {

struct Proposal {
  std::vector<clang::FixItHint> Edits;
  std::string Title; ///< what the change does, for a note and an editor's menu
  bool Safe = false; ///< same observable behaviour apart from the bug
};

/// Whether an edit may touch the text: it is written in one file, by no macro, and serves no other instantiation.
bool mayEdit(const flow::FunctionAnalysis &F, clang::SourceRange Range);
/// Whether evaluating the expression again, or not at all, makes no difference.
bool harmless(const clang::Expr &E);
/// The constant of a dtype without its width ("kFloat32" -> "kFloat"), which every libtorch declares in all its namespaces.
llvm::StringRef shortDtypeName(llvm::StringRef Name);
/// The text from Begin up to, without, End; empty where there is none.
llvm::StringRef textBetween(clang::SourceLocation Begin, clang::SourceLocation End, const clang::ASTContext &Context);
/// The place behind an expression's last token.
clang::SourceLocation behind(const clang::Expr &E, const clang::ASTContext &Context);

} // namespace torchtidy::fix
