// Expressions and declarations: the only place, with Calls.cpp, that looks at statements.
#include "clang/AST/StmtCXX.h"
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

/// Expressions with an effect or an identity: evaluated once, where the CFG has them.
static bool isEvent(const Expr &E) {
  return isa<CallExpr, CXXConstructExpr, CXXNewExpr, CXXDeleteExpr, LambdaExpr, InitListExpr>(E) ||
         (isa<BinaryOperator>(E) && cast<BinaryOperator>(E).isAssignmentOp()) ||
         (isa<UnaryOperator>(E) && cast<UnaryOperator>(E).isIncrementDecrementOp()) ||
         isa<AbstractConditionalOperator>(E);
}

/// Looks through syntax that changes neither value nor place.
static const Expr *strip(const Expr *E) {
  while (true) {
    if (const auto *P = dyn_cast<ParenExpr>(E))
      E = P->getSubExpr();
    else if (const auto *C = dyn_cast<FullExpr>(E))
      E = C->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(E))
      E = B->getSubExpr();
    else if (const auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = S->getReplacement();
    else if (const auto *G = dyn_cast<GenericSelectionExpr>(E); G && !G->isResultDependent())
      E = G->getResultExpr();
    else if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E); D && D->getExpr())
      E = D->getExpr();
    else if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
      E = D->getExpr();
    else if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
      E = R->getSemanticForm();
    else if (const auto *O = dyn_cast<OpaqueValueExpr>(E); O && O->getSourceExpr())
      E = O->getSourceExpr();
    else if (const auto *A = dyn_cast<ArrayInitLoopExpr>(E))
      E = A->getCommonExpr();
    else
      return E;
  }
}

/// A new object made of another one.
static bool isCopy(const Expr &E) {
  const Expr *Core = strip(&E);
  while (const auto *Cast = dyn_cast<CastExpr>(Core))
    Core = strip(Cast->getSubExpr());
  const auto *C = dyn_cast<CXXConstructExpr>(Core);
  return C && C->getConstructor()->isCopyOrMoveConstructor();
}

void FunctionAnalysis::visit(const Stmt &S) {
  if (const auto *DS = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : DS->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        declare(*Var);
    return;
  }
  if (const auto *R = dyn_cast<ReturnStmt>(&S)) {
    if (R->getRetValue() && Frames.empty()) {
      Evaluated E = evaluate(*R->getRetValue());
      Returned = Values.join(Returned, E.V);
      emit(EventKind::Bind, R->getRetValue(), Places.returned(), withHeap(E.Places.empty() ? E.V : loadAll(E.Places)));
      QualType T = Function.getReturnType();
      if (isObject(T, E))
        copyObject(Places.returned(), E.Places.front()); // its fields stay apart
      for (PlaceId P : E.Places)
        if (!llvm::is_contained(ReturnedPlaces, P))
          ReturnedPlaces.push_back(P);
    } else if (R->getRetValue()) {
      ValueId &Result = Frames.back()->Result;
      Result = Values.join(Result, evaluate(*R->getRetValue()).V);
    }
    return;
  }
  const auto *E = dyn_cast<Expr>(&S);
  if (!E || E->getType().isNull())
    return;
  if (isEvent(*E)) {
    Evaluated Result = compute(*E);
    if (Crossing.contains(E))
      Cur.set(Places.temporary(*E), Result.V == Bottom ? Values.empty() : Result.V);
    Memo[E] = std::move(Result);
    return;
  }
  if (Recording)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E); Ref && isa<VarDecl, BindingDecl>(Ref->getDecl())) {
      Evaluated R = declRef(*Ref);
      for (PlaceId P : R.Places) {
        emit(EventKind::Mention, E, P, R.V);
      }
    }
}

/// A value, with what the heap objects hold that it points to.
ValueId FunctionAnalysis::withHeap(ValueId V) {
  if (V == Bottom)
    return V;
  Value Sum = Values[V];
  for (const MemoryRef &R : Values[V].Memory)
    if (R.Target != NoPlace && Places[R.Target].Kind == PlaceKind::Allocation)
      if (ValueId Inside = whole(R.Target); Inside != Bottom)
        for (const OriginRef &O : Values[Inside].Origins)
          Sum.add(O);
  return Values.intern(std::move(Sum));
}

