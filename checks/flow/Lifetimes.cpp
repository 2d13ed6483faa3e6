#include "flow/Lifetimes.h"
#include "flow/Initialisers.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Tasks.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

namespace {

/// The object whose end is the end of a borrow's memory.
struct Owner {
  PlaceId Object = NoPlace; ///< a local variable, or a temporary
  PlaceId Memory = NoPlace; ///< what the borrow points to
  bool Temporary = false;
};

class Lifetimes {
public:
  explicit Lifetimes(const FunctionAnalysis &F) : F(F), Q(F), Places(F.places()) {}

  std::optional<Outlived> find(unsigned Borrow) {
    const BorrowSite &Site = F.borrows()[Borrow];
    const auto &Memory = Site.Pointer.Memory;
    if (Site.Traits.Owns || Site.Traits.Keeps || Site.Traits.ObjectMemory || Memory.size() != 1 || Memory[0].Target == NoPlace ||
        Memory[0].May)
      return std::nullopt;
    if (std::optional<Owner> O = ownerOf(Memory[0].Target)) {
      if (auto Found = leaves(Borrow, *O))
        return Found;
      if (auto Found = runsOn(Borrow, *O))
        return Found;
      if (auto Found = O->Temporary ? usedAfterExpression(Borrow) : usedAfterEnd(Borrow, *O))
        return Found;
    }
    return usedAfterFree(Borrow, Memory[0].Target);
  }

private:
  std::optional<Owner> ownerOf(PlaceId Target) const;
  std::optional<Owner> ownerOfAllocation(PlaceId Target) const;
  bool isExtended(PlaceId Temporary) const;
  bool movedAway(PlaceId Object) const;
  bool capturedByCopy(QualType T) const;
  std::optional<Outlived> leaves(unsigned Borrow, const Owner &O) const;
  std::optional<Outlived> runsOn(unsigned Borrow, const Owner &O) const;
  std::optional<Outlived> usedAfterEnd(unsigned Borrow, const Owner &O) const;
  std::optional<Outlived> usedAfterExpression(unsigned Borrow) const;
  std::optional<Outlived> usedAfterFree(unsigned Borrow, PlaceId Target) const;
  const Event *useAfter(EventPos From, unsigned Borrow, PlaceId Root, const Expr *Outside) const;
  Outlived make(unsigned Borrow, Outlived::How Kind, const Event &Sink, const Stmt *Ends, PlaceId Object) const;
  bool staysAtExit(PlaceId P, unsigned Borrow) const;
  bool returnsObject(const Event &Bind, PlaceId Object) const;
  const Expr *fullExpression(const Expr &E) const;

  const FunctionAnalysis &F;
  Query Q;
  const PlaceTable &Places;
  mutable std::unique_ptr<ParentMap> Parents;
};

std::optional<Owner> Lifetimes::ownerOf(PlaceId Target) const {
  PlaceId Root = Places.root(Target);
  Owner O{Root, Target, false};
  if (Places[Root].Kind == PlaceKind::Allocation)
    return ownerOfAllocation(Target);
  if (Places[Root].Kind == PlaceKind::Temporary) {
    O.Temporary = !isExtended(Root);
    return ownsElements(Places, Target) ? std::optional<Owner>(O) : std::nullopt;
  }
  const auto *Var = dyn_cast_or_null<VarDecl>(Places.decl(Root));
  if (Places[Root].Kind != PlaceKind::Variable || !Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType() ||
      !ownsElements(Places, Target) || movedAway(Root))
    return std::nullopt;
  return O;
}

/// An allocation that one local owner holds (a unique_ptr, or a shared one that was never copied) and nothing else keeps.
std::optional<Owner> Lifetimes::ownerOfAllocation(PlaceId Target) const {
  PlaceId Root = Places.root(Target), Holder = NoPlace;
  for (const auto &List : F.events())
    for (const Event &E : List) {
      if (E.Kind == EventKind::Escape && E.Place == Root)
        return std::nullopt;
      if (E.Kind != EventKind::Bind || E.Value == Bottom || E.Place == NoPlace)
        continue;
      bool Points = llvm::any_of(F.values()[E.Value].Memory, [&](const MemoryRef &R) {
        return R.Target != NoPlace && Places.root(R.Target) == Root;
      });
      QualType T = typeOfPlace(Places, E.Place);
      if (!Points || (!T.isNull() && T->isPointerType()))
        continue; // a plain pointer keeps nothing
      bool Owns = !T.isNull() && (StdModel::isUniquePointer(T) || StdModel::isSharedPointer(T) ||
                                  F.tu().api().isSharedOwner(T));
      if (Places[E.Place].Kind != PlaceKind::Variable || !Owns || capturedByCopy(T) ||
          (Holder != NoPlace && Holder != E.Place))
        return std::nullopt;
      Holder = E.Place;
    }
  const auto *Var = Holder == NoPlace ? nullptr : dyn_cast<VarDecl>(Places.decl(Holder));
  if (!Var || !Var->hasLocalStorage() || movedAway(Holder))
    return std::nullopt;
  return Owner{Holder, Target, false};
}

bool Lifetimes::isExtended(PlaceId Temporary) const {
  if (!Parents)
    Parents = parentsIn(F.function());
  for (const Stmt *S = Places.expr(Temporary); S && isa<Expr>(S); S = Parents->getParent(S))
    if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(S); M && M->getExtendingDecl())
      return true;
  return false;
}

