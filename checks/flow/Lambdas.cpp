// Closures: a lambda's body runs in the state of the place where it is called.
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/Limits.h"
#include "flow/TuAnalysis.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace torchtidy::flow {

PlaceId FunctionAnalysis::LambdaFrame::capture(const ValueDecl &Var) const {
  if (fault(Fault::CaptureByReference))
    return NoPlace;
  for (const LambdaCapture &C : Closure->captures())
    if (C.capturesVariable() && C.getCaptureKind() == LCK_ByCopy && C.getCapturedVar() == &Var) {
      if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()); V && V->isInitCapture())
        return NoPlace; // an init-capture is a variable of its own
      return In->Places.capture(*Closure, Var);
    }
  return NoPlace;
}

/// The copy of a variable or structured binding that the innermost closure under way has; NoPlace where none has one.
PlaceId FunctionAnalysis::capturedBy(const ValueDecl &Var) const {
  for (const LambdaFrame *Frame : llvm::reverse(Frames))
    if (PlaceId Captured = Frame->capture(Var); Captured != NoPlace)
      return Captured;
  return NoPlace;
}

Evaluated FunctionAnalysis::computeLambda(const LambdaExpr &L) {
  const CXXRecordDecl *Closure = L.getLambdaClass();
  Lambdas[Closure] = &L;
  Value V;
  V.addCallable(Closure);
  auto Init = L.capture_init_begin();
  for (const LambdaCapture &C : L.captures()) {
    const Expr *E = Init != L.capture_init_end() ? *Init++ : nullptr;
    if (!C.capturesVariable() || !E)
      continue;
    if (const auto *Own = dyn_cast<VarDecl>(C.getCapturedVar()); Own && Own->isInitCapture()) {
      declare(*Own);
      V.merge(Values[whole(Places.variable(*Own))]);
      continue;
    }
    Evaluated Captured = evaluate(*E);
    if (C.getCaptureKind() == LCK_ByCopy) {
      PlaceId P = Places.capture(*Closure, *C.getCapturedVar());
      if (isObject(C.getCapturedVar()->getType(), Captured))
        copyObject(P, Captured.Places.front());
      else
        store(P, Captured.V);
    }
    if (Captured.V != Bottom) {
      Value Held = Values[Captured.V];
      Held.Attributes = Attrs();
      V.merge(Held);
    }
  }
  ValueId Result = Values.intern(std::move(V));
  // Whoever calls it, and when: its body is user code and is looked at once where it is written.
  if (Recording)
    if (const CXXMethodDecl *Op = Closure->getLambdaCallOperator())
      if (!Op->isDependentContext() && Op->hasBody()) {
        llvm::SaveAndRestore Later(Deferred, true);
        runLambda(*Op, {}, /*KeepEffects=*/false);
      }
  return {Result, {}};
}

/// Runs the body of a call operator. Without arguments the parameters hold what their callers gave: nothing is known.
ValueId FunctionAnalysis::runLambda(const CXXMethodDecl &Operator, llvm::ArrayRef<Evaluated> Args, bool KeepEffects) {
  const FunctionDecl *Definition = nullptr;
  QualType ResultType = Operator.getReturnType();
  if (!Operator.hasBody(Definition) || !Definition->getBody() || Frames.size() >= limits::MaxCallDepth)
    return unknownOf(ResultType);
  for (const LambdaFrame *F : Frames)
    if (F->Closure == Operator.getParent())
      return unknownOf(ResultType); // recursion
  const Stmt *Body = Definition->getBody();
  auto &Graph = LambdaGraphs[Body];
  if (!Graph) {
    Graph = buildGraph(*Definition, *Body);
    if (!Graph)
      return unknownOf(ResultType);
    findCrossing(*Graph);
  }
  const CFG *G = Graph.get();
  LambdaFrame Frame;
  Frame.Closure = Operator.getParent();
  Frame.In = this;
  State Before = Cur;
  for (unsigned I = 0; I < Definition->getNumParams(); ++I) {
    const ParmVarDecl *P = Definition->getParamDecl(I);
    References.erase(P);
    if (I < Args.size()) {
      if (P->getType()->isReferenceType() && !Args[I].Places.empty())
        References[P] = Args[I].Places;
      else
        store(Places.variable(*P), filter(Args[I].V, P->getType().getNonReferenceType()));
    } else {
      PlaceId Q = Places.variable(*P);
      Cur.set(Q, initial(Q));
    }
  }
  Frames.push_back(&Frame);
  State Exit;
  State Entry = Cur;
  bool Good = runGraph(*G, Entry, Exit, /*Nested=*/true);
  Frames.pop_back();
  Cur = Good && KeepEffects ? Exit : Before;
  return Frame.Result == Bottom ? unknownOf(ResultType) : Frame.Result;
}

} // namespace torchtidy::flow
