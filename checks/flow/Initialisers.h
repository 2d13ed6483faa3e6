/// Initialisers that stand in no function, brought into the form of one.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"

namespace torchtidy::flow {

/// A function whose whole body declares the variable, so that its initialiser is looked at like other code. Null where
/// there is none, or where it is only a number.
const clang::FunctionDecl *asFunction(const clang::VarDecl &Variable, clang::ASTContext &Context);
/// The same for a field of a class that has no constructor of its own: constructors run the initialisers themselves.
const clang::FunctionDecl *asFunction(const clang::FieldDecl &Field, clang::ASTContext &Context);

/// The parents of the statements of a function, those in a constructor's list of initialisers too.
std::unique_ptr<clang::ParentMap> parentsIn(const clang::FunctionDecl &Function);
/// The parent, without what the compiler and parentheses put in between.
const clang::Stmt *outward(const clang::ParentMap &Parents, const clang::Stmt *S);
/// The name of the function that a call calls; empty where it is no call, or the function is no plain name.
llvm::StringRef calledName(const clang::Stmt *S);
/// The method call whose object the expression is; null where it is none.
const clang::CXXMemberCallExpr *methodOn(const clang::ParentMap &Parents, const clang::Expr &E);

} // namespace torchtidy::flow
