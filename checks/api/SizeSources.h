/// Where a factory's sizes come from, and what is done to its result at once.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include <optional>
#include <string>

namespace torchtidy::api {

struct SizeSource {
  const clang::Expr *Tensor = nullptr;    ///< the tensor as it is written: `x`, `this->weight`
  const clang::Expr *Observer = nullptr;  ///< the call that asks it: `x.sizes()`
  bool Arrow = false;                     ///< `x->sizes()`
  bool Whole = false;                     ///< all its sizes, not single ones
  std::string Name;                       ///< "x"
};

/// The one tensor that sizes are taken from, also through variables; nothing where there is none, or several.
std::optional<SizeSource> sizeSource(const clang::Expr &Sizes, const clang::FunctionDecl &In);
/// Whether the variable that the factory initialises and the tensor are operands of one operation in the function.
bool meets(const clang::CallExpr &Factory, const SizeSource &Source, const clang::FunctionDecl &In);

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
