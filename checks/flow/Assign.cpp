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

static WriteFact assignmentOf(const Expr &Site, const Expr &Target, ValueId V) {
  WriteFact W;
  W.Site = &Site;
  W.Target = &Target;
  W.Name = "=";
  W.Value = V;
  return W;
}

/// `*data_ptr = x`, `accessor[i] = x`. False where the target is no element of a tensor.
bool FunctionAnalysis::writeTensor(const Expr &Site, const Expr &Target, const Evaluated &Left) {
  QualType T = Target.getType();
  if (Left.V == Bottom || Tu.holdsHandle(T) || T->isPointerType())
    return false;
  Value Tensors;
  for (const OriginRef &R : Values[Left.V].Origins)
    if (!llvm::is_contained(Left.Places, Origins[R.Origin].Place)) // else it is what the target held, whatever that is
      Tensors.add(R);
  if (Tensors.Origins.empty())
    return false;
  emitWrite(assignmentOf(Site, Target, Values.intern(std::move(Tensors))));
  return true;
}

Evaluated FunctionAnalysis::computeIncrement(const UnaryOperator &Op) {
  Evaluated E = evaluate(*Op.getSubExpr());
  if (!Op.getType()->isPointerType() && !writeTensor(Op, *Op.getSubExpr(), E))
    writeMemory(Op, *Op.getSubExpr(), E.Places);
  return E;
}

Evaluated FunctionAnalysis::computeAssignment(const BinaryOperator &Op) {
  Evaluated Left = evaluate(*Op.getLHS());
  Evaluated Right = evaluate(*Op.getRHS());
  QualType T = Op.getLHS()->getType();
  if (writeTensor(Op, *Op.getLHS(), Left))
    return Left;
  if (Op.getOpcode() == BO_Assign) {
    if (Tu.refersToMemory(T) || Tu.holdsHandle(T) || Tu.api().carriesAttrs(T.getUnqualifiedType()))
      assign(Left.Places, keptAttributesOf(*Op.getRHS(), Right.V), Op);
  }
  for (PlaceId P : Left.Places)
    if (Places[P].Kind != PlaceKind::Variable)
      raise(Places.root(P), PlaceFlag::Written);
  if (!T->isPointerType())
    writeMemory(Op, *Op.getLHS(), Left.Places);
  Left.V = Right.V;
  return Left;
}

/// `p[i] = x`, `++*p`: what callers, and tensors over the same memory, see of an assignment.
void FunctionAnalysis::writeMemory(const Expr &Site, const Expr &Target, llvm::ArrayRef<PlaceId> Targets) {
  Value Memory;
  for (PlaceId P : Targets) {
    bool Inside = false; // an element, or behind a pointer: a variable or field by itself is no buffer
    for (PlaceId Up = P; Up != NoPlace && !Inside; Up = Places[Up].Parent)
      Inside = Places[Up].Kind == PlaceKind::Element || Places[Up].Kind == PlaceKind::Pointee || Places[Up].Kind == PlaceKind::Allocation;
    MemoryRef R;
    R.Target = P;
    R.May = Targets.size() > 1;
    if (Inside)
      Memory.add(R);
  }
  emitWrite(assignmentOf(Site, Target, Values.intern(std::move(Memory))));
}

void FunctionAnalysis::bindMember(PlaceId Object, const FieldDecl &Field, const Expr &Init) {
  Evaluated E = evaluate(Init);
  PlaceId P = Places.field(Object, Field);
  if (Field.getType()->isReferenceType() && !E.Places.empty())
    store(P, whole(E.Places.front()));
  else if (isObject(Field.getType(), E))
    copyObject(P, E.Places.front());
  else
    store(P, keptAttributesOf(Init, E.V));
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
