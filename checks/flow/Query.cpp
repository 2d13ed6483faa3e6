#include "flow/Query.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Limits.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

BufferInfo Query::buffer(const BorrowSite &Borrow) const {
  BufferInfo Info;
  const PlaceTable &Places = F.places();
  for (const MemoryRef &R : Borrow.Pointer.Memory)
    Info.Const |= R.Const;
  for (const OriginRef &R : Borrow.Pointer.Origins)
    Info.Const |= R.Const;
  if (Borrow.Pointer.Memory.empty() && !Borrow.Pointer.Origins.empty())
    Info.Owner = OwnerKind::Tensor;
  if (Borrow.Pointer.Memory.size() == 1 && Borrow.Pointer.Memory.front().Target != NoPlace) {
    PlaceId Target = Borrow.Pointer.Memory.front().Target;
    Info.Root = Places.root(Target);
    Info.Name = Places.name(Target);
    switch (Places[Info.Root].Kind) {
    case PlaceKind::This:
      Info.Owner = OwnerKind::Member;
      break;
    case PlaceKind::Allocation:
      Info.Owner = OwnerKind::LocalAllocation;
      break;
    case PlaceKind::Temporary:
      Info.Owner = OwnerKind::Temporary;
      break;
    case PlaceKind::Capture:
      Info.Owner = OwnerKind::Member;
      break;
    case PlaceKind::Pointee: {
      PlaceId Base = Places.root(Places[Info.Root].Parent);
      Info.Owner = Places[Base].Kind == PlaceKind::This ? OwnerKind::Member : OwnerKind::Parameter;
      break;
    }
    case PlaceKind::Variable: {
      const auto *Var = dyn_cast<VarDecl>(Places.decl(Info.Root));
      if (!Var)
        break;
      if (Var->getType().getNonReferenceType().isConstQualified())
        Info.Const = true;
      if (isa<ParmVarDecl>(Var) && Var->getType()->isReferenceType())
        Info.Owner = OwnerKind::Parameter;
      else if (Var->hasLocalStorage() && !Var->getType()->isReferenceType())
        Info.Owner = OwnerKind::LocalObject;
      else if (!Var->hasLocalStorage())
        Info.Owner = OwnerKind::Static;
      break;
    }
    default:
      break;
    }
  }
  // An allocation, or an unknown target, goes by the name of the variable that the user passed.
  if (Info.Name.empty() && Borrow.Data && !Borrow.Via) {
    llvm::SmallVector<const Stmt *, 8> Work{Borrow.Data};
    while (!Work.empty() && Info.Name.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S)
        continue;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && isa<VarDecl, BindingDecl>(Ref->getDecl()))
        Info.Name = Ref->getDecl()->getNameAsString();
      else if (const auto *M = dyn_cast<MemberExpr>(S); M && isa<FieldDecl>(M->getMemberDecl()))
        Info.Name = M->getMemberDecl()->getNameAsString();
      if (const auto *Sum = dyn_cast<BinaryOperator>(S); Sum && Sum->getType()->isPointerType()) {
        Work.insert(Work.begin(), Sum->getLHS()->getType()->isPointerType() ? Sum->getLHS() : Sum->getRHS());
        continue; // an offset is not the buffer
      }
      for (const Stmt *Child : S->children()) {
        const auto *Passed = isa<CallExpr>(S) ? dyn_cast_or_null<Expr>(Child) : nullptr;
        if (!Passed || !Passed->getType()->isArithmeticType()) // `allocate(count)`: nor is a count
          Work.insert(Work.begin(), Child);
      }
    }
  }
  return Info;
}

const OriginRef *Query::refTo(ValueId V, unsigned Borrow) const {
  if (V == Bottom)
    return nullptr;
  for (const OriginRef &R : F.values()[V].Origins)
    if (F.origin(R.Origin).Kind == OriginKind::Borrow && F.origin(R.Origin).Borrow == Borrow)
      return &R;
  return nullptr;
}

bool Query::pointsInto(ValueId V, PlaceId Root) const {
  return V != Bottom && Root != NoPlace && llvm::any_of(F.values()[V].Memory, [&](const MemoryRef &R) {
           return R.Target != NoPlace && F.places().root(R.Target) == Root;
         });
}

/// Whether the event names the memory under Root, or reads it through a tensor of another borrow.
bool Query::touches(const Event &E, unsigned Borrow, PlaceId Root) const {
  const PlaceTable &Places = F.places();
  if (Root == NoPlace)
    return false;
  if (E.Kind == EventKind::Mention)
    return Places.root(E.Place) == Root || pointsInto(E.Value, Root);
  if (E.Kind == EventKind::Use && E.Value != Bottom && !refTo(E.Value, Borrow))
    for (const OriginRef &R : F.values()[E.Value].Origins)
      if (F.origin(R.Origin).Kind == OriginKind::Borrow)
        for (const MemoryRef &M : F.borrows()[F.origin(R.Origin).Borrow].Pointer.Memory)
          if (M.Target != NoPlace && Places.root(M.Target) == Root)
            return true;
  return false;
}

