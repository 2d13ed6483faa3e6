/// Where a factory's sizes come from, and what is done to its result at once.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>
#include <string>

namespace torchtidy::api {

class TorchModel;

struct SizeSource {
  const clang::Expr *Tensor = nullptr;    ///< the tensor as it is written: `x`, `this->weight`
  const clang::Expr *Observer = nullptr;  ///< the call that asks it: `x.sizes()`
  bool Arrow = false;                     ///< `x->sizes()`
  bool Whole = false;                     ///< all its sizes, not single ones
  std::string Name;                       ///< "x"
};

/// An array or container that all sizes are taken from: `{v.size(), v[0].size()}`, `{a.shape(0), a.shape(1)}`.
struct ElementSource {
  std::string Name;        ///< "v"
  clang::QualType Element; ///< of the innermost container
};
std::optional<ElementSource> elementSourceOf(const clang::Expr &Sizes);

/// The sizes of one function. Its body is looked through once, at the first question.
class SizeSources {
public:
  SizeSources(const clang::FunctionDecl &In, const TorchModel &Model) : In(In), Model(Model) {}

  /// The one tensor that sizes are taken from, also through variables; nothing where there is none, or several.
  std::optional<SizeSource> of(const clang::Expr &Sizes);
  /// Whether the factory's result is converted, at once or later in its variable: it gets its dtype and device there.
  bool isConverted(const clang::CallExpr &Factory, const clang::ParentMap &Parents);
  /// Whether the function compares the tensor's dtype (or device) with something: it knows what it is.
  bool isCompared(const SizeSource &Source, bool Device);
  /// The operation of libtorch that has the factory's result, or the variable it initialises, and the tensor as operands;
  /// null: there is none.
  const clang::CallExpr *meeting(const clang::CallExpr &Factory, const SizeSource &Source);

private:
  friend class SizeUses;
  std::optional<SizeSource> find(const clang::Expr *E, unsigned Depth);
  bool staysTheSame(const clang::VarDecl &Var);
  void look();

  const clang::FunctionDecl &In;
  const TorchModel &Model;
  bool Looked = false;
  llvm::DenseSet<const clang::Decl *> Converted; ///< variables on which `to` and its like are called
  llvm::DenseSet<const clang::Decl *> Compared[2]; ///< whose dtype, whose device is compared
  llvm::DenseMap<const clang::Decl *, int> UsedAsMutable; ///< how often a variable stands where it could be changed
  llvm::DenseSet<const clang::Decl *> Assigned;                                   ///< variables, after their initialisers
  llvm::DenseMap<const clang::Expr *, const clang::Decl *> MadeFor;                ///< call -> the variable it initialises
  /// Operands of one operation, the first of its kind: variables, fields, and calls that make one.
  llvm::DenseMap<std::pair<const void *, const clang::Decl *>, const clang::CallExpr *> Together;
};

/// `.to(device)`, `.to(dtype)`, `.cuda()` with one argument at most.
struct Conversion {
  bool Device = false;                   ///< else the dtype
  bool Bare = false;                     ///< stands for options by itself: a dtype, a device, but no text
  const clang::Expr *Argument = nullptr; ///< null for cuda()
};
std::optional<Conversion> conversionOf(const clang::CXXMemberCallExpr &Call);
/// Whether options give a device (or a dtype) in the expression, or are a variable, which may.
bool givesProperty(const clang::Expr &Options, bool Device);

} // namespace torchtidy::api
