#include "KeptPointers.h"
#include "api/OpenCv.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "flow/StdModel.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

namespace {

/// Whether the function hands a tensor, or something that holds one, to code that may keep it.
class HandsOut : public RecursiveASTVisitor<HandsOut> {
public:
  HandsOut(TuAnalysis &Tu, const api::TorchModel &Model) : Tu(Tu), Model(Model) {}
  bool VisitCallExpr(CallExpr *Call) {
    if (std::optional<CallSite> Site = CallSite::of(*Call); !Site || !knows(*Site)) {
      for (const Expr *A : Call->arguments())
        look(*A);
      // `t.unsafeReleaseTensorImpl()`
      if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call); Member && Member->getMethodDecl() && !Member->getMethodDecl()->isConst())
        look(*Member->getImplicitObjectArgument());
    }
    return !Found;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Made) {
    if (std::optional<CallSite> Site = CallSite::of(*Made); !Site || !knows(*Site))
      for (const Expr *A : Made->arguments())
        look(*A);
    return !Found;
  }
  bool Found = false;

private:
  bool knows(const CallSite &Site) const {
    if (api::isMatrix(Site.Site->getType()) || StdModel::isStd(*Site.Callee))
      return true;
    if (!Model.isApi(*Site.Callee))
      return false;
    Effect E = Model.effectOf(Site);
    return E.Known && llvm::none_of(E.Operands, [](const OperandEffect &Op) { return Op.Escapes; });
  }
  void look(const Expr &Argument) {
    QualType T = Argument.getType();
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    Found |= Tu.holdsHandle(T) || (Class && Class->isLambda()) ||
             (T->isPointerType() && Tu.holdsHandle(T->getPointeeType()));
  }
  TuAnalysis &Tu;
  const api::TorchModel &Model;
};

struct Taken {
  const CXXMemberCallExpr *Call = nullptr; ///< `t.data_ptr()`
  std::string Tensor;
};

/// Where a value is nothing but the elements of tensors that were made here: those tensors.
llvm::SmallVector<OriginId, 2> madeHere(const FunctionAnalysis &F, const Value &V) {
  llvm::SmallVector<OriginId, 2> Out;
  if (!V.Memory.empty())
    return Out;
  for (const OriginRef &R : V.Origins) {
    if (F.origin(R.Origin).Kind != OriginKind::Fresh)
      return {};
    Out.push_back(R.Origin);
  }
  return Out;
}

/// What a returned or stored tensor borrows. Null where it may keep that alive.
const BorrowSite *borrowOf(const FunctionAnalysis &F, const Value &V) {
  if (V.Origins.size() != 1 || F.origin(V.Origins.front().Origin).Kind != OriginKind::Borrow || !V.Origins.front().must())
    return nullptr;
  const BorrowSite &Site = F.borrows()[F.origin(V.Origins.front().Origin).Borrow];
  return Site.Traits.Owns || Site.Traits.Keeps || Site.Traits.ObjectMemory || Site.Via ? nullptr : &Site;
}

bool isKeptFor(const FunctionAnalysis &F, llvm::ArrayRef<OriginId> Made, PlaceId Pointer) {
  return llvm::any_of(F.summary().Stores, [&](const auto &Store) {
    return Store.first != Pointer && Store.second != Bottom &&
           llvm::any_of(F.values()[Store.second].Origins,
                        [&](const OriginRef &R) { return llvm::is_contained(Made, R.Origin); });
  });
}

/// A pointer to numbers, a matrix over them, a tensor. What points to objects may own them.
std::optional<KeptPointer::Kind> kindOf(const FunctionAnalysis &F, QualType T) {
  T = T.getNonReferenceType();
  if (api::isMatrix(T))
    return KeptPointer::Kind::Matrix;
  if (F.tu().api().isHandle(T.getUnqualifiedType()))
    return KeptPointer::Kind::Tensor;
  bool Numbers = T->isPointerType() && (T->getPointeeType()->isArithmeticType() || T->getPointeeType()->isVoidType());
  return Numbers || StdModel::isViewType(T) ? std::optional(KeptPointer::Kind::Pointer) : std::nullopt;
}

} // namespace

std::vector<KeptPointer> localPointers(const FunctionAnalysis &F, const api::TorchModel &Model) {
  std::vector<KeptPointer> Out;
  llvm::DenseMap<OriginId, Taken> Pointers;
  for (const CallFact &Fact : F.calls()) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(Fact.Site);
    if (!Call || !Call->getMethodDecl() || !Model.pointsToElements(*Call->getMethodDecl()) || Fact.Operands.empty() ||
        Fact.Operands[0] == Bottom)
      continue;
    const auto *Object = dyn_cast<DeclRefExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const auto *Var = Object ? dyn_cast<VarDecl>(Object->getDecl()) : nullptr;
    if (Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() && !Var->getType()->isPointerType())
      for (OriginId O : madeHere(F, F.values()[Fact.Operands[0]]))
        Pointers.try_emplace(O, Taken{Call, Var->getNameAsString()});
  }
  if (Pointers.empty())
    return Out;
  HandsOut Hands(F.tu(), Model);
  Hands.TraverseStmt(F.function().getBody());
  if (Hands.Found)
    return Out;
  const PlaceTable &Places = F.places();
  for (const auto &Events : F.events())
    for (const Event &E : Events) {
      if (E.Kind != EventKind::Bind || E.Place == NoPlace || !E.Site || E.Value == Bottom)
        continue;
      bool Returned = Places[E.Place].Kind == PlaceKind::Return;
      const auto *Field = dyn_cast_or_null<FieldDecl>(Places.decl(E.Place));
      bool Stays = Field && llvm::any_of(F.summary().Stores, [&](const auto &Store) {
                     return Store.first == E.Place && Store.second == E.Value;
                   });
      if (!Returned && !Stays)
        continue;
      auto Kind = kindOf(F, Returned ? F.function().getReturnType() : Field->getType());
      const Value &Held = F.values()[E.Value];
      const BorrowSite *Borrow = Kind == KeptPointer::Kind::Tensor ? borrowOf(F, Held) : nullptr;
      if (!Kind || (Kind == KeptPointer::Kind::Tensor && !Borrow))
        continue;
      auto Made = madeHere(F, Borrow ? Borrow->Pointer : Held);
      auto From = Made.empty() ? Pointers.end() : Pointers.find(Made.front());
      if (From == Pointers.end() || isKeptFor(F, Made, E.Place))
        continue;
      KeptPointer Found;
      Found.Call = From->second.Call;
      Found.Owner = From->second.Tensor;
      Found.Borrow = Borrow;
      Found.Sink = E.Site;
      Found.Holder = Returned ? std::string() : Field->getNameAsString();
      Found.Returned = *Kind;
      Out.push_back(std::move(Found));
    }
  return Out;
}

} // namespace torchtidy
