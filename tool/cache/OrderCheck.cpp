#include "cache/OrderCheck.h"
#include "cache/PchMaker.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

using namespace clang;

namespace torchtidy {

using llvm::StringRef;

namespace {

constexpr uint32_t NotThere = ~0u;

/// Which of the precompiled files the file has included by itself so far, and where it did.
class Reached {
public:
  Reached(const SourceManager &SM, std::shared_ptr<const PchFacts> Facts, std::string Folder)
      : SM(SM), Facts(std::move(Facts)), Here(std::move(Folder)) {
    for (uint32_t I = 0; I < this->Facts->Files.size(); ++I)
      Index[this->Facts->Files[I].Path] = I;
    Where.resize(this->Facts->Files.size());
    for (uint32_t I = 0; I < Where.size(); ++I)
      if (isBuiltin(this->Facts->Files[I].Path))
        reach(I, SM.getLocForStartOfFile(SM.getMainFileID()));
  }

  const PchFacts &facts() const { return *Facts; }
  bool all() const { return Count == Where.size(); }
  SourceLocation last() const { return Last; }

  void include(FileEntryRef File, SourceLocation At) {
    auto It = Index.find(pathKey(File.getName(), Here));
    if (It != Index.end())
      reach(It->second, At);
  }
  void reach(uint32_t First, SourceLocation At) {
    llvm::SmallVector<uint32_t, 16> Work{First};
    while (!Work.empty()) {
      uint32_t I = Work.pop_back_val();
      if (Where[I].isValid())
        continue;
      Where[I] = Last = At;
      ++Count;
      Work.append(Facts->Files[I].Includes.begin(), Facts->Files[I].Includes.end());
    }
  }
  bool umbrellasReached() const {
    return llvm::all_of(Facts->UmbrellaFiles, [&](uint32_t I) { return Where[I].isValid(); });
  }

  bool isPrecompiled(FileEntryRef File) const { return Index.count(pathKey(File.getName(), Here)); }
  /// Whether an umbrella was included within this part of the source.
  bool umbrellaWithin(SourceRange Range) const {
    return Range.isValid() && llvm::any_of(Facts->UmbrellaFiles, [&](uint32_t I) {
      return SM.isBeforeInTranslationUnit(Range.getBegin(), Where[I]) && SM.isBeforeInTranslationUnit(Where[I], Range.getEnd());
    });
  }

  /// The precompiled file that a place lies in; NotThere for places outside.
  uint32_t fileOf(SourceLocation Loc) {
    if (Loc.isInvalid() || !SM.isLoadedSourceLocation(SM.getExpansionLoc(Loc)))
      return NotThere;
    FileID Id = SM.getFileID(SM.getExpansionLoc(Loc));
    auto [It, New] = ById.try_emplace(Id, NotThere);
    if (New)
      if (OptionalFileEntryRef File = SM.getFileEntryRefForID(Id))
        if (auto Known = Index.find(pathKey(File->getName(), Here)); Known != Index.end())
          It->second = Known->second;
    return It->second;
  }
  /// Whether the file that Loc lies in would have been read when the parser came to Use.
  bool visibleAt(SourceLocation Loc, SourceLocation Use) {
    uint32_t File = fileOf(Loc);
    if (File == NotThere)
      return true;
    return Where[File].isValid() && (Use.isInvalid() || SM.isBeforeInTranslationUnit(Where[File], Use));
  }
  bool visibleNow(SourceLocation Loc) {
    uint32_t File = fileOf(Loc);
    return File == NotThere || Where[File].isValid();
  }
  const SourceManager &sources() const { return SM; }

private:
  const SourceManager &SM;
  std::shared_ptr<const PchFacts> Facts;
  std::string Here;
  llvm::StringMap<uint32_t> Index;
  std::vector<SourceLocation> Where;
  size_t Count = 0;
  SourceLocation Last;
  llvm::DenseMap<FileID, uint32_t> ById;
};

class Watcher : public PPCallbacks {
public:
  Watcher(Preprocessor &PP, std::shared_ptr<Reached> State, std::string &Conflict)
      : PP(PP), State(std::move(State)), Conflict(Conflict) {}

