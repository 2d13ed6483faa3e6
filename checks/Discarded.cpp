#include "Discarded.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "flow/TuAnalysis.h"
#include <utility>

using namespace clang;

namespace torchtidy {

using flow::CallSite;

const Expr *namedTensor(const Expr *E, const api::TorchModel &Model) {
  while (E) {
    E = E->IgnoreUnlessSpelledInSource();
    if (isa<DeclRefExpr, MemberExpr, ArraySubscriptExpr>(E))
      return E;
    if (const auto *Deref = dyn_cast<UnaryOperator>(E))
      return Deref->getOpcode() == UO_Deref ? E : nullptr;
    std::optional<CallSite> Call = CallSite::of(*E);
    if (!Call)
      return nullptr;
    if (flow::StdModel::isStd(*Call->Callee)) { // an element: `v[i]`, `m.at(k)`, `*it`, `p->`, `get<0>(pair)`
      bool Element = !Call->Operands.empty() && (E->isLValue() || E->getType()->isPointerType());
      return Element && namedTensor(Call->operand(0), Model) ? E : nullptr;
    }
    std::optional<api::PureCall> Pure = Model.pureCall(*Call);
    if (!Pure || Pure->Self < 0)
      return nullptr;
    E = Call->operand(Pure->Self);
  }
  return nullptr;
}

namespace {

/// A loop or a lambda around a statement.
struct Frame {
  const Stmt *Owner = nullptr; ///< ForStmt, WhileStmt, .., LambdaExpr
  const Stmt *Body = nullptr;
};

class Walker {
public:
  Walker(const flow::FunctionAnalysis &F, const api::TorchModel &Model)
      : Context(F.tu().context()), SM(Context.getSourceManager()), Model(Model) {}

  std::vector<DiscardedCall> Found;

  void statement(const Stmt *S);
  void inside(const Stmt *S);

private:
  void block(const CompoundStmt &Block, bool KeepsLast);
  void loop(const Stmt &Loop, const Stmt *Body);
  void lambda(const LambdaExpr &L);
  void drop(const Expr &E, bool InChoice);
  Purpose purposeOf(const CallSite &Call, const Expr &E) const;
  bool computesOnly(const Stmt *S) const;
  bool synchronises(const Stmt &S) const;
  bool waits(const Stmt &S) const;
  bool isTimed(const Expr &E) const;
  bool isMacroArgument(const Expr &E) const;
  bool isUsedAfter(llvm::ArrayRef<const ValueDecl *> Tensor) const;

  ASTContext &Context;
  const SourceManager &SM;
  const api::TorchModel &Model;
  llvm::SmallVector<Frame, 4> Frames;
  llvm::SmallVector<std::pair<const CompoundStmt *, const Stmt *>, 8> Blocks; ///< and the child that is walked
  unsigned Tries = 0, MacroTries = 0;
  size_t TryBlock = 0; ///< of Blocks: where the innermost `try` begins
  bool InInstance = false; ///< of a generic lambda
};

/// Children that are statements run for their effect; expressions among them are looked through by `inside`.
void Walker::statement(const Stmt *S) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S)) {
    drop(*E, /*InChoice=*/false);
    return inside(E);
  }
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return block(*Block, /*KeepsLast=*/false);
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    statement(If->getInit());
    inside(If->getCond());
    if (!If->isConstexpr() || If->getCond()->isValueDependent()) {
      statement(If->getThen());
      return statement(If->getElse());
    }
    std::optional<const Stmt *> Taken = If->getNondiscardedCase(Context);
    return statement(Taken ? *Taken : nullptr);
  }
  if (const auto *For = dyn_cast<ForStmt>(S)) {
    statement(For->getInit());
    inside(For->getCond());
    loop(*S, For->getInc());
    return loop(*S, For->getBody());
  }
  if (const auto *For = dyn_cast<CXXForRangeStmt>(S)) {
    statement(For->getInit());
    inside(For->getRangeInit());
    return loop(*S, For->getBody());
  }
  if (const auto *While = dyn_cast<WhileStmt>(S)) {
    inside(While->getCond());
    return loop(*S, While->getBody());
  }
  if (const auto *Do = dyn_cast<DoStmt>(S)) {
    inside(Do->getCond());
    return loop(*S, Do->getBody());
  }
  if (const auto *Switch = dyn_cast<SwitchStmt>(S)) {
    statement(Switch->getInit());
    inside(Switch->getCond());
    return statement(Switch->getBody());
  }
  if (const auto *Case = dyn_cast<SwitchCase>(S))
    return statement(Case->getSubStmt());
  if (const auto *Label = dyn_cast<LabelStmt>(S))
    return statement(Label->getSubStmt());
  if (const auto *Marked = dyn_cast<AttributedStmt>(S))
    return statement(Marked->getSubStmt());
  if (const auto *Captured = dyn_cast<CapturedStmt>(S)) // the body of an OpenMP region
    return statement(Captured->getCapturedStmt());
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(S))
    return statement(Coroutine->getBody());
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    size_t Outer = std::exchange(TryBlock, Blocks.size());
    unsigned &Count = SM.isMacroBodyExpansion(Try->getTryLoc()) ? MacroTries : Tries;
    ++Count;
    statement(Try->getTryBlock());
    --Count;
    TryBlock = Outer;
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      statement(Try->getHandler(I)->getHandlerBlock());
    return;
  }
  if (isa<OMPExecutableDirective>(S))
    for (const Stmt *Child : S->children())
      statement(Child);
  else
    inside(S); // declarations, return, throw, co_return
}

