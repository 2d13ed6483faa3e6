/// Fixes for borrows.
#pragma once

#include "fix/Editing.h"
#include "flow/Query.h"

namespace torchtidy::fix {

class BorrowFixes {
public:
  /// `BothSpelled`: options that a fix adds give the device too, not only the dtype.
  explicit BorrowFixes(const flow::FunctionAnalysis &F, bool BothSpelled = false) : F(F), BothSpelled(BothSpelled) {}

  /// `from_blob(p, sizes, options) ... zero_()` -> `zeros(sizes, options)`. Nothing when a condition of
  /// libtorch's semantics is not met (strides, deleter, side effects, a reference to the result, macros, templates).
  std::optional<Proposal> replaceBorrow(const flow::WriteFact &Write, const flow::OriginRef &Ref,
                                        unsigned Borrow) const;
  /// `from_blob(..)` -> `from_blob(..).clone()`.
  std::optional<Proposal> appendClone(const flow::BorrowSite &Site) const;

private:
  struct Factory;
  Factory factoryFor(const flow::WriteFact &Write, bool DtypeKnown) const;
  clang::CharSourceRange leftOver(const clang::CXXMemberCallExpr &InPlace, const clang::CallExpr &Made) const;

  const flow::FunctionAnalysis &F;
  bool BothSpelled;
};

/// Whether a write to the borrow has a fix that puts a tensor of its own in its place: nothing else needs mending there.
bool isReplaced(const flow::FunctionAnalysis &F, unsigned Borrow);

/// Type of the elements that the data argument points to; null when the code does not say (void*, casts to other types).
clang::QualType elementType(const clang::Expr &Data);
/// `kFloat32` for float, ...; empty for types that libtorch has no name for.
llvm::StringRef dtypeName(clang::QualType Element, const clang::ASTContext &Context);

} // namespace torchtidy::fix
