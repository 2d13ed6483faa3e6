#include "flow/TuAnalysis.h"
#include "flow/Loops.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "flow/Initialisers.h"
#include "flow/Limits.h"
#include "flow/UserCodeVisitor.h"
#include <utility>

using namespace clang;

namespace torchtidy::flow {

bool runsOnDeviceOnly(const FunctionDecl &Function) {
  return Function.hasAttr<CUDAGlobalAttr>() || (Function.hasAttr<CUDADeviceAttr>() && !Function.hasAttr<CUDAHostAttr>());
}

TuAnalysis::TuAnalysis(ASTContext &Context, const ApiModel &Api) : Context(Context), Api(Api), Kept(Context, Api) {}
TuAnalysis::~TuAnalysis() = default;

namespace {

class Collector : public UserCodeVisitor<Collector> {
public:
  Collector(ASTContext &Context, const ApiModel &Api, std::vector<const FunctionDecl *> &Out)
      : UserCodeVisitor(Api), Context(Context), Out(Out) {}
  bool VisitFunctionDecl(FunctionDecl *F) {
    const auto *M = dyn_cast<CXXMethodDecl>(F);
    if (F->isThisDeclarationADefinition() && F->hasBody() && !F->isDependentContext() && !F->isDefaulted() &&
        !runsOnDeviceOnly(*F) && !(M && M->getParent()->isLambda()))
      Out.push_back(F);
    return true;
  }

  bool VisitVarDecl(VarDecl *Variable) { return add(asFunction(*Variable, Context)); }
  bool VisitFieldDecl(FieldDecl *Field) { return add(asFunction(*Field, Context)); }

private:
  bool add(const FunctionDecl *F) {
    if (F)
      Out.push_back(F);
    return true;
  }
  ASTContext &Context;
  std::vector<const FunctionDecl *> &Out;
};

/// A `;` or `}` that is not there: the parser mends it and leaves no mark in the AST, but the code is half typed.
bool isUnfinished(const Stmt &S, const SourceManager &SM, const LangOptions &Lang) {
  SourceLocation End = S.getEndLoc();
  auto Ends = [&](SourceLocation At, char With) { return At.isInvalid() || At.isMacroID() || *SM.getCharacterData(At) == With; };
  if (isa<CompoundStmt>(S))
    return !Ends(End, '}');
  if (isa<DeclStmt>(S))
    return !Ends(End, ';');
  if (!isa<Expr, ReturnStmt>(S) || End.isInvalid() || End.isMacroID())
    return false;
  auto Next = Lexer::findNextToken(End, SM, Lang);
  return !Next || Next->isNot(tok::semi);
}

/// Whether a statement of a block is unfinished; looked for only where the compiler has found an error somewhere.
bool isHalfTyped(const FunctionDecl &Function) {
  const ASTContext &Context = Function.getASTContext();
  if (!Context.getDiagnostics().hasErrorOccurred())
    return false;
  llvm::SmallVector<const Stmt *, 32> Work{Function.getBody()};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      if (isUnfinished(*Block, Context.getSourceManager(), Context.getLangOpts()))
        return true;
      for (const Stmt *Inner : Block->body())
        if (isUnfinished(*Inner, Context.getSourceManager(), Context.getLangOpts()))
          return true;
    }
    Work.append(S->child_begin(), S->child_end());
  }
  return false;
}

/// Errors leave holes in the AST; nothing is claimed about a function that has one.
bool hasErrors(const FunctionDecl &Function) {
  // The CFG of constructors and destructors walks over bases and fields, and trusts them to be complete.
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Function)) {
    const CXXRecordDecl &Class = *cast<CXXMethodDecl>(Function).getParent();
    if (Class.isInvalidDecl() || !Class.hasDefinition())
      return true;
    for (const CXXBaseSpecifier &B : Class.bases())
      if (const auto *R = B.getType()->getAsCXXRecordDecl(); !R || !R->hasDefinition() || R->isInvalidDecl())
        return true;
    for (const FieldDecl *F : Class.fields())
      if (F->isInvalidDecl())
        return true;
  }
  llvm::SmallVector<const Stmt *, 32> Work{Function.getBody()};
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&Function))
    for (const CXXCtorInitializer *I : C->inits()) {
      if (!I->getInit())
        return true;
      Work.push_back(I->getInit());
    }
  for (const ParmVarDecl *P : Function.parameters())
    if (P->isInvalidDecl())
      return true;
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *E = dyn_cast<Expr>(S)) {
      if (E->containsErrors() || E->getType().isNull())
        return true;
    } else if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Inner : D->decls())
        if (Inner->isInvalidDecl())
          return true;
    }
    Work.append(S->child_begin(), S->child_end());
  }
  return false;
}

} // namespace

const std::vector<const FunctionAnalysis *> &TuAnalysis::functions() {
  if (Collected)
    return Functions;
  Collected = true;
  std::vector<const FunctionDecl *> Found;
  Collector C(Context, Api, Found);
  for (Decl *D : Context.getTraversalScope())
    C.TraverseDecl(D);
  llvm::DenseSet<const FunctionDecl *> Seen;
  for (const FunctionDecl *F : Found)
    if (Seen.insert(F->getCanonicalDecl()).second)
      if (const FunctionAnalysis *A = analyse(*F))
        Functions.push_back(A);
  return Functions;
}