void FunctionAnalysis::declare(const VarDecl &Var) {
  if (Var.getType()->isReferenceType()) {
    llvm::SmallVector<PlaceId, 1> Targets;
    if (const Expr *Init = Var.getInit()) {
      Evaluated E = evaluate(*Init);
      Targets = E.Places;
      if (Targets.empty()) { // a temporary whose life the reference extends, or something unknown
        PlaceId P = Places.variable(Var);
        store(P, E.V);
        Targets.push_back(P);
      }
    }
    References[&Var] = std::move(Targets);
  } else {
    PlaceId P = Places.variable(Var);
    for (PlaceFlag F : {PlaceFlag::Escaped, PlaceFlag::Written})
      Cur.set(Places.flag(P, F), Bottom);
    emit(EventKind::Declare, Var.getInit(), P);
    if (const Expr *Init = Var.getInit()) {
      if (Var.isStaticLocal()) { // initialised once, then whatever earlier calls left
        Evaluated E = evaluate(*Init);
        store(P, Values.join(keptAttributesOf(*Init, E.V), initial(P)));
      } else if (const auto *List = dyn_cast<InitListExpr>(strip(Init)); List && Var.getType()->isRecordType()) {
        store(P, Values.empty());
        Evaluated E = evaluate(*List);
        if (isObject(Var.getType(), E))
          copyObject(P, E.Places.front());
        else
          assign({P}, E.V, *Init);
      } else {
        Evaluated E = evaluate(*Init);
        const Expr *Core = strip(Init);
        if (const auto *C = dyn_cast<CXXConstructExpr>(Core); C && C->getConstructor()->isCopyOrMoveConstructor() && C->getNumArgs() >= 1)
          E = Evaluated{E.V, evaluate(*C->getArg(0)).Places};
        if (isObject(Var.getType(), E))
          copyObject(P, E.Places.front());
        else
          store(P, keptAttributesOf(*Init, E.V));
        emit(EventKind::Bind, Init, P, load(P));
      }
    } else {
      store(P, Values.empty());
    }
  }
  if (const auto *D = dyn_cast<DecompositionDecl>(&Var)) {
    for (const BindingDecl *B : D->bindings()) {
      if (const VarDecl *Holding = B->getHoldingVar()) {
        declare(*Holding);
        References[B] = References.count(Holding) ? References[Holding]
                                                  : llvm::SmallVector<PlaceId, 1>{Places.variable(*Holding)};
      } else if (const Expr *Binding = B->getBinding()) {
        References[B] = evaluate(*Binding).Places;
      }
    }
  }
}

Evaluated FunctionAnalysis::evaluate(const Expr &Whole) {
  const Expr *E = strip(&Whole);
  if (E->getType().isNull()) // recovered from an error
    return {};
  if (isEvent(*E)) {
    auto It = Memo.find(E);
    if (It == Memo.end())
      It = Memo.try_emplace(E, compute(*E)).first;
    Evaluated Result = It->second;
    if (Crossing.contains(E))
      if (ValueId V = Cur.get(Places.temporary(*E)); V != Bottom)
        Result.V = V;
    // A handle or options lvalue is read at the moment of use: the call may have been followed by another write.
    return Result;
  }
  return glue(*E);
}

Evaluated FunctionAnalysis::compute(const Expr &E) {
  if (const auto *Op = dyn_cast<BinaryOperator>(&E))
    return computeAssignment(*Op);
  if (const auto *Op = dyn_cast<UnaryOperator>(&E))
    return computeIncrement(*Op);
  if (const auto *L = dyn_cast<LambdaExpr>(&E))
    return computeLambda(*L);
  if (const auto *L = dyn_cast<InitListExpr>(&E))
    return computeInitList(*L);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(&E)) {
    Evaluated A = evaluate(*C->getTrueExpr()), B = evaluate(*C->getFalseExpr());
    Evaluated R;
    ValueId Left = attributesOf(*C->getTrueExpr(), A.V), Right = attributesOf(*C->getFalseExpr(), B.V);
    if (Left != Bottom || Right != Bottom) // else the whole may be a constant
      R.V = Values.join(keptAttributesOf(*C->getTrueExpr(), Left), keptAttributesOf(*C->getFalseExpr(), Right));
    if (!A.Places.empty() && !B.Places.empty()) {
      R.Places = A.Places;
      R.Places.append(B.Places.begin(), B.Places.end());
    }
    return R;
  }
  if (const auto *N = dyn_cast<CXXNewExpr>(&E)) {
    PlaceId P = allocate(*N);
    if (N->getInitializer() && (!N->isArray() || isa<InitListExpr>(N->getInitializer()))) {
      mergeInto(P, evaluate(*N->getInitializer()).V);
      if (N->isArray())
        raise(P, PlaceFlag::Written);
    }
    return {pointerTo({P}), {}};
  }
  if (const auto *D = dyn_cast<CXXDeleteExpr>(&E)) {
    release(evaluate(*D->getArgument()).V, *D);
    return {};
  }
  return call(E);
}

ValueId FunctionAnalysis::pointerTo(llvm::ArrayRef<PlaceId> Targets, bool May) {
  Value V;
  for (PlaceId P : Targets) {
    MemoryRef R;
    R.Target = P;
    R.May = May || Targets.size() > 1;
    V.add(R);
  }
  return Values.intern(std::move(V));
}

