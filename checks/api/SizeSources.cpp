#include "api/SizeSources.h"
#include "api/Attributes.h"
#include "api/HandEffects.h"
#include "api/TorchModel.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "flow/Initialisers.h"
#include "flow/StdModel.h"
#include <utility>

using namespace clang;

namespace torchtidy::api {

namespace {

const Decl *declOf(const Expr *E) {
  E = core(E);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return Ref->getDecl()->getCanonicalDecl();
  if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
    return M->getMemberDecl()->getCanonicalDecl();
  return nullptr;
}

llvm::StringRef methodName(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *M = Call.getMethodDecl();
  return M && M->getDeclName().isIdentifier() ? M->getName() : llvm::StringRef();
}

std::optional<SizeSource> observed(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(core(E));
  if (!Call)
    return std::nullopt;
  llvm::StringRef Name = methodName(*Call);
  const Expr *Object = Call->getImplicitObjectArgument();
  QualType T = Object ? Object->getType() : QualType();
  bool Arrow = !T.isNull() && T->isPointerType();
  if (T.isNull() || !isTensorType(Arrow ? T->getPointeeType() : T) || (Name != "sizes" && Name != "size"))
    return std::nullopt;
  const auto *Callee = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
  SizeSource S;
  S.Tensor = Callee ? Callee->getBase()->IgnoreImplicit() : Object;
  S.Observer = Call;
  S.Arrow = Callee && Callee->isArrow();
  S.Whole = Name == "sizes";
  const Decl *D = declOf(Object);
  if (!D)
    return std::nullopt; // what is asked twice may answer differently
  S.Name = cast<NamedDecl>(D)->getNameAsString();
  return S;
}

bool converts(llvm::StringRef Method) {
  return llvm::is_contained({"to", "cuda", "cpu", "type_as", "toType", "to_type"}, Method);
}

/// An operand of an operation: a variable or field, or else the call that makes it.
struct Operand {
  const Decl *Named = nullptr;
  const void *Key = nullptr;
};

/// What is behind methods that give another tensor of it: `out.narrow(1, 0, n).t()`.
Operand operandBehind(const Expr *E) {
  while (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(core(E))) {
    if (!isTensorType(Call->getType()))
      return {};
    E = Call->getImplicitObjectArgument();
  }
  if (const auto *Call = dyn_cast_or_null<CallExpr>(core(E)))
    return {nullptr, Call};
  const Decl *D = declOf(E);
  return {D, D};
}

/// A tensor, or several.
bool givesTensors(QualType T) {
  T = T.getNonReferenceType();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  return isTensorType(T) || (S && S->getIdentifier() && S->getName() == "tuple");
}

} // namespace

/// What a function does with its variables, as far as sizes go.
class SizeUses : public RecursiveASTVisitor<SizeUses> {
public:
  explicit SizeUses(SizeSources &Out) : Out(Out) {}
  bool VisitVarDecl(VarDecl *Var) {
    if (const Expr *Init = Var->getInit()) {
      Out.MadeFor.try_emplace(core(Init), Var->getCanonicalDecl());
      handedOut(*Init, Var->getType());
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    ++Out.UsedAsMutable[Ref->getDecl()->getCanonicalDecl()];
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Cast->getSubExpr()->IgnoreParens()))
      if (Cast->getCastKind() == CK_NoOp && Cast->getType().isConstQualified())
        --Out.UsedAsMutable[Ref->getDecl()->getCanonicalDecl()];
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf)
      Out.Assigned.insert(declOf(Op->getSubExpr()));
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      Out.Assigned.insert(declOf(Op->getLHS()));
    if (Op->isEqualityOp())
      for (const Expr *Side : {Op->getLHS(), Op->getRHS()})
        compared(Side);
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      llvm::StringRef Name = methodName(*Member);
      if (converts(Name))
        Out.Converted.insert(declOf(Member->getImplicitObjectArgument()));
      if (Name == "is_cpu" || Name == "is_cuda") { // of the tensor, or of its device
        const auto *Device = dyn_cast_or_null<CXXMemberCallExpr>(core(Member->getImplicitObjectArgument()));
        Out.Compared[1].insert(declOf((Device ? Device : Member)->getImplicitObjectArgument()));
      }
    }
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      for (unsigned I = 0; I < Callee->getNumParams() && I < Call->getNumArgs(); ++I)
        if (!isa<CXXOperatorCallExpr>(Call))
          handedOut(*Call->getArg(I), Callee->getParamDecl(I)->getType());
    const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
    if (Op && Op->getNumArgs() == 2 && Op->getOperator() == OO_GreaterGreater) // from a stream
      Out.Assigned.insert(declOf(Op->getArg(1)));
    if (Op && (Op->getOperator() == OO_EqualEqual || Op->getOperator() == OO_ExclaimEqual))
      for (const Expr *Side : Op->arguments())
        compared(Side);
    if (Op && Op->isAssignmentOp())
      Out.Assigned.insert(declOf(Op->getArg(0)));
    const FunctionDecl *Callee = Call->getDirectCallee();
    // A handle that is bound anew meets nothing, nor do tensors that are only kept together.
    if (Callee && Out.Model.isApi(*Callee) && givesTensors(Callee->getReturnType()) && !(Op && Op->getOperator() == OO_Equal))
      meet(*Call);
    return true;
  }