/// Runs a function; in a recursion again and again, each round with the summary of the last, until it stays the same.
bool TuAnalysis::solve(Entry &E, const FunctionDecl &Definition) {
  for (unsigned Round = 0; Round < limits::MaxRecursionRounds; ++Round) {
    E.Analysis = std::make_unique<FunctionAnalysis>(*this, Definition);
    if (!E.Analysis->run())
      return false;
    if (!E.Recursive)
      return true;
    std::string Now = printSummary(E.Analysis->summary());
    if (E.Before && printSummary(E.Before->summary()) == Now)
      return true;
    if (E.Before)
      Retired.push_back(std::move(E.Before));
    E.Before = std::move(E.Analysis);
  }
  return false;
}

const FunctionAnalysis *TuAnalysis::analyse(const FunctionDecl &Function, bool *Pending) {
  const FunctionDecl *Definition = nullptr;
  if (!Function.hasBody(Definition) || !Definition->getBody() || Definition->isDependentContext() ||
      Definition->isDefaulted() || isa<CoroutineBodyStmt>(Definition->getBody()) ||
      runsOnDeviceOnly(*Definition) || !Api.isUserCode(Definition->getLocation()))
    return nullptr;
  const FunctionDecl *Key = Definition->getCanonicalDecl();
  auto It = Cache.find(Key);
  if (It != Cache.end()) {
    Entry &E = It->second;
    if (E.Done)
      return E.Good ? E.Analysis.get() : nullptr;
    E.Recursive = true;
    Lowest = std::min(Lowest, E.Level);
    if (Pending)
      *Pending = !E.Before;
    return E.Before.get();
  }
  if (Depth >= limits::MaxCallDepth)
    return nullptr; // not cached: it may be asked for again from the top
  ++Stats.Functions;
  unsigned OuterLowest = std::exchange(Lowest, ~0u);
  Entry &E = Cache[Key];
  E.Level = ++Depth;
  E.Good = !Definition->isInvalidDecl() && !hasErrors(*Definition) && !isHalfTyped(*Definition) && solve(E, *Definition);
  E.Done = true;
  --Depth;
  if (!E.Good)
    ++Stats.GivenUp;
  const FunctionAnalysis *Result = E.Good ? E.Analysis.get() : nullptr;
  // What leant on a function still in work is good for this round only.
  if (Lowest < E.Level) {
    if (E.Analysis)
      Retired.push_back(std::move(E.Analysis));
    if (E.Before)
      Retired.push_back(std::move(E.Before));
    Cache.erase(Key);
    --Stats.Functions;
  } else {
    Lowest = ~0u;
  }
  Lowest = std::min(Lowest, OuterLowest);
  return Result;
}

const FunctionAnalysis *TuAnalysis::assumingRounds(const FunctionAnalysis &F) {
  auto [It, New] = Rounds.try_emplace(&F);
  if (New && hasSkippableLoop(*F.function().getBody())) {
    Statistics Before = Stats; // it is the same code
    It->second = std::make_unique<FunctionAnalysis>(*this, F.function(), /*LoopsRun=*/true);
    if (!It->second->run())
      It->second = nullptr;
    Before.Steps = Stats.Steps;
    Stats = Before;
  }
  return It->second.get();
}

bool TuAnalysis::holdsHandle(QualType T) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  auto Cached = Holds.find(T.getAsOpaquePtr());
  if (Cached != Holds.end())
    return Cached->second;
  Holds[T.getAsOpaquePtr()] = false; // recursive types hold what their other members hold
  bool Result = false;
  if (T->isDependentType() || T->isPointerType()) {
    Result = false;
  } else if (Api.isHandle(T)) {
    Result = true;
  } else if (const auto *Array = Context.getAsArrayType(T)) {
    Result = holdsHandle(Array->getElementType());
  } else if (const auto *R = T->getAsCXXRecordDecl()) {
    // Whatever was put in, or captured.
    Result = StdModel::isStd(*R) && (R->getName() == "any" || R->getName() == "function" ||
                                     R->getName() == "move_only_function" || R->getName() == "packaged_task");
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R)) {
      auto Look = [&](auto &&Self, const TemplateArgument &A) -> void {
        if (A.getKind() == TemplateArgument::Type)
          Result |= holdsHandle(A.getAsType());
        else if (A.getKind() == TemplateArgument::Pack)
          for (const TemplateArgument &P : A.pack_elements())
            Self(Self, P);
      };
      for (const TemplateArgument &A : S->getTemplateArgs().asArray())
        Look(Look, A);
    }
    if (!Result && R->hasDefinition() && Api.isUserCode(R->getLocation())) {
      for (const FieldDecl *F : R->fields())
        Result |= holdsHandle(F->getType());
      for (const CXXBaseSpecifier &B : R->bases())
        Result |= holdsHandle(B.getType());
    }
  }
  Holds[T.getAsOpaquePtr()] = Result;
  return Result;
}

bool TuAnalysis::refersToMemory(QualType T) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType() || StdModel::isViewType(T) || StdModel::isSmartPointer(T))
    return true;
  if (T->isArrayType())
    return refersToMemory(Context.getAsArrayType(T)->getElementType());
  const auto *R = T->getAsCXXRecordDecl();
  if (!R || Api.isHandle(T.getCanonicalType().getUnqualifiedType()))
    return false;
  if (StdModel::isStd(*R)) { // a pair, optional or vector of pointers or owners
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R); S && S->getTemplateArgs().size() > 0)
      for (const TemplateArgument &A : S->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type &&
            (A.getAsType()->isPointerType() || StdModel::isSmartPointer(A.getAsType()) || Api.isSharedOwner(A.getAsType())))
          return true;
    return false;
  }
  if (!Api.isUserCode(R->getLocation()) && holdsHandle(T))
    return false; // a list of tensors: what it holds is known, not where it lies
  return R->hasDefinition() && !Api.carriesAttrs(T.getCanonicalType().getUnqualifiedType());
}

} // namespace torchtidy::flow
