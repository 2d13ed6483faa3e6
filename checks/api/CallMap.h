/// Which operator a function of libtorch's C++ API stands for.
#pragma once

#include "api/SchemaReader.h"
#include "api/WrapperText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <string>

namespace torchtidy::api {

/// An operator, and where each argument of its schema comes from in a call of the C++ function.
struct OpCall {
  static constexpr int Constant = -1; ///< the wrapper supplies it, or its default applies
  const Operator *Op = nullptr;
  /// Per schema argument: the operand of the C++ call (object of a method first, then the arguments), or Constant.
  /// TensorOptions stand for four arguments, which then share an operand.
  llvm::SmallVector<int, 8> Sources;
  bool Swapped = false; ///< `2 - t`: the result is the same kind of tensor, but the operator has other operands

  int source(std::string_view Argument) const {
    int I = Op->Signature.argument(Argument);
    return I < 0 ? Constant : Sources[I];
  }
};

/// Maps `at::`, `torch::` functions, methods of tensors and operators to operators of the dispatcher.
///
/// Three ways, which test/oracle holds against each other: the callee's body, its text where the body was skipped, and,
/// where there is neither (library functions, operators made by macros), the function of the same name and types.
class CallMap {
public:
  CallMap(clang::ASTContext &Context, SchemaReader &Schemas) : Context(Context), Schemas(Schemas) {}

  /// Null when the function wraps no operator, or more than one. Must be asked for libtorch's own functions only.
  const OpCall *find(const clang::FunctionDecl &Function);

  /// Canonical type without references and qualifiers, symbolic integers as integers: overloads that differ in those
  /// only wrap the same operator.
  std::string normalised(clang::QualType T) const;

  /// Whether the function is called on an object, which then is operand 0.
  static bool hasObject(const clang::FunctionDecl &Function);
  /// The innermost namespace; null outside of all.
  static const clang::NamespaceDecl *namespaceOf(const clang::FunctionDecl &Function);

private:
  using Result = std::unique_ptr<OpCall>;

  Result compute(const clang::FunctionDecl &Function);
  Result byBody(const clang::FunctionDecl &Definition, const clang::Stmt &Body);
  Result byText(const clang::FunctionDecl &Function);
  Result byName(const clang::FunctionDecl &Function);
  Result byOperator(const clang::FunctionDecl &Function);
  Result fromNamedOperator(const clang::FunctionDecl &Function, llvm::StringRef Record);
  const clang::FunctionDecl *resolve(const clang::FunctionDecl &Wrapper, const TextCall &Call);
  void overloads(const clang::FunctionDecl &Wrapper, const TextCall &Call,
                 llvm::SmallVectorImpl<const clang::FunctionDecl *> &Out) const;
  void methods(const clang::CXXRecordDecl &Class, llvm::StringRef Name,
               llvm::SmallVectorImpl<const clang::FunctionDecl *> &Out) const;
  void functions(llvm::ArrayRef<llvm::StringRef> Path, llvm::StringRef Name,
                 llvm::SmallVectorImpl<const clang::FunctionDecl *> &Out) const;
  const clang::CXXRecordDecl *tensorClass() const;
  std::string typeNamed(llvm::StringRef Name) const;

  clang::ASTContext &Context;
  SchemaReader &Schemas;
  llvm::DenseMap<const clang::FunctionDecl *, Result> Known; // null: asked, or being computed
  unsigned Depth = 0;
};

} // namespace torchtidy::api