private:
  /// The operands of an operation meet each other.
  void meet(const CallExpr &Call) {
    llvm::SmallVector<Operand, 8> Operands;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
      Operands.push_back(operandBehind(Member->getImplicitObjectArgument()));
    for (const Expr *Argument : Call.arguments())
      if (const InitListExpr *List = bracesOf(Argument)) // `cat({x, t})`
        for (const Expr *Element : List->inits())
          Operands.push_back(operandBehind(Element));
      else
        Operands.push_back(operandBehind(Argument));
    for (const Operand &A : Operands)
      for (const Operand &B : Operands)
        if (A.Key && B.Named && A.Key != B.Key)
          Out.Together.try_emplace({A.Key, B.Named}, &Call);
  }
  /// Whoever holds a reference that is not const may assign through it.
  void handedOut(const Expr &E, QualType To) {
    if (To->isLValueReferenceType() && !To->getPointeeType().isConstQualified())
      Out.Assigned.insert(declOf(&E));
  }
  /// `x.scalar_type() == ..`, `x.device() != ..`, `x.device().type() == ..`
  void compared(const Expr *Side) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(core(Side));
    if (Call && (methodName(*Call) == "type" || methodName(*Call) == "is_cpu") && !isTensorType(Call->getObjectType()))
      Call = dyn_cast_or_null<CXXMemberCallExpr>(core(Call->getImplicitObjectArgument()));
    llvm::StringRef Name = Call ? methodName(*Call) : llvm::StringRef();
    if (Name == "scalar_type" || Name == "dtype" || Name == "device")
      Out.Compared[Name == "device"].insert(declOf(Call->getImplicitObjectArgument()));
  }
  SizeSources &Out;
};

bool SizeSources::isConverted(const CallExpr &Factory, const ParentMap &Parents) {
  if (const CXXMemberCallExpr *Method = flow::methodOn(Parents, Factory))
    return converts(methodName(*Method));
  look();
  auto Var = MadeFor.find(&Factory);
  return Var != MadeFor.end() && Converted.contains(Var->second);
}

bool SizeSources::isCompared(const SizeSource &Source, bool Device) {
  look();
  return Compared[Device].contains(declOf(Source.Tensor));
}

void SizeSources::look() {
  if (!std::exchange(Looked, true))
    SizeUses(*this).TraverseStmt(In.getBody());
}

