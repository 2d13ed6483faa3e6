#include "flow/Tasks.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Initialisers.h"
#include "flow/StdModel.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

namespace {

/// Whether anything after the start of a task might wait for its end. Only calls that surely do not are let through.
class Waits : public RecursiveASTVisitor<Waits> {
public:
  Waits(const ApiModel &Api, const SourceManager &SM, SourceLocation After) : Api(Api), SM(SM), After(After) {}
  bool Found = false;

  bool VisitCallExpr(CallExpr *Call) {
    if (!isAfter(*Call))
      return true;
    const FunctionDecl *Callee = Call->getDirectCallee();
    static constexpr llvm::StringLiteral Harmless[] = {"push_back", "emplace_back", "push",    "emplace", "insert", "move",
                                                       "forward",   "detach",       "swap",    "size",    "empty",  "printf",
                                                       "back",      "at",           "reserve", "make_pair"};
    bool Operator = isa<CXXOperatorCallExpr>(Call) && Callee && StdModel::isStd(*Callee);
    bool Known = Callee && (StdModel::isStd(*Callee) || Callee->getBuiltinID()) &&
                 (Operator || llvm::is_contained(Harmless, calledName(Call)));
    // libtorch's own functions know nothing of the task.
    bool Library = Callee && !StdModel::isStd(*Callee) && !Api.isUserCode(Callee->getLocation()) &&
                   Api.isHandle(Call->getType().getNonReferenceType().getCanonicalType().getUnqualifiedType());
    Found |= !Known && !Library;
    return true;
  }
  bool VisitWhileStmt(WhileStmt *Loop) { return spins(*Loop); }
  bool VisitDoStmt(DoStmt *Loop) { return spins(*Loop); }
  bool VisitVarDecl(VarDecl *Var) {
    // A guard may join in its destructor.
    const auto *Class = Var->getType()->getAsCXXRecordDecl();
    Found |= Class && Class->hasDefinition() && Class->hasNonTrivialDestructor() && !StdModel::isStd(*Class) &&
             Api.isUserCode(Class->getLocation()) && Class->getDestructor() && Class->getDestructor()->isUserProvided();
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; } // runs when it is called

private:
  bool isAfter(const Stmt &S) const { return SM.isBeforeInTranslationUnit(After, S.getBeginLoc()); }
  bool spins(const Stmt &Loop) {
    Found |= isAfter(Loop);
    return true;
  }
  const ApiModel &Api;
  const SourceManager &SM;
  SourceLocation After;
};

class Tasks {
public:
  Tasks(const FunctionAnalysis &F, const VarDecl &Owner)
      : F(F), SM(F.tu().context().getSourceManager()), Parents(parentsIn(F.function())) {
    Scope = scopeOf(Owner);
  }

  std::vector<TaskLeft> find() {
    std::vector<TaskLeft> Out;
    if (!Scope)
      return Out;
    for (const CallFact &Fact : F.calls())
      if (startsTask(*Fact.Site))
        if (const Stmt *Leaves = whereItLeaves(*Fact.Site); Leaves && !waitsAfter(*Fact.Site))
          Out.push_back({&Fact, Leaves});
    return Out;
  }

  static bool startsTask(const Expr &E) { return StdModel::isTask(E.getType()) || madeInPlace(E); }

private:
  /// `workers.emplace_back([t] { .. })`
  static const CXXMemberCallExpr *madeInPlace(const Expr &E) {
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&E);
    return Method && StdModel::isTaskContainer(Method->getObjectType()) ? Method : nullptr;
  }

  /// The block that a variable is declared in; the body for parameters. Null where it is something else.
  const CompoundStmt *scopeOf(const VarDecl &Var) const {
    if (isa<ParmVarDecl>(Var))
      return Var.getDeclContext() == &F.function() ? dyn_cast_or_null<CompoundStmt>(F.function().getBody()) : nullptr;
    struct Finder : RecursiveASTVisitor<Finder> {
      explicit Finder(const VarDecl &Var) : Var(Var) {}
      bool VisitDeclStmt(DeclStmt *S) {
        if (llvm::is_contained(S->decls(), &Var))
          Found = S;
        return !Found;
      }
      const VarDecl &Var;
      const DeclStmt *Found = nullptr;
    } Find(Var);
    Find.TraverseStmt(F.function().getBody());
    return Find.Found ? dyn_cast_or_null<CompoundStmt>(Parents->getParent(Find.Found)) : nullptr;
  }

  bool isInScope(const VarDecl &Var) const {
    return SM.isPointWithin(SM.getExpansionLoc(Var.getLocation()), SM.getExpansionLoc(Scope->getBeginLoc()),
                            SM.getExpansionLoc(Scope->getEndLoc()));
  }

