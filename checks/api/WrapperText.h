/// Reads a function of libtorch as text: which calls its body makes, with what of its own parameters.
///
/// Bodies of headers are often not in the AST: the header cache, clangd's preamble and our own driver skip them. The text
/// still is there, and a wrapper is one call of other people's making with plain arguments, so tokens are enough.
#pragma once

#include "clang/AST/Decl.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <vector>

namespace torchtidy::api {

/// What a piece of a wrapper's text refers to of the wrapper's own operands: the object is operand 0 of a method, then
/// come the parameters. The same numbers as flow::CallSite has.
struct TextArgument {
  static constexpr int None = -1;
  int Operand = None;  ///< the operand that is mentioned; a parameter wins over the object
  bool Plain = false;  ///< nothing but the operand's name: its type is the argument's type
  bool Options = false; ///< spells a TensorOptions: `at::TensorOptions(options).requires_grad(..)`
  llvm::StringRef Type; ///< type or function that makes it: `IntArrayRef{dim}`, `typeMetaToScalarType(t)`
};

/// A call in the text.
struct TextCall {
  llvm::SmallVector<llvm::StringRef, 4> Path; ///< {"at", "_ops", "zeros", "call"}; the last is the function's name
  bool OnObject = false;                      ///< `x.f(..)`, `this->f(..)`
  TextArgument Object;                        ///< for OnObject
  std::vector<TextArgument> Arguments;
};

struct WrapperText {
  bool Straight = true; ///< no branch and no loop: every call happens
  std::vector<TextCall> Calls;
};

/// The calls in the text of Function's body.
/// \returns false when no redeclaration has a body in a file (macros, library functions).
bool readWrapper(const clang::FunctionDecl &Function, const clang::ASTContext &Context, WrapperText &Out);

/// The redeclaration whose text has the body, whether the parser skipped that or not; null when there is none.
const clang::FunctionDecl *declarationWithBody(const clang::FunctionDecl &Function);

} // namespace torchtidy::api
