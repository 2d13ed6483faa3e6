#include "Scopes.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace torchtidy {

using namespace clang;
using llvm::StringRef;

namespace {

class Collector : public RecursiveASTVisitor<Collector> {
public:
  explicit Collector(llvm::function_ref<void(const NamedDecl &)> Found) : Found(Found) {}
  bool VisitFunctionDecl(FunctionDecl *D) {
    if (D->isThisDeclarationADefinition())
      Found(*D);
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *D) {
    if (D->isThisDeclarationADefinition() && !D->isLambda())
      Found(*D);
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    if (D->isFileVarDecl())
      Found(*D);
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; } // belongs to the function around it

private:
  llvm::function_ref<void(const NamedDecl &)> Found;
};

} // namespace

void Scopes::collect(ASTContext &Context, llvm::function_ref<std::string(StringRef)> Absolute) {
  const SourceManager &SM = Context.getSourceManager();
  std::map<FileID, std::vector<Extent> *> Files;
  auto Found = [&](const NamedDecl &D) {
    auto [File, Begin] = SM.getDecomposedExpansionLoc(D.getBeginLoc());
    auto [EndFile, End] = SM.getDecomposedLoc(SM.getExpansionRange(D.getEndLoc()).getEnd());
    if (File != EndFile || D.isImplicit())
      return;
    std::vector<Extent> *&Here = Files[File];
    if (!Here) {
      OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
      if (!Entry)
        return;
      Here = &ByFile[Absolute(Entry->getName())];
    }
    Here->push_back({Begin, End, D.getQualifiedNameAsString()});
  };
  Collector Visitor(Found);
  for (Decl *D : Context.getTraversalScope()) {
    if (auto *Unit = dyn_cast<TranslationUnitDecl>(D)) {
      for (Decl *Top : Unit->noload_decls())
        if (Top->getLocation().isValid() && !SM.isInSystemHeader(SM.getExpansionLoc(Top->getLocation())))
          Visitor.TraverseDecl(Top);
    } else {
      Visitor.TraverseDecl(D);
    }
  }
}

StringRef Scopes::at(StringRef File, unsigned Offset) const {
  auto It = ByFile.find(File);
  if (It == ByFile.end())
    return {};
  const Extent *Best = nullptr;
  for (const Extent &E : It->second)
    if (E.Begin <= Offset && Offset <= E.End && (!Best || E.End - E.Begin <= Best->End - Best->Begin))
      Best = &E;
  return Best ? StringRef(Best->Name) : StringRef();
}

} // namespace torchtidy