/// A lambda, perhaps one that lives on, keeps a copy of such an object.
bool Lifetimes::capturedByCopy(QualType T) const {
  for (PlaceId P = 1; P < Places.size(); ++P)
    if (Places[P].Kind == PlaceKind::Capture && Places.decl(P) &&
        Places.decl(P)->getType().getCanonicalType().getUnqualifiedType() == T.getCanonicalType().getUnqualifiedType())
      return true;
  return false;
}

bool Lifetimes::movedAway(PlaceId Object) const {
  for (const auto &List : F.events())
    for (const Event &E : List)
      if (E.Kind == EventKind::Move && E.Place != NoPlace && Places.root(E.Place) == Object)
        return true;
  return false;
}

Outlived Lifetimes::make(unsigned Borrow, Outlived::How Kind, const Event &Sink, const Stmt *Ends,
                         PlaceId Object) const {
  Outlived Out;
  Out.Borrow = Borrow;
  Out.Kind = Kind;
  Out.Ref = *Q.refTo(Sink.Value, Borrow);
  Out.Sink = Sink.Site;
  Out.Ends = Ends;
  Out.Holder = Sink.Place;
  Out.Owner = Object == NoPlace ? std::string() : Places.name(Object);
  return Out;
}

/// Whether a place that callers see still holds the borrow when the function ends.
bool Lifetimes::staysAtExit(PlaceId P, unsigned Borrow) const {
  for (const auto &[Stored, V] : F.summary().Stores)
    if (Q.refTo(V, Borrow) && (Places.isInside(P, Stored) || Places.isInside(Stored, P)))
      return Places[Places.root(Stored)].Kind != PlaceKind::Return;
  return false;
}

/// The owner goes along: `return result;`, where the tensor and its buffer are parts of the same object.
bool Lifetimes::returnsObject(const Event &Bind, PlaceId Object) const {
  const auto *E = dyn_cast_or_null<Expr>(Bind.Site);
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() >= 1 && (C->getNumArgs() == 1 || isa<CXXDefaultArgExpr>(C->getArg(1))))
      E = C->getArg(0);
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      E = M->getSubExpr();
    else
      break;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref && Places.decl(Object) && Ref->getDecl()->getCanonicalDecl() == Places.decl(Object)->getCanonicalDecl();
}

std::optional<Outlived> Lifetimes::leaves(unsigned Borrow, const Owner &O) const {
  for (const auto &List : F.events())
    for (const Event &E : List) {
      if (E.Kind != EventKind::Bind || E.Place == NoPlace || !E.Site || !Q.refTo(E.Value, Borrow))
        continue;
      bool Returned = Places[Places.root(E.Place)].Kind == PlaceKind::Return;
      if (Returned && !returnsObject(E, O.Object))
        return make(Borrow, Outlived::How::Returned, E, nullptr, O.Object);
      if (!Returned && !Places.isInside(E.Place, O.Object) && staysAtExit(E.Place, Borrow))
        return make(Borrow, Outlived::How::Stored, E, nullptr, O.Object);
    }
  return std::nullopt;
}

std::optional<Outlived> Lifetimes::runsOn(unsigned Borrow, const Owner &O) const {
  const auto *Var = dyn_cast_or_null<VarDecl>(Places.decl(O.Object));
  if (!Var || O.Temporary)
    return std::nullopt;
  for (const TaskLeft &Task : tasksLeftRunning(F, *Var))
    for (ValueId V : Task.Starts->Operands)
      if (const OriginRef *Ref = Q.refTo(V, Borrow)) {
        Outlived Out;
        Out.Borrow = Borrow;
        Out.Kind = Outlived::How::RunsOn;
        Out.Ref = *Ref;
        Out.Sink = Task.Leaves;
        Out.Task = Task.Starts->Site;
        Out.Owner = Places.name(O.Object);
        return Out;
      }
  return std::nullopt;
}

/// The first use of the borrowed tensor on a path from a position, that is not a part of the expression `Outside`.
const Event *Lifetimes::useAfter(EventPos From, unsigned Borrow, PlaceId Root, const Expr *Outside) const {
  const Event *Found = nullptr;
  const SourceManager &SM = F.tu().context().getSourceManager();
  Q.after(From, Root, [&](const Event &E, EventPos) {
    if (Found || (E.Kind == EventKind::Borrow && E.Borrow == Borrow))
      return true; // borrowed anew
    bool Return = E.Kind == EventKind::Bind && E.Place != NoPlace && Places[E.Place].Kind == PlaceKind::Return;
    if (!(E.Kind == EventKind::Use || E.Kind == EventKind::Write || Return) || !Q.refTo(E.Value, Borrow) || !E.Site)
      return false;
    if (Outside && SM.isPointWithin(SM.getExpansionLoc(E.Site->getBeginLoc()),
                                    SM.getExpansionLoc(Outside->getBeginLoc()), SM.getExpansionLoc(Outside->getEndLoc())))
      return false;
    Found = &E;
    return true;
  });
  return Found;
}

