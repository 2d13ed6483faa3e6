// Calls whose target is a value: function pointers, closures, functors, and what algorithms do with them.
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

bool FunctionAnalysis::isCallOperator(const FunctionDecl &F) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  return M && M->getOverloadedOperator() == OO_Call;
}

/// `(*f)(x)`, `(object.*method)(x)`.
Evaluated FunctionAnalysis::callThroughPointer(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParens();
  llvm::SmallVector<Evaluated, 4> Args;
  CallSite Site;
  Site.Site = &Call;
  if (const auto *Member = dyn_cast<BinaryOperator>(Callee); Member && Member->isPtrMemOp()) {
    Evaluated Object = evaluate(*Member->getLHS());
    if (Member->getOpcode() == BO_PtrMemI) {
      Object.Places = pointees(*Member->getLHS());
      Object.V = loadAll(Object.Places);
    }
    Args.push_back(std::move(Object));
    Site.Operands.push_back(Member->getLHS());
    Site.HasObject = true;
    Callee = Member->getRHS();
  }
  for (const Expr *A : Call.arguments()) {
    Args.push_back(evaluate(*A));
    Site.Operands.push_back(A);
  }
  ValueId Target = evaluate(*Callee).V;
  ValueId Result = Bottom;
  if (Target != Bottom)
    for (const Decl *C : llvm::SmallVector<const Decl *, 1>(Values[Target].Callables))
      Result = Values.join(Result, invoke(*C, Args, Call, &Site));
  if (Result != Bottom)
    return {Result, {}};
  for (const Evaluated &A : Args)
    escape(A.V, Call);
  return {unknownOf(Call.getType()), {}};
}

/// The arguments that a callable in operand I gets.
llvm::SmallVector<Evaluated, 8> FunctionAnalysis::argumentsFor(const CallSite &Call, const Effect &Eff, unsigned I,
                                                               llvm::ArrayRef<Evaluated> Ops) {
  llvm::SmallVector<Evaluated, 8> Args;
  bool Next = I + 1 < Ops.size();
  if (isCallOperator(*Call.Callee) || Eff.Arguments == Effect::Passing::OneByOne) {
    auto Rest = Ops.drop_front(I + 1);
    Args.append(Rest.begin(), Rest.end());
  } else if (Eff.Arguments == Effect::Passing::Slots && Next) {
    QualType T = Call.operand(I + 1)->getType();
    for (unsigned S = 0; S < StdModel::slotTypes(T).size(); ++S)
      Args.push_back(slotOf(Ops[I + 1], T, S));
  } else {
    Evaluated Arg;
    Arg.V = contents(Ops, I);
    Args.assign(8, Arg); // every parameter may get any of it; more parameters than this are not filled
  }
  return Args;
}

/// An operand that the callee calls: a value that holds callables, or a functor of the user's.
void FunctionAnalysis::callOperand(const CallSite &Call, const Effect &Eff, unsigned I, llvm::ArrayRef<Evaluated> Ops) {
  llvm::SmallVector<const Decl *, 1> Targets(Values[Ops[I].V].Callables);
  const auto *Functor = Call.Operands[I]->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (Targets.empty() && Functor && !Functor->isLambda() && Functor->hasDefinition() &&
      Tu.api().isUserCode(Functor->getLocation()))
    Targets.push_back(Functor);
  if (Targets.empty())
    return;
  auto Args = argumentsFor(Call, Eff, I, Ops);
  for (const Decl *C : Targets)
    CallableResult = Values.join(CallableResult, invoke(*C, Args, *Call.Site));
}

/// What an algorithm writes through its output iterator.
void FunctionAnalysis::storeOutput(const CallSite &Call, const Effect &Eff, ValueId Called, llvm::ArrayRef<Evaluated> Ops) {
  Value Sum;
  if (Called != Bottom)
    Sum.merge(Values[Called]);
  for (unsigned From : Eff.AbsorbsFrom)
    if (From < Ops.size() && Ops[From].V != Bottom) {
      const Value &V = Values[Ops[From].V];
      addPointedTo(Sum, V);
      if (V.Memory.empty())
        Sum.merge(V);
    }
  if (Sum.empty() || Ops[Eff.StoresInto].V == Bottom)
    return;
  ValueId V = Values.intern(std::move(Sum));
  for (const MemoryRef &R : llvm::SmallVector<MemoryRef, 2>(Values[Ops[Eff.StoresInto].V].Memory))
    if (R.Target != NoPlace) {
      mergeInto(R.Target, filter(V, typeOf(R.Target)));
      emit(EventKind::Bind, Call.Site, R.Target, V);
    }
}

/// Runs a callable with values of the arguments. `As` is the call as it is written, where it is one.
ValueId FunctionAnalysis::invoke(const Decl &Callable, llvm::ArrayRef<Evaluated> Args, const Expr &Site,
                                 const CallSite *As) {
  if (const auto *F = dyn_cast<FunctionDecl>(&Callable))
    return invokeFunction(*F, Args, Site, As);
  const auto &Class = cast<CXXRecordDecl>(Callable);
  llvm::SmallVector<const CXXMethodDecl *, 2> Operators;
  for (const NamedDecl *D : Class.lookup(Tu.context().DeclarationNames.getCXXOperatorName(OO_Call))) {
    if (const auto *M = dyn_cast<CXXMethodDecl>(D))
      Operators.push_back(M);
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *S : T->specializations())
        if (const auto *M = dyn_cast<CXXMethodDecl>(S))
          Operators.push_back(M);
  }
  ValueId Result = Bottom;
  for (const CXXMethodDecl *M : Operators) {
    if (Class.isLambda()) {
      Result = Values.join(Result, runLambda(*M, Args, /*KeepEffects=*/true));
      continue;
    }
    llvm::SmallVector<Evaluated, 4> Ops(1);
    Ops.append(Args.begin(), Args.end());
    CallSite Call;
    Call.HasObject = true;
    Result = Values.join(Result, invokeFunction(*M, Ops, Site, &Call));
  }
  return Result;
}

ValueId FunctionAnalysis::invokeFunction(const FunctionDecl &F, llvm::ArrayRef<Evaluated> Args, const Expr &Site,
                                         const CallSite *As) {
  CallSite Call = As ? *As : CallSite();
  Call.Site = &Site;
  Call.Callee = &F;
  size_t Takes = F.getNumParams() + (Call.HasObject ? 1 : 0);
  llvm::SmallVector<Evaluated, 4> Ops(Args.take_front(Takes));
  Call.Operands.resize(Ops.size(), &Site);
  const FunctionAnalysis *Callee = Tu.analyse(F);
  return Callee ? applySummary(Call, Callee->summary(), Ops).V : unknownOf(F.getReturnType());
}

} // namespace torchtidy::flow