  void InclusionDirective(SourceLocation Hash, const Token &, StringRef, bool, CharSourceRange, OptionalFileEntryRef File,
                          StringRef, StringRef, const Module *, bool, SrcMgr::CharacteristicKind) override {
    if (File)
      State->include(*File, Hash);
  }
  void MacroDefined(const Token &Name, const MacroDirective *New) override {
    if (!State->all() && !State->sources().isWrittenInBuiltinFile(Name.getLocation()) &&
        !State->sources().isWrittenInCommandLineFile(Name.getLocation()) && !isAgain(*New))
      changes(Name);
  }
  void MacroUndefined(const Token &Name, const MacroDefinition &Old, const MacroDirective *) override {
    if (State->all())
      return;
    uses(Name, Old);
    if (Old)
      changes(Name);
  }
  void MacroExpands(const Token &Name, const MacroDefinition &M, SourceRange, const MacroArgs *) override { uses(Name, M); }
  void Defined(const Token &Name, const MacroDefinition &M, SourceRange) override { uses(Name, M); }
  void Ifdef(SourceLocation, const Token &Name, const MacroDefinition &M) override { uses(Name, M); }
  void Ifndef(SourceLocation, const Token &Name, const MacroDefinition &M) override { uses(Name, M); }
  void Elifdef(SourceLocation, const Token &Name, const MacroDefinition &M) override { uses(Name, M); }
  void Elifndef(SourceLocation, const Token &Name, const MacroDefinition &M) override { uses(Name, M); }

private:
  /// The same text for a macro that is there already, and not only later in the file: _GNU_SOURCE, mostly.
  bool isAgain(const MacroDirective &New) {
    const MacroInfo *Old = New.getPrevious() ? New.getPrevious()->getMacroInfo() : nullptr;
    return Old && New.getPrevious()->isDefined() && State->visibleNow(Old->getDefinitionLoc()) &&
           Old->isIdenticalTo(*New.getMacroInfo(), PP, /*Syntactically=*/true);
  }
  StringRef nameOf(const Token &Name) { return Name.getIdentifierInfo() ? Name.getIdentifierInfo()->getName() : ""; }
  void uses(const Token &Name, const MacroDefinition &M) {
    if (!State->all() && Conflict.empty() && M && M.getMacroInfo() && !State->visibleNow(M.getMacroInfo()->getDefinitionLoc()))
      Conflict = ("the macro '" + nameOf(Name) + "' is used before libtorch defines it").str();
  }
  /// A definition before the headers that mention its name. What a header without guard does that is one of them, it does
  /// there too.
  void changes(const Token &Name) {
    if (!Conflict.empty() || !State->facts().mentions(nameOf(Name)))
      return;
    const SourceManager &SM = State->sources();
    OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(SM.getExpansionLoc(Name.getLocation())));
    if (!File || !State->isPrecompiled(*File))
      Conflict = ("the macro '" + nameOf(Name) + "' is defined before libtorch's headers, which use its name").str();
  }

  Preprocessor &PP;
  std::shared_ptr<Reached> State;
  std::string &Conflict;
};

/// Looks at what the declarations of user code refer to that stand before the last include of libtorch.
class EarlyUses : public RecursiveASTVisitor<EarlyUses> {
public:
  EarlyUses(Reached &State, std::string &Conflict) : State(State), Conflict(Conflict) {}