void Query::after(EventPos From, PlaceId Root, llvm::function_ref<bool(const Event &, EventPos)> Visit) const {
  std::vector<bool> Seen(F.events().size());
  std::vector<const CFGBlock *> ById(F.events().size());
  for (const CFGBlock *B : *F.cfg())
    ById[B->getBlockID()] = B;
  llvm::SmallVector<std::pair<unsigned, unsigned>, 16> Work{{From.Block, From.Index + 1}};
  unsigned Steps = 0;
  while (!Work.empty()) {
    auto [Block, Start] = Work.pop_back_val();
    bool Stopped = false;
    const auto &List = F.events()[Block];
    for (unsigned I = Start; I < List.size() && !Stopped; ++I) {
      if (++Steps > limits::MaxReachSteps)
        return;
      const Event &E = List[I];
      Stopped = (E.Kind == EventKind::Declare && Root != NoPlace && E.Place == Root) || Visit(E, EventPos{Block, I});
    }
    if (Stopped)
      continue;
    for (const CFGBlock *Succ : ById[Block]->succs())
      if (Succ && !Seen[Succ->getBlockID()]) {
        Seen[Succ->getBlockID()] = true;
        Work.push_back({Succ->getBlockID(), 0});
      }
  }
}

llvm::SmallVector<const Stmt *, 4> Query::readsAfter(const WriteFact &Write, unsigned Borrow, unsigned Limit) const {
  PlaceId Root = buffer(F.borrows()[Borrow]).Root;
  llvm::SmallVector<const Stmt *, 4> Out;
  const Expr *Via = F.borrows()[Borrow].Call;
  const SourceManager &SM = F.tu().context().getSourceManager();
  after(Write.Pos, Root, [&](const Event &E, EventPos) {
    if (!E.Site || !touches(E, Borrow, Root))
      return false;
    // Making the borrow anew (the next round of a loop) names the buffer, but reads nothing.
    SourceLocation L = SM.getExpansionLoc(E.Site->getBeginLoc());
    if (SM.isPointWithin(L, SM.getExpansionLoc(Via->getBeginLoc()), SM.getExpansionLoc(Via->getEndLoc())))
      return false;
    if (!llvm::is_contained(Out, E.Site))
      Out.push_back(E.Site);
    return false;
  });
  llvm::sort(Out, [&](const Stmt *A, const Stmt *B) {
    return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
  });
  if (Out.size() > Limit)
    Out.resize(Limit);
  return Out;
}

std::optional<EventPos> Query::positionOf(unsigned Borrow) const {
  std::optional<EventPos> Found;
  for (unsigned B = 0; B < F.events().size(); ++B)
    for (unsigned I = 0; I < F.events()[B].size(); ++I)
      if (const Event &E = F.events()[B][I]; E.Kind == EventKind::Borrow && E.Borrow == Borrow) {
        if (Found)
          return std::nullopt; // made at several places (an inlined lambda): no single story
        Found = EventPos{B, I};
      }
  return Found;
}

bool Query::onlyUseBefore(const WriteFact &Write, unsigned Borrow) const {
  std::optional<EventPos> Made = positionOf(Borrow);
  if (!Made || Made->Block != Write.Pos.Block || Made->Index > Write.Pos.Index)
    return false; // another block: the write does not happen on every path from the borrow
  PlaceId Root = buffer(F.borrows()[Borrow]).Root;
  const auto &List = F.events()[Made->Block];
  for (unsigned I = Made->Index + 1; I < Write.Pos.Index; ++I) {
    const Event &E = List[I];
    bool Reads = (E.Kind == EventKind::Use || E.Kind == EventKind::Write) && refTo(E.Value, Borrow);
    if (Reads && E.Site != Write.Site)
      return false;
    if (touches(E, Borrow, Root) && E.Kind != EventKind::Mention)
      return false;
    if (E.Kind == EventKind::Escape && E.Place == Root && Root != NoPlace)
      return false;
    if (E.Kind == EventKind::Write && pointsInto(E.Value, Root))
      return false;
    if (E.Kind == EventKind::Mention && Root != NoPlace && F.places().root(E.Place) == Root)
      return false;
  }
  return true;
}

llvm::SmallVector<const Event *, 4> Query::aliases(const WriteFact &Write, unsigned Borrow) const {
  llvm::SmallVector<const Event *, 4> Out;
  const SourceManager &SM = F.tu().context().getSourceManager();
  for (const auto &List : F.events())
    for (const Event &E : List)
      if (E.Kind == EventKind::Bind && E.Site && refTo(E.Value, Borrow) && !F.places().name(E.Place).empty() &&
          SM.isBeforeInTranslationUnit(E.Site->getBeginLoc(), Write.Site->getExprLoc()))
        Out.push_back(&E);
  llvm::sort(Out, [&](const Event *A, const Event *B) {
    return SM.isBeforeInTranslationUnit(A->Site->getBeginLoc(), B->Site->getBeginLoc());
  });
  return Out;
}

bool Query::tensorIsKept(const WriteFact &Write, unsigned Borrow) const {
  bool Kept = false;
  after(Write.Pos, NoPlace, [&](const Event &E, EventPos) {
    Kept |= (E.Kind == EventKind::Use || E.Kind == EventKind::Mention || E.Kind == EventKind::Bind) &&
            refTo(E.Value, Borrow);
    return Kept;
  });
  for (const auto &List : F.events())
    for (const Event &E : List)
      if (E.Kind == EventKind::Bind && refTo(E.Value, Borrow) &&
          F.places()[F.places().root(E.Place)].Kind != PlaceKind::Variable)
        Kept = true;
  return Kept;
}

} // namespace torchtidy::flow