/// Looks for lambdas and statement expressions in what is evaluated for its value.
void Walker::inside(const Stmt *S) {
  if (!S || isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, CXXTypeidExpr, RequiresExpr>(S))
    return;
  if (const auto *L = dyn_cast<LambdaExpr>(S))
    lambda(*L);
  else if (const auto *Block = dyn_cast<StmtExpr>(S))
    return block(*Block->getSubStmt(), /*KeepsLast=*/true);
  for (const Stmt *Child : S->children())
    if (Child && isa<LambdaExpr>(S) && isa<CompoundStmt>(Child))
      continue; // the body: done
    else if (Child && !isa<Expr>(Child))
      statement(Child);
    else
      inside(Child);
}

void Walker::block(const CompoundStmt &Block, bool KeepsLast) {
  Blocks.push_back({&Block, nullptr});
  for (const Stmt *Child : Block.body()) {
    Blocks.back().second = Child;
    if (KeepsLast && Child == Block.body_back() && isa<Expr>(Child))
      inside(Child);
    else
      statement(Child);
  }
  Blocks.pop_back();
}

void Walker::loop(const Stmt &Loop, const Stmt *Body) {
  Frames.push_back({&Loop, Body});
  statement(Body);
  Frames.pop_back();
}

void Walker::lambda(const LambdaExpr &L) {
  auto OuterBlocks = std::exchange(Blocks, {});
  size_t OuterTry = std::exchange(TryBlock, 0);
  auto Walk = [&](const Stmt *Body) {
    Frames.push_back({&L, Body});
    statement(Body);
    Frames.pop_back();
  };
  if (const FunctionTemplateDecl *Generic = L.getDependentCallOperator()) {
    bool Outer = std::exchange(InInstance, true);
    for (const FunctionDecl *Instance : Generic->specializations())
      if (Instance->hasBody())
        Walk(Instance->getBody());
    InInstance = Outer;
  } else {
    Walk(L.getBody());
  }
  Blocks = std::move(OuterBlocks);
  TryBlock = OuterTry;
}

void Walker::drop(const Expr &E, bool InChoice) {
  const Expr *Core = E.IgnoreUnlessSpelledInSource();
  if (const auto *Choice = dyn_cast<ConditionalOperator>(Core)) {
    drop(*Choice->getTrueExpr(), true);
    return drop(*Choice->getFalseExpr(), true);
  }
  if (!isa<CallExpr>(Core) || Core->isTypeDependent())
    return;
  if (std::optional<CallSite> Call = CallSite::of(*Core); Call && Model.isApi(*Call->Callee)) {
    Purpose For = purposeOf(*Call, E);
    Found.push_back({std::move(*Call), For, InChoice || InInstance});
  }
}

/// A statement that has no other effect than to take time: calls without effects, and variables for them.
bool Walker::computesOnly(const Stmt *S) const {
  if (!S)
    return true;
  if (isa<DeclStmt, NullStmt>(S))
    return true;
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return llvm::all_of(Block->body(), [&](const Stmt *Child) { return computesOnly(Child); });
  if (const auto *For = dyn_cast<ForStmt>(S))
    return computesOnly(For->getBody());
  if (const auto *For = dyn_cast<CXXForRangeStmt>(S))
    return computesOnly(For->getBody());
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return computesOnly(While->getBody());
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return false;
  E = E->IgnoreUnlessSpelledInSource();
  std::optional<CallSite> Call = CallSite::of(*E);
  if (!Call)
    return isa<UnaryOperator>(E); // ++i
  return Model.pureCall(*Call) || synchronises(*E);
}

/// Whether a statement is there to wait for the device: `torch::cuda::synchronize()`, also inside of a check macro, or
/// `t.item()` whose number nobody takes.
bool Walker::synchronises(const Stmt &S) const {
  if (const auto *E = dyn_cast<Expr>(&S))
    if (std::optional<CallSite> Call = CallSite::of(*E->IgnoreUnlessSpelledInSource()); Call && Model.isApi(*Call->Callee))
      if (std::optional<api::PureCall> Pure = Model.pureCall(*Call); Pure && Pure->Synchronises)
        return true;
  return waits(S);
}