  bool VisitTypeLoc(TypeLoc T) {
    const Type *Of = T.getTypePtr();
    if (const auto *Tag = dyn_cast<TagType>(Of))
      uses(Tag->getDecl(), T.getBeginLoc());
    else if (const auto *Alias = dyn_cast<TypedefType>(Of))
      uses(Alias->getDecl(), T.getBeginLoc());
    else if (const auto *Using = dyn_cast<UsingType>(Of))
      uses(Using->getDecl(), T.getBeginLoc());
    else if (const auto *Template = dyn_cast<TemplateSpecializationType>(Of))
      uses(Template->getTemplateName().getAsTemplateDecl(), T.getBeginLoc());
    return Conflict.empty();
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) { return uses(E->getFoundDecl(), E->getLocation()) && uses(E->getDecl(), E->getLocation()); }
  bool VisitMemberExpr(MemberExpr *E) { return uses(E->getMemberDecl(), E->getMemberLoc()); }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return uses(E->getConstructor(), E->getLocation()); }
  bool VisitOverloadExpr(OverloadExpr *E) {
    bool Any = E->decls_begin() == E->decls_end();
    for (const NamedDecl *D : E->decls())
      Any |= isVisible(D, E->getNameLoc());
    if (!Any)
      uses(*E->decls_begin(), E->getNameLoc());
    return Conflict.empty();
  }
  bool VisitUsingDirectiveDecl(UsingDirectiveDecl *D) { return uses(D->getNominatedNamespace(), D->getLocation()); }
  bool VisitNamespaceAliasDecl(NamespaceAliasDecl *D) { return uses(D->getNamespace(), D->getLocation()); }
  bool VisitUsingShadowDecl(UsingShadowDecl *D) { return uses(D->getTargetDecl(), D->getLocation()); }
  bool TraverseNestedNameSpecifierLoc(NestedNameSpecifierLoc N) {
    if (N && N.getNestedNameSpecifier().getKind() == NestedNameSpecifier::Kind::Namespace)
      uses(N.castAsNamespaceAndPrefix().Namespace, N.getBeginLoc());
    return RecursiveASTVisitor::TraverseNestedNameSpecifierLoc(N) && Conflict.empty();
  }

private:
  bool isVisible(const NamedDecl *D, SourceLocation Use) {
    if (!D || !D->isFromASTFile())
      return true;
    if (const auto *R = dyn_cast<CXXRecordDecl>(D))
      if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
        return isVisible(S->getSpecializedTemplate(), Use);
    for (const Decl *Again : D->redecls())
      if (State.visibleAt(Again->getLocation(), Use))
        return true;
    return false;
  }
  bool uses(const NamedDecl *D, SourceLocation Use) {
    Use = State.sources().getExpansionLoc(Use);
    if (Conflict.empty() && D && D->isFromASTFile() && !isVisible(D, Use))
      Conflict = "'" + D->getNameAsString() + "' is used before libtorch's headers are included";
    return Conflict.empty();
  }

  Reached &State;
  std::string &Conflict;
};

class OrderConsumer : public ASTConsumer {
public:
  OrderConsumer(std::shared_ptr<Reached> State, std::string &Conflict) : State(std::move(State)), Conflict(Conflict) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    if (Conflict.empty() && !State->umbrellasReached())
      Conflict = "libtorch's headers are included under a condition that does not hold";
    if (!Conflict.empty())
      return;
    const SourceManager &SM = Context.getSourceManager();
    EarlyUses Visitor(*State, Conflict);
    for (Decl *D : Context.getTranslationUnitDecl()->noload_decls()) {
      if (D->isFromASTFile() || D->getLocation().isInvalid())
        continue;
      SourceLocation At = SM.getExpansionLoc(D->getLocation());
      if (State->umbrellaWithin(SM.getExpansionRange(D->getSourceRange()).getAsRange()))
        Conflict = "libtorch's headers are included within a declaration";
      else if (!SM.isInSystemHeader(At) && SM.isBeforeInTranslationUnit(At, State->last()))
        Visitor.TraverseDecl(D);
      if (!Conflict.empty())
        return;
    }
  }

private:
  std::shared_ptr<Reached> State;
  std::string &Conflict;
};

} // namespace

std::unique_ptr<ASTConsumer> watchOrder(CompilerInstance &CI, std::shared_ptr<const PchFacts> Facts, std::string &Conflict) {
  auto Here = CI.getVirtualFileSystem().getCurrentWorkingDirectory();
  auto State = std::make_shared<Reached>(CI.getSourceManager(), std::move(Facts), Here ? *Here : "");
  CI.getPreprocessor().addPPCallbacks(std::make_unique<Watcher>(CI.getPreprocessor(), State, Conflict));
  return std::make_unique<OrderConsumer>(State, Conflict);
}

} // namespace torchtidy