/// Places that a pointer expression points to; empty when unknown.
llvm::SmallVector<PlaceId, 1> FunctionAnalysis::pointees(const Expr &Pointer) {
  llvm::SmallVector<PlaceId, 1> Out;
  Evaluated E = evaluate(Pointer);
  if (E.V == Bottom)
    return Out;
  for (const MemoryRef &R : Values[E.V].Memory) {
    if (R.Target == NoPlace)
      return {};
    Out.push_back(R.Target);
  }
  return Out;
}

Evaluated FunctionAnalysis::declRef(const DeclRefExpr &E) {
  const ValueDecl *D = E.getDecl();
  if (const auto *B = dyn_cast<BindingDecl>(D)) {
    if (PlaceId Captured = capturedBy(*B); Captured != NoPlace)
      return {load(Captured), {Captured}};
    auto It = References.find(B);
    Evaluated R;
    if (It != References.end())
      R.Places = It->second;
    R.V = R.Places.empty() ? unknownOf(E.getType()) : loadAll(R.Places);
    return R;
  }
  Evaluated R;
  if (const auto *F = dyn_cast<FunctionDecl>(D)) {
    Value V;
    V.addCallable(F);
    R.V = Values.intern(std::move(V));
    return R;
  }
  const auto *Var = dyn_cast<VarDecl>(D);
  if (!Var)
    return R;
  if (PlaceId Captured = capturedBy(*Var); Captured != NoPlace)
    R.Places.push_back(Captured);
  if (R.Places.empty()) {
    auto It = References.find(Var);
    if (Var->getType()->isReferenceType() && It != References.end() && !It->second.empty())
      R.Places = It->second;
    else
      R.Places.push_back(Places.variable(*Var));
  }
  R.V = loadAll(R.Places);
  return R;
}

Evaluated FunctionAnalysis::member(const MemberExpr &E) {
  const auto *Field = dyn_cast<FieldDecl>(E.getMemberDecl());
  Evaluated R;
  if (!Field) {
    if (const auto *Var = dyn_cast<VarDecl>(E.getMemberDecl())) { // static member
      R.Places.push_back(Places.variable(*Var));
      R.V = load(R.Places.front());
    }
    return R;
  }
  llvm::SmallVector<PlaceId, 1> Objects;
  ValueId Object = Bottom;
  if (E.isArrow()) {
    Objects = pointees(*E.getBase());
  } else {
    Evaluated Base = evaluate(*E.getBase());
    Objects = Base.Places;
    Object = Base.V;
  }
  for (PlaceId P : Objects) {
    PlaceId F = Places.field(P, *Field);
    // A reference member is the place that it was bound to; without knowing it, the member itself stands for it.
    R.Places.push_back(F);
  }
  if (!R.Places.empty()) {
    R.V = loadAll(R.Places);
  } else if (Object != Bottom) { // member of a value: it holds some of what the whole holds
    Value V = Values[Object];
    if (V.Origins.size() > 1)
      V.weaken();
    R.V = Values.intern(std::move(V));
  } else {
    R.V = unknownOf(E.getType());
  }
  return R;
}

/// Constants of the API are what they are wherever they stand; a variable's own value goes first.
ValueId FunctionAnalysis::attributesOf(const Expr &E, ValueId V) {
  if (V != Bottom && !Values[V].Attributes.empty() && V != Values.unknownAttributes())
    return V;
  if (E.getType().isNull()) // an initialiser in a class that the compiler has not needed yet
    return V;
  QualType T = E.getType().getNonReferenceType().getUnqualifiedType();
  const Expr *Core = E.IgnoreParenImpCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(Core);
  // A literal may be converted to an attribute by the parameter that takes it ("cuda:0" to a device).
  bool Literal = isa<StringLiteral>(Core);
  if (!Literal && !Tu.api().carriesAttrs(T) && !(Ref && Tu.api().carriesAttrs(Ref->getType())))
    return V;
  std::optional<Attrs> A = Tu.api().constantOf(E);
  if (!A)
    return V;
  Value Out = V == Bottom ? Value() : Values[V];
  Out.Attributes = std::move(*A);
  return Values.intern(std::move(Out));
}

/// The same where it is kept: somebody's options are not the same as none.
ValueId FunctionAnalysis::keptAttributesOf(const Expr &E, ValueId V) {
  V = attributesOf(E, V);
  bool Nothing = V == Bottom || Values[V].empty();
  return Nothing && !E.getType().isNull() && Tu.api().carriesAttrs(E.getType().getNonReferenceType().getUnqualifiedType())
             ? Values.unknownAttributes()
             : V;
}

