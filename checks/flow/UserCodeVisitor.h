/// Walks over the user's code, instantiations and the bodies of lambdas included.
#pragma once

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "flow/ApiModel.h"

namespace torchtidy::flow {

template <class Derived> class UserCodeVisitor : public clang::RecursiveASTVisitor<Derived> {
public:
  explicit UserCodeVisitor(const ApiModel &Api) : Api(Api) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitLambdaBody() const { return true; }
  bool TraverseDecl(clang::Decl *D) {
    // Whole namespaces of system headers are passed by without a look inside.
    if (D && !llvm::isa<clang::TranslationUnitDecl>(D) && D->getLocation().isValid() &&
        !Api.isUserCode(D->getLocation()) && !llvm::isa<clang::ClassTemplateSpecializationDecl>(D))
      return true;
    return clang::RecursiveASTVisitor<Derived>::TraverseDecl(D);
  }

private:
  const ApiModel &Api;
};

} // namespace torchtidy::flow
