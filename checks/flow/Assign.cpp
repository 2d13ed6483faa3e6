// Assignments, initialisers and braces: places that take values.
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

Evaluated FunctionAnalysis::temporary(const Expr &E, ValueId V) {
  PlaceId P = Places.temporary(E);
  store(P, V);
  return {V, {P}};
}

Evaluated FunctionAnalysis::computeAssignment(const BinaryOperator &Op) {
  Evaluated Left = evaluate(*Op.getLHS());
  Evaluated Right = evaluate(*Op.getRHS());
  QualType T = Op.getLHS()->getType();
  bool Through = Left.V != Bottom && !Values[Left.V].Origins.empty() && !Tu.holdsHandle(T);
  if (Through && !T->isPointerType()) { // *data_ptr = x, accessor[i] = x
    WriteFact W;
    W.Site = &Op;
    W.Target = Op.getLHS();
    W.Name = "=";
    W.Value = Left.V;
    emitWrite(std::move(W));
    return Left;
  }
  if (Op.getOpcode() == BO_Assign) {
    if (Tu.refersToMemory(T) || Tu.holdsHandle(T) || Tu.api().carriesAttrs(T.getUnqualifiedType()))
      assign(Left.Places, attributesOf(*Op.getRHS(), Right.V), Op);
  }
  for (PlaceId P : Left.Places)
    if (Places[P].Kind != PlaceKind::Variable)
      raise(Places.root(P), PlaceFlag::Written);
  Left.V = Right.V;
  return Left;
}

void FunctionAnalysis::bindMember(PlaceId Object, const FieldDecl &Field, const Expr &Init) {
  Evaluated E = evaluate(Init);
  PlaceId P = Places.field(Object, Field);
  if (Field.getType()->isReferenceType() && !E.Places.empty())
    store(P, whole(E.Places.front()));
  else if (E.Places.size() == 1 && Field.getType()->isRecordType())
    copyObject(P, E.Places.front());
  else
    store(P, attributesOf(Init, E.V));
  emit(EventKind::Bind, &Init, P, load(P));
}

/// `S s;` of a class without a constructor of its own: the initialisers of its fields.
Evaluated FunctionAnalysis::defaultConstructed(const CXXConstructExpr &E) {
  PlaceId P = Places.temporary(E);
  store(P, Values.empty());
  const CXXRecordDecl &Class = *E.getConstructor()->getParent();
  if (Class.hasDefinition() && Tu.api().isUserCode(Class.getLocation()))
    for (const FieldDecl *F : Class.fields())
      if (const Expr *Init = F->getInClassInitializer())
        bindMember(P, *F, *Init);
  return {whole(P), {P}};
}

Evaluated FunctionAnalysis::computeInitList(const InitListExpr &L) {
  const InitListExpr *List = L.isSemanticForm() || !L.getSemanticForm() ? &L : L.getSemanticForm();
  const auto *Record = List->getType()->getAsRecordDecl();
  if (Record && !Record->isUnion() && List->getNumInits() > 1) {
    PlaceId P = Places.temporary(L);
    store(P, Values.empty());
    unsigned I = 0;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      I = Class->getNumBases();
    for (const FieldDecl *F : Record->fields()) {
      if (F->isUnnamedBitField())
        continue;
      if (I >= List->getNumInits())
        break;
      bindMember(P, *F, *List->getInit(I++));
    }
    return {whole(P), {P}};
  }
  Value Sum;
  for (const Expr *Init : List->inits()) {
    Evaluated E = evaluate(*Init);
    if (ValueId V = attributesOf(*Init, E.V); V != Bottom)
      Sum.merge(Values[V]);
  }
  return {Values.intern(std::move(Sum)), {}};
}

} // namespace torchtidy::flow
