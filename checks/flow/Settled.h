/// Variables and fields that keep what they were made with, though nothing says `const`.
#pragma once

#include "flow/ApiModel.h"
#include "llvm/ADT/DenseSet.h"

namespace torchtidy::flow {

class Settled {
public:
  Settled(clang::ASTContext &Context, const ApiModel &Api) : Context(Context), Api(Api) {}

  /// The expressions that the variable (of static storage) or field may have been made with. Empty where it may change
  /// later, or where code out of sight may make or change it.
  llvm::SmallVector<const clang::Expr *, 2> initialisers(const clang::ValueDecl &D);

private:
  bool isChanged(const clang::ValueDecl &D);

  clang::ASTContext &Context;
  const ApiModel &Api;
  llvm::DenseSet<const clang::Decl *> Changed; ///< what this translation unit does more with than read it
  bool Collected = false;
};

/// Whether code outside this translation unit can store to the field.
bool storedOutOfSight(const clang::ASTContext &Context, const clang::FieldDecl &Field);

} // namespace torchtidy::flow
