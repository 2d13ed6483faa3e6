/// What the flow analysis asks of an API: which types are handles, what a call does, what a constant means.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "flow/Effect.h"
#include <optional>

namespace torchtidy::flow {

/// One call, whatever its syntax: function, method, operator, constructor.
struct CallSite {
  const clang::Expr *Site = nullptr;            ///< CallExpr or CXXConstructExpr
  const clang::FunctionDecl *Callee = nullptr;  ///< never null; overload as resolved by Clang
  /// Object of a method first, then the arguments. Default arguments appear as CXXDefaultArgExpr.
  llvm::SmallVector<const clang::Expr *, 6> Operands;
  bool HasObject = false;

  /// Null for callees that are not known (function pointers, dependent calls).
  static std::optional<CallSite> of(const clang::Expr &E);
  const clang::Expr *operand(unsigned I) const { return I < Operands.size() ? Operands[I] : nullptr; }
  /// Parameter of the callee that operand I is passed to; null for the object and for variadic arguments.
  const clang::ParmVarDecl *parameter(unsigned I) const;
};

/// Gives the API model the constants that the flow knows about the operands.
class OperandReader {
public:
  virtual ~OperandReader() = default;
  virtual const Attrs &attrs(unsigned Operand) const = 0;
};

class ApiModel {
public:
  virtual ~ApiModel() = default;
  /// Values of T are handles: copying one shares the storage (tensors; pybind objects). T has no reference, no qualifiers.
  virtual bool isHandle(clang::QualType T) const = 0;
  /// Values of T carry attributes: options, scalar types, devices, and handles themselves.
  virtual bool carriesAttrs(clang::QualType T) const = 0;
  /// Values of T own the memory that they point to together with their copies, as shared pointers do.
  virtual bool isSharedOwner(clang::QualType) const { return false; }
  /// Effect::Known is false where the call is none of the API's. Called once per visit of a call: memoise by declaration.
  virtual Effect effectOf(const CallSite &Call, const OperandReader &Operands) const = 0;
  /// Attributes of an expression that is a constant of the API by itself: `torch::kFloat`, an enumerator, "cuda".
  virtual std::optional<Attrs> constantOf(const clang::Expr &E) const = 0;
  /// Whether bodies at this place belong to the user (see "user code" in the glossary).
  virtual bool isUserCode(clang::SourceLocation Loc) const = 0;
};

} // namespace torchtidy::flow