bool SizeSources::staysTheSame(const VarDecl &Var) {
  if (Var.getType().isConstQualified())
    return true;
  const auto *R = Var.getType()->getAsCXXRecordDecl();
  look();
  // A vector may be changed in many ways.
  if (!Var.getType()->isIntegerType() && (!R || !R->getIdentifier() || !R->getName().contains("ArrayRef")))
    return UsedAsMutable.lookup(Var.getCanonicalDecl()) == 0;
  return !Assigned.contains(Var.getCanonicalDecl());
}

/// `x.sizes()[0]`, `x.size(0) / 2`: a size that hangs on another one.
static const Expr *partOfSize(const Expr *E) {
  if (const auto *Op = dyn_cast_or_null<BinaryOperator>(E); Op && (Op->isAdditiveOp() || Op->isMultiplicativeOp()))
    return Op->getLHS();
  const auto *At = dyn_cast_or_null<CXXOperatorCallExpr>(E);
  return At && At->getOperator() == OO_Subscript ? At->getArg(0) : nullptr;
}

std::optional<SizeSource> SizeSources::find(const Expr *E, unsigned Depth) {
  if (Depth > 4)
    return std::nullopt;
  if (const InitListExpr *L = bracesOf(E); L && L->getNumInits() > 0) {
    std::optional<SizeSource> One;
    for (const Expr *Size : L->inits()) {
      std::optional<SizeSource> S = find(Size, Depth + 1);
      if (!S)
        continue;
      if (One && declOf(One->Tensor) != declOf(S->Tensor))
        return std::nullopt;
      One = S;
      One->Whole = false;
    }
    return One;
  }
  const Expr *C = core(E);
  if (auto S = observed(C))
    return S;
  if (const Expr *Part = partOfSize(C)) {
    std::optional<SizeSource> S = find(Part, Depth + 1);
    if (const auto *Op = dyn_cast<BinaryOperator>(C); Op && !S)
      S = find(Op->getRHS(), Depth + 1);
    if (S)
      S->Whole = false;
    return S;
  }
  if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(C); Call && methodName(*Call) == "vec")
    return find(Call->getImplicitObjectArgument(), Depth + 1);
  // `std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end())`
  if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(C); Made && Made->getNumArgs() >= 2) {
    const auto *Begin = dyn_cast_or_null<CXXMemberCallExpr>(core(Made->getArg(0)));
    const auto *End = dyn_cast_or_null<CXXMemberCallExpr>(core(Made->getArg(1)));
    if (!Begin || !End || methodName(*Begin) != "begin" || methodName(*End) != "end")
      return std::nullopt;
    auto From = find(Begin->getImplicitObjectArgument(), Depth + 1), To = find(End->getImplicitObjectArgument(), Depth + 1);
    return From && To && From->Whole && To->Whole && declOf(From->Tensor) == declOf(To->Tensor) ? From : std::nullopt;
  }
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(C))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) && Var->getInit() && staysTheSame(*Var))
      return find(Var->getInit(), Depth + 1);
  return std::nullopt;
}

std::optional<SizeSource> SizeSources::of(const Expr &Sizes) { return find(&Sizes, 0); }

const CallExpr *SizeSources::meeting(const CallExpr &Factory, const SizeSource &Source) {
  look();
  const Decl *Met = declOf(Source.Tensor);
  if (const CallExpr *AtOnce = Together.lookup({static_cast<const void *>(&Factory), Met}))
    return AtOnce;
  auto Var = MadeFor.find(&Factory);
  return Var == MadeFor.end() ? nullptr : Together.lookup({static_cast<const void *>(Var->second), Met});
}

/// Through containers and arrays down to what they hold.
static QualType innermost(QualType T) {
  while (true) {
    T = T.getNonReferenceType();
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
    bool Holds = S && S->getTemplateArgs().size() > 0 && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
                 (flow::StdModel::isContainer(T) || flow::StdModel::isViewType(T) ||
                  (S->getName() == "array_t" && rootNamespace(*S) == "pybind11"));
    if (const auto *A = T->getAsArrayTypeUnsafe())
      T = A->getElementType();
    else if (Holds)
      T = S->getTemplateArgs()[0].getAsType();
    else
      return T;
  }
}