bool Walker::waits(const Stmt &S) const {
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && Model.waits(*Callee))
      return true;
  return llvm::any_of(S.children(), [&](const Stmt *Child) { return Child && waits(*Child); });
}

bool readsClock(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *F = Call->getDirectCallee();
        F && F->getDeclName().isIdentifier() && F->getName() == "now" && flow::StdModel::isStd(*F))
      return true;
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Inner : D->decls())
      if (const auto *Var = dyn_cast<VarDecl>(Inner); Var && readsClock(Var->getInit()))
        return true;
  return llvm::any_of(S->children(), readsClock);
}

/// Between two readings of a clock, or before a synchronisation, with nothing but such calls between.
bool Walker::isTimed(const Expr &E) const {
  if (Blocks.empty() || Blocks.back().second != &E)
    return false;
  llvm::ArrayRef<Stmt *> Body(const_cast<Stmt *const *>(Blocks.back().first->body_begin()),
                              Blocks.back().first->size());
  auto Here = llvm::find(Body, &E);
  bool Started = false, Ended = false;
  for (auto It = Here; It != Body.begin() && !Started;) {
    --It;
    Started = readsClock(*It);
    if (!Started && !computesOnly(*It))
      break;
  }
  for (auto It = std::next(Here); It != Body.end() && !Ended; ++It) {
    if (synchronises(**It))
      return true;
    Ended = readsClock(*It);
    if (!Ended && !computesOnly(*It))
      break;
  }
  return Started && Ended;
}

/// `TIME(x.add(y))`: the macro has the call for something.
bool Walker::isMacroArgument(const Expr &E) const {
  SourceLocation Begin = E.getBeginLoc(), End = E.getEndLoc();
  const LangOptions &Lang = Context.getLangOpts();
  return SM.isMacroArgExpansion(Begin) && SM.isMacroArgExpansion(End) &&
         Lexer::isAtStartOfMacroExpansion(Begin, SM, Lang) && Lexer::isAtEndOfMacroExpansion(End, SM, Lang);
}

/// Variables that an expression names.
class Names : public RecursiveASTVisitor<Names> {
public:
  llvm::SmallVector<const ValueDecl *, 4> Named;
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    Named.push_back(Ref->getDecl());
    return true;
  }
};

/// Whether what stands behind in the `try` goes on with the tensor. A probe has no more use for it.
bool Walker::isUsedAfter(llvm::ArrayRef<const ValueDecl *> Tensor) const {
  for (const auto &[Block, Here] : llvm::drop_begin(Blocks, TryBlock)) {
    bool Behind = false;
    for (const Stmt *S : Block->body()) {
      Names Of;
      if (Behind && !(isa<Expr>(S) && computesOnly(S))) // another probe is no use
        Of.TraverseStmt(const_cast<Stmt *>(S));
      if (llvm::any_of(Of.Named, [&](const ValueDecl *D) { return llvm::is_contained(Tensor, D); }))
        return true;
      Behind |= S == Here;
    }
  }
  return false;
}

/// Whether a loop or lambda gives the variable a new value each time: `for (auto &t : ts) t.to(device)` is no warm-up.
bool varies(const ValueDecl &Decl, const Frame &Around, const SourceManager &SM) {
  SourceLocation At = SM.getFileLoc(Decl.getLocation()), Begin = SM.getFileLoc(Around.Owner->getBeginLoc());
  SourceLocation Body = SM.getFileLoc(Around.Body ? Around.Body->getBeginLoc() : Around.Owner->getEndLoc());
  return SM.isPointWithin(At, Begin, Body);
}

Purpose Walker::purposeOf(const CallSite &Call, const Expr &E) const {
  if (MacroTries > 0 && E.getBeginLoc().isMacroID())
    return Purpose::Throws;
  Names Of;
  if (!Call.Operands.empty())
    Of.TraverseStmt(const_cast<Expr *>(Call.operand(0)));
  // A macro may also begin a `try` for what stands after it.
  if ((Tries > 0 || MacroTries > 0) && !isUsedAfter(Of.Named))
    return Purpose::Tries;
  if (isMacroArgument(E) || isTimed(E))
    return Purpose::Measures;
  for (const Frame &Around : llvm::reverse(Frames)) {
    if (!computesOnly(Around.Body))
      break;
    if (llvm::none_of(Of.Named, [&](const ValueDecl *D) { return varies(*D, Around, SM); }))
      return Purpose::Measures;
  }
  return Purpose::None;
}

} // namespace

std::vector<DiscardedCall> discardedCalls(const flow::FunctionAnalysis &F, const api::TorchModel &Model) {
  Walker W(F, Model);
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&F.function()))
    for (const CXXCtorInitializer *I : C->inits())
      if (I->isWritten())
        W.inside(I->getInit());
  W.statement(F.function().getBody());
  return std::move(W.Found);
}

} // namespace torchtidy