Evaluated FunctionAnalysis::glue(const Expr &E) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E)) {
    Evaluated R = declRef(*Ref);
    R.V = attributesOf(E, R.V);
    return R;
  }
  if (const auto *M = dyn_cast<MemberExpr>(&E))
    return member(*M);
  if (isa<CXXThisExpr>(E)) {
    return {pointerTo({Places.thisObject()}), {}};
  }
  if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(&E)) {
    Evaluated R = evaluate(*M->getSubExpr());
    if (R.Places.empty())
      return temporary(E, R.V);
    if (isCopy(*M->getSubExpr())) { // an object of its own: `Tensor &&u = Tensor(t)`
      if (!isObject(E.getType(), R)) // `Tensor(c ? a : b)`
        return temporary(E, R.V);
      PlaceId P = Places.temporary(E);
      copyObject(P, R.Places.front());
      return {whole(P), {P}};
    }
    return R;
  }
  if (const auto *C = dyn_cast<CastExpr>(&E)) {
    Evaluated Sub = evaluate(*C->getSubExpr());
    Sub.V = attributesOf(E, Sub.V);
    switch (C->getCastKind()) {
    case CK_ArrayToPointerDecay: {
      llvm::SmallVector<PlaceId, 1> Elements;
      for (PlaceId P : Sub.Places)
        Elements.push_back(Places.element(P));
      if (!Elements.empty())
        return {pointerTo(Elements), {}};
      return {Sub.V, {}};
    }
    case CK_LValueToRValue:
      return {Sub.V, {}};
    default: {
      QualType From = C->getSubExpr()->getType(), To = C->getType();
      if (From->isPointerType() && To->isPointerType() && From->getPointeeType().isConstQualified() &&
          !To->getPointeeType().isConstQualified() && Sub.V != Bottom) {
        Value V = Values[Sub.V];
        for (MemoryRef &R : V.Memory)
          R.Const = true;
        for (OriginRef &R : V.Origins)
          R.Const = true;
        return {Values.intern(std::move(V)), Sub.Places};
      }
      return Sub;
    }
    }
  }
  if (const auto *U = dyn_cast<UnaryOperator>(&E)) {
    Evaluated Sub = evaluate(*U->getSubExpr());
    switch (U->getOpcode()) {
    case UO_AddrOf:
      if (!Sub.Places.empty())
        return {pointerTo(Sub.Places), {}};
      return {Sub.V, {}}; // &p[i], where p points into a tensor
    case UO_Deref: {
      Evaluated R;
      R.Places = pointees(*U->getSubExpr());
      R.V = R.Places.empty() ? Sub.V : loadAll(R.Places);
      return R;
    }
    default:
      return {Sub.V, {}};
    }
  }
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(&E)) {
    Evaluated R;
    R.Places = pointees(*A->getBase());
    R.V = R.Places.empty() ? evaluate(*A->getBase()).V : loadAll(R.Places);
    // A pointer into a tensor keeps saying so: a write through it is a write to the tensor.
    if (ValueId Base = evaluate(*A->getBase()).V; Base != Bottom && !Values[Base].Origins.empty() && R.Places.empty())
      R.V = Base;
    return R;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(&E)) {
    if (B->getOpcode() == BO_Comma)
      return evaluate(*B->getRHS());
    if (B->getOpcode() == BO_PtrMemD || B->getOpcode() == BO_PtrMemI)
      return {unknownOf(E.getType()), {}};
    if (B->isAdditiveOp() && B->getType()->isPointerType())
      return {evaluate(B->getLHS()->getType()->isPointerType() ? *B->getLHS() : *B->getRHS()).V, {}};
    return {};
  }
  if (const auto *S = dyn_cast<StmtExpr>(&E)) {
    const CompoundStmt &Body = *S->getSubStmt();
    const auto *Last = Body.body_empty() ? nullptr : dyn_cast<Expr>(Body.body_back());
    return Last ? evaluate(*Last) : Evaluated();
  }
  if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(&E)) { // a view of an array that lives as long as the call
    Evaluated Array = evaluate(*L->getSubExpr());
    Value V = Array.V == Bottom ? Value() : Values[Array.V];
    for (PlaceId P : Array.Places) {
      MemoryRef R;
      R.Target = Places.element(P);
      V.add(R);
    }
    return {Values.intern(std::move(V)), {}};
  }
  if (isa<StringLiteral, CXXScalarValueInitExpr, IntegerLiteral, FloatingLiteral, CXXNullPtrLiteralExpr>(E)) {
    ValueId V = attributesOf(E, Values.empty());
    return {V, {}};
  }
  if (Tu.holdsHandle(E.getType()) || Tu.refersToMemory(E.getType()))
    return {unknownOf(E.getType()), {}};
  return {attributesOf(E, Bottom), {}};
}

} // namespace torchtidy::flow
