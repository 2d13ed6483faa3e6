/// Which function bodies are parsed: the one rule for every parse and every precompiled header.
#pragma once

#include "clang/AST/ASTConsumer.h"

namespace clang {
class CompilerInstance;
}

namespace torchtidy {

/// Skips the bodies that no check needs (Bodies.h).
class BodyPolicy : public clang::ASTConsumer {
public:
  /// \param Narrow also keeps the checks from looking at declarations outside user code.
  BodyPolicy(clang::CompilerInstance &CI, bool Narrow) : CI(CI), Narrow(Narrow) {}
  bool shouldSkipFunctionBody(clang::Decl *D) override;
  void HandleTranslationUnit(clang::ASTContext &Context) override;

private:
  clang::CompilerInstance &CI;
  bool Narrow;
};

} // namespace torchtidy