  /// Whether an object lives on when the owner's block has ended.
  bool livesOn(const Expr *Object) const {
    while (Object) {
      Object = Object->IgnoreParenImpCasts();
      if (const auto *Member = dyn_cast<MemberExpr>(Object)) {
        if (Member->isArrow())
          return true;
        Object = Member->getBase();
      } else if (const auto *At = dyn_cast<CXXOperatorCallExpr>(Object); At && At->getOperator() == OO_Subscript) {
        Object = At->getArg(0);
      } else if (const auto *Deref = dyn_cast<UnaryOperator>(Object)) {
        return Deref->getOpcode() == UO_Deref;
      } else {
        break;
      }
    }
    if (isa_and_nonnull<CXXThisExpr>(Object))
      return true;
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Object);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var)
      return false;
    if (isa<ParmVarDecl>(Var))
      return Var->getType()->isReferenceType() || Var->getType()->isPointerType();
    return !Var->getType()->isReferenceType() && (!Var->hasLocalStorage() || !isInScope(*Var));
  }

  /// Where the task object that the expression is leaves the scope; looks through temporaries, moves and one variable.
  const Stmt *whereItLeaves(const Expr &Task) const {
    if (const CXXMemberCallExpr *Method = madeInPlace(Task))
      return livesOn(Method->getImplicitObjectArgument()) ? Method : nullptr;
    for (const Stmt *S = outward(*Parents, &Task); S; S = outward(*Parents, S)) {
      if (isa<ReturnStmt>(S))
        return S;
      if (isa<CXXConstructExpr, CXXFunctionalCastExpr>(S) && StdModel::isTask(cast<Expr>(S)->getType()))
        continue;
      if (const auto *Declares = dyn_cast<DeclStmt>(S)) {
        const auto *Var = Declares->isSingleDecl() ? dyn_cast<VarDecl>(Declares->getSingleDecl()) : nullptr;
        return Var && StdModel::isTask(Var->getType()) ? whereVariableLeaves(*Var) : nullptr;
      }
      const auto *Call = dyn_cast<CallExpr>(S);
      if (!Call)
        return isa<MemberExpr>(S) ? nextMethod(*S) : nullptr;
      if (calledName(Call) == "move" && StdModel::isTask(Call->getType()))
        continue;
      return takes(*Call);
    }
    return nullptr;
  }

  /// `std::thread(..).detach()`, seen from the member that is named.
  const Stmt *nextMethod(const Stmt &Member) const {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Parents->getParent(&Member));
    return Call && calledName(Call) == "detach" ? Call : nullptr;
  }

  /// `pool.push_back(std::thread(..))`, `worker_ = std::thread(..)`
  const Stmt *takes(const CallExpr &Call) const {
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call))
      return Op->getOperator() == OO_Equal && livesOn(Op->getArg(0)) ? Op : nullptr;
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call);
    static constexpr llvm::StringLiteral Takes[] = {"push_back", "emplace_back", "push", "emplace", "insert"};
    return Method && llvm::is_contained(Takes, calledName(&Call)) && Call.getDirectCallee() &&
                   StdModel::isStd(*Call.getDirectCallee()) && livesOn(Method->getImplicitObjectArgument())
               ? Method
               : nullptr;
  }

  const Stmt *whereVariableLeaves(const VarDecl &Var) const {
    struct Uses : RecursiveASTVisitor<Uses> {
      explicit Uses(const VarDecl &Var) : Var(Var) {}
      bool VisitDeclRefExpr(DeclRefExpr *Ref) {
        if (Ref->getDecl() == &Var)
          All.push_back(Ref);
        return true;
      }
      const VarDecl &Var;
      std::vector<const DeclRefExpr *> All;
    } Of(Var);
    Of.TraverseStmt(F.function().getBody());
    for (const DeclRefExpr *Use : Of.All)
      if (const Stmt *Leaves = whereItLeaves(*Use))
        return Leaves;
    return nullptr;
  }

  bool waitsAfter(const Expr &Task) const {
    Waits W(F.tu().api(), SM, Task.getEndLoc());
    W.TraverseStmt(const_cast<CompoundStmt *>(Scope));
    return W.Found;
  }

  const FunctionAnalysis &F;
  const SourceManager &SM;
  std::unique_ptr<ParentMap> Parents;
  const CompoundStmt *Scope = nullptr; ///< null where nothing can be said
};

} // namespace

std::vector<TaskLeft> tasksLeftRunning(const FunctionAnalysis &F, const VarDecl &Owner) {
  if (!F.function().getBody() || llvm::none_of(F.calls(), [](const CallFact &Fact) { return Tasks::startsTask(*Fact.Site); }))
    return {};
  return Tasks(F, Owner).find();
}

} // namespace torchtidy::flow
