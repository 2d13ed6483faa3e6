// from_blob and for_blob: their parameters tell by type what they are.
#include "api/HandEffects.h"
#include "flow/StdModel.h"

using namespace clang;

namespace torchtidy::api {

using flow::Attr;
using flow::Attrs;
using flow::AttrSet;
using flow::Effect;
using flow::ResultKind;

static llvm::StringRef classOf(QualType T) {
  const auto *R = T.getNonReferenceType()->getAsRecordDecl();
  return R && R->getIdentifier() ? R->getName() : llvm::StringRef();
}

static const LambdaExpr *lambdaInside(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return cast_or_null<LambdaExpr>(S);
  for (const Stmt *Child : S->children())
    if (const LambdaExpr *Found = lambdaInside(Child))
      return Found;
  return nullptr;
}

/// `nullptr`, or a `0` in the place of a stride or an offset, which makes a std::function of nothing; also `{}`.
static bool isNoDeleter(const Expr *E) {
  while (E) {
    E = E->IgnoreUnlessSpelledInSource();
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
      return true;
    if (const auto *Number = dyn_cast<IntegerLiteral>(E))
      return Number->getValue() == 0;
    if (const auto *List = dyn_cast<InitListExpr>(E); List && List->getNumInits() == 0)
      return true;
    const auto *Made = dyn_cast<CXXConstructExpr>(E);
    if (!Made || Made->getNumArgs() > 1)
      return false;
    if (Made->getNumArgs() == 0)
      return classOf(Made->getType()) == "function";
    E = Made->getArg(0);
  }
  return false;
}

/// The variable that a capture's initialiser copies or moves.
static const VarDecl *capturedFrom(const VarDecl &Var, bool &Moved) {
  if (!Var.isInitCapture())
    return &Var;
  const Expr *E = core(Var.getInit());
  if (const auto *Call = dyn_cast_or_null<CallExpr>(E); Call && Call->getNumArgs() == 1 && Call->getDirectCallee() &&
                                                        flow::StdModel::isStd(*Call->getDirectCallee())) {
    Moved = true;
    E = core(Call->getArg(0));
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// What a deleter (or context) does for the memory. One without a body frees nothing; it may hold what keeps it alive.
static void applyDeleter(Effect::BorrowTraits &Traits, const Expr *Deleter) {
  if (isNoDeleter(Deleter))
    return;
  const auto *L = lambdaInside(Deleter);
  const auto *Body = L ? dyn_cast_or_null<CompoundStmt>(L->getBody()) : nullptr;
  if (!Body || !Body->body_empty()) {
    Traits.Owns = true;
    return;
  }
  for (const LambdaCapture &C : L->captures()) {
    const auto *Var = C.capturesVariable() ? dyn_cast<VarDecl>(C.getCapturedVar()) : nullptr;
    if (!Var || C.getCaptureKind() == LCK_ByRef) {
      Traits.Keeps |= C.capturesThis();
      continue;
    }
    // libtorch copies the deleter, and with it the container: another one, with elements of its own.
    bool Moved = false;
    if (flow::StdModel::isContainer(Var->getType())) {
      Traits.CopyOf = capturedFrom(*Var, Moved);
      Traits.CopyIsMoved = Moved;
    } else {
      Traits.Keeps = true;
    }
  }
}

void HandEffects::borrow(Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  E.Result = ResultKind::Borrow;
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    E.operandRef(I).Reads = false;
  Attrs A = Attributes::unset();
  bool HaveData = false;
  for (unsigned I = 0; I < Call.Operands.size(); ++I) {
    const ParmVarDecl *P = Call.parameter(I);
    if (!P)
      continue;
    QualType T = P->getType().getNonReferenceType();
    const Expr *Argument = Call.operand(I);
    bool Given = !isDefaultArgument(Argument) && !isNullopt(Argument);
    llvm::StringRef Class = classOf(T);
    if (T->isPointerType() && !HaveData) {
      HaveData = true;
      E.From.push_back({I, false, true});
    } else if (Class.contains("ArrayRef") || Class == "vector" || Class == "initializer_list") {
      if (E.Borrow.Sizes < 0)
        E.Borrow.Sizes = static_cast<int>(I);
      else
        E.Borrow.Strides |= Given;
    } else if (T->isIntegerType() && !T->isEnumeralType()) {
      E.Borrow.Strides |= Given; // a storage offset
    } else if (Attributes::isOptions(T)) {
      if (!Given)
        continue;
      E.Borrow.Options = static_cast<int>(I);
      Attrs Options = Values.options(Call, Operands, I);
      A.set(Attr::Dtype, Options.get(Attr::Dtype));
      if (AttrSet Device = Options.get(Attr::Device); !(Device == AttrSet::unset()))
        A.set(Attr::Device, std::move(Device));
      if (const AttrSet *Pinned = Options.find(Attr::Pinned))
        A.set(Attr::Pinned, *Pinned);
    } else if (Values.isCarrier(T)) { // target_device; the stable ABI's separate dtype and device
      for (Attr Which : {Attr::Dtype, Attr::Device}) {
        bool Carries = Which == Attr::Dtype ? T.getAsString().find("ScalarType") != std::string::npos
                                            : T.getAsString().find("Device") != std::string::npos;
        if (Carries && Given)
          A.set(Which, Values.given(Call, Operands, I, Which));
      }
    } else if (Given && (Class == "function" || T->isPointerType() || Class.empty() || T->isRecordType())) {
      applyDeleter(E.Borrow, Argument);
    }
  }
  if (!E.Borrow.Strides)
    A.set(Attr::Contiguous, AttrSet::of(1));
  E.ResultAttrs = std::move(A);
}

/// `for_blob(p, sizes).options(o).deleter(d).make_tensor()`: the chain is in the object's expression.
void HandEffects::makerDone(Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  E.Result = ResultKind::Borrow;
  E.From.push_back({0, false, true});
  E.operandRef(0).Reads = false;
  const Attrs &Had = Operands.attrs(0);
  E.ResultAttrs = Attributes::unset();
  for (Attr Which : {Attr::Dtype, Attr::Device})
    if (const AttrSet *Set = Had.find(Which))
      E.ResultAttrs.set(Which, *Set);
  const Expr *Object = core(Call.operand(0));
  while (const auto *Step = dyn_cast_or_null<CXXMemberCallExpr>(Object)) {
    const CXXMethodDecl *M = Step->getMethodDecl();
    llvm::StringRef Name = M && M->getIdentifier() ? M->getName() : llvm::StringRef();
    if (Name == "deleter" || Name == "context")
      if (Step->getNumArgs() > 0)
        applyDeleter(E.Borrow, Step->getArg(0));
    if (Name == "options" && Step->getNumArgs() > 0 && !E.Borrow.BuilderOptions)
      E.Borrow.BuilderOptions = Step->getArg(0);
    E.Borrow.BuilderDevice |= Name == "target_device";
    E.Borrow.Strides |= Name == "strides" || Name == "storage_offset";
    Object = core(Step->getImplicitObjectArgument());
  }
  if (const auto *Begins = dyn_cast_or_null<CallExpr>(Object)) {
    E.Borrow.Builder = Begins;
    E.Name = "for_blob";
  }
  // A builder in a variable may have been given anything before.
  if (Object && isa<DeclRefExpr>(Object))
    E.Borrow.Owns = true;
}

} // namespace torchtidy::api