std::optional<Outlived> Lifetimes::usedAfterEnd(unsigned Borrow, const Owner &O) const {
  for (unsigned B = 0; B < F.events().size(); ++B)
    for (unsigned I = 0; I < F.events()[B].size(); ++I) {
      const Event &End = F.events()[B][I];
      if (End.Kind != EventKind::End || End.Place != O.Object)
        continue;
      if (const Event *Use = useAfter({B, I}, Borrow, O.Object, nullptr))
        return make(Borrow, Outlived::How::AfterEnd, *Use, End.Site, O.Object);
    }
  return std::nullopt;
}

const Expr *Lifetimes::fullExpression(const Expr &E) const {
  if (!Parents)
    Parents = parentsIn(F.function());
  const Expr *Top = &E;
  for (const Stmt *S = &E; S; S = Parents->getParent(S))
    if (const auto *Outer = dyn_cast<Expr>(S))
      Top = Outer;
    else
      break;
  return Top;
}

std::optional<Outlived> Lifetimes::usedAfterExpression(unsigned Borrow) const {
  const BorrowSite &Site = F.borrows()[Borrow];
  const Expr *Whole = fullExpression(Site.Via ? *Site.Via : *Site.Call);
  for (unsigned B = 0; B < F.events().size(); ++B)
    for (unsigned I = 0; I < F.events()[B].size(); ++I) {
      const Event &Bind = F.events()[B][I];
      if (Bind.Kind != EventKind::Bind || !Q.refTo(Bind.Value, Borrow))
        continue;
      if (const Event *Use = useAfter({B, I}, Borrow, NoPlace, Whole))
        return make(Borrow, Outlived::How::AfterEnd, *Use, nullptr, NoPlace);
    }
  return std::nullopt;
}

std::optional<Outlived> Lifetimes::usedAfterFree(unsigned Borrow, PlaceId Target) const {
  PlaceId Root = Places.root(Target);
  bool Reserved = false;
  for (const auto &List : F.events())
    for (const Event &E : List)
      Reserved |= E.Kind == EventKind::Free && calledName(F.frees()[E.Free].Inside) == "reserve" && Places.isInside(Target, E.Place);
  for (unsigned B = 0; B < F.events().size(); ++B)
    for (unsigned I = 0; I < F.events()[B].size(); ++I) {
      const Event &Free = F.events()[B][I];
      if (Free.Kind != EventKind::Free || !Places.isInside(Target, Free.Place))
        continue;
      const Stmt *Inside = F.frees()[Free.Free].Inside;
      llvm::StringRef By = calledName(Inside);
      bool Grows = By.ends_with("_back") || By == "insert" || By == "emplace" || By == "append" || By == "resize";
      if (Reserved && (Grows || By == "reserve"))
        continue; // there may be room for what comes
      if (const Event *Use = useAfter({B, I}, Borrow, Root, nullptr)) {
        Outlived Out = make(Borrow, Outlived::How::AfterFree, *Use, Free.Site, Root);
        Out.Inside = Inside;
        return Out;
      }
    }
  return std::nullopt;
}

} // namespace

QualType typeOfPlace(const PlaceTable &Places, PlaceId P) {
  if (const ValueDecl *D = Places.decl(P))
    return D->getType().getNonReferenceType();
  if (const Expr *E = Places.expr(P))
    return E->getType().getNonReferenceType();
  if (Places[P].Kind != PlaceKind::Element)
    return QualType();
  QualType T = typeOfPlace(Places, Places[P].Parent);
  if (T.isNull())
    return T;
  if (const auto *A = T->getAsArrayTypeUnsafe())
    return A->getElementType();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (!S || !(StdModel::isContainer(T) || StdModel::isOptional(T)) || S->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return QualType();
  return S->getTemplateArgs()[0].getAsType();
}

bool ownsElements(const PlaceTable &Places, PlaceId Target) {
  for (PlaceId P = Target; P != NoPlace; P = Places[P].Parent) {
    if (Places[P].Kind == PlaceKind::Pointee)
      return false;
    if (Places[P].Kind != PlaceKind::Element)
      continue;
    QualType T = typeOfPlace(Places, Places[P].Parent);
    if (T.isNull() || !(T->isArrayType() || StdModel::isContainer(T) || StdModel::isOptional(T)))
      return false;
  }
  return true;
}

std::vector<Outlived> outlived(const FunctionAnalysis &F) {
  std::vector<Outlived> Out;
  Lifetimes L(F);
  for (unsigned I = 0; I < F.borrows().size(); ++I)
    if (auto Found = L.find(I))
      Out.push_back(std::move(*Found));
  return Out;
}

} // namespace torchtidy::flow