/// The container that one size is asked of: `v.size()`, `std::size(v)`, `v[0].size()`, `a.shape(1)`.
static const ValueDecl *askedForSize(const Expr *Size) {
  const auto *Call = dyn_cast_or_null<CallExpr>(core(Size));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getDeclName().isIdentifier())
    return nullptr;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  bool Asks = Callee->getName() == "size" || Callee->getName() == "ssize" || (Member && Callee->getName() == "shape");
  const Expr *Object = Member ? Member->getImplicitObjectArgument() : Call->getNumArgs() == 1 ? Call->getArg(0) : nullptr;
  if (!Asks || !Object)
    return nullptr;
  Object = core(Object);
  while (true) {
    if (const auto *At = dyn_cast<CXXOperatorCallExpr>(Object); At && At->getOperator() == OO_Subscript)
      Object = core(At->getArg(0));
    else if (const auto *Of = dyn_cast<ArraySubscriptExpr>(Object))
      Object = core(Of->getBase());
    else
      break;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
    return Ref->getDecl();
  const auto *Field = dyn_cast<MemberExpr>(Object);
  return Field ? Field->getMemberDecl() : nullptr;
}

std::optional<ElementSource> elementSourceOf(const Expr &Sizes) {
  const InitListExpr *List = bracesOf(&Sizes);
  const ValueDecl *From = nullptr;
  llvm::SmallVector<const Expr *, 4> All;
  if (List)
    All.append(List->inits().begin(), List->inits().end());
  else
    All.push_back(&Sizes);
  for (const Expr *Size : All) {
    const ValueDecl *One = askedForSize(Size);
    if (!One || (From && From != One))
      return std::nullopt;
    From = One;
  }
  if (!From || innermost(From->getType()) == From->getType().getNonReferenceType())
    return std::nullopt;
  return ElementSource{From->getNameAsString(), innermost(From->getType())};
}

std::optional<Conversion> conversionOf(const CXXMemberCallExpr &Call) {
  llvm::StringRef Name = methodName(Call);
  if (!isTensorType(Call.getObjectType()))
    return std::nullopt;
  unsigned Given = 0;
  for (const Expr *A : Call.arguments())
    Given += !isa<CXXDefaultArgExpr>(A);
  Conversion C;
  if (Name == "cuda" && Given == 0) {
    C.Device = C.Bare = true;
    return C;
  }
  if (Name != "to" || Given != 1)
    return std::nullopt;
  C.Argument = Call.getArg(0);
  const Expr *Written = core(C.Argument);
  const auto *Tag = Written->getType()->getAsTagDecl();
  llvm::StringRef Type = Tag && Tag->getIdentifier() ? Tag->getName() : llvm::StringRef();
  C.Argument = Written;
  C.Device = Type == "Device" || Type == "DeviceType" || isa<StringLiteral>(Written);
  C.Bare = !isa<StringLiteral>(Written);
  if (!C.Device && Type != "ScalarType")
    return std::nullopt;
  return C;
}

bool givesProperty(const Expr &Options, bool Device) {
  const Expr *C = core(&Options);
  if (isa<DeclRefExpr>(C) && Attributes::isOptions(C->getType()))
    return true;
  llvm::StringRef Name = Device ? "device" : "dtype";
  if (const auto *Call = dyn_cast<CallExpr>(C)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Callee->getDeclName().isIdentifier() && (Callee->getName() == Name || Callee->getName() == "options"))
      return true;
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    return Member && givesProperty(*Member->getImplicitObjectArgument(), Device);
  }
  const auto *Tag = C->getType()->getAsTagDecl();
  llvm::StringRef Type = Tag && Tag->getIdentifier() ? Tag->getName() : llvm::StringRef();
  return Device ? Type == "Device" || Type == "DeviceType" || isa<StringLiteral>(C) : Type == "ScalarType";
}

} // namespace torchtidy::api
