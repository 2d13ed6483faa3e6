#include "api/SizeSources.h"
#include "api/Attributes.h"
#include "api/HandEffects.h"
#include "clang/AST/RecursiveASTVisitor.h"

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

/// Whether a variable may hold something else than its initialiser: assigned, or handed out to be changed.
class Changes : public RecursiveASTVisitor<Changes> {
public:
  explicit Changes(const VarDecl &Var) : Var(Var) {}
  bool VisitBinaryOperator(BinaryOperator *Op) {
    Found |= Op->isAssignmentOp() && declOf(Op->getLHS()) == Var.getCanonicalDecl();
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Op) {
    Found |= Op->isAssignmentOp() && declOf(Op->getArg(0)) == Var.getCanonicalDecl();
    return true;
  }
  const VarDecl &Var;
  bool Found = false;
};

bool staysTheSame(const VarDecl &Var, const FunctionDecl &In) {
  if (Var.getType().isConstQualified())
    return true;
  const auto *R = Var.getType()->getAsCXXRecordDecl();
  if (!R || !R->getIdentifier() || !R->getName().contains("ArrayRef"))
    return false; // a vector may be changed in many ways
  Changes Look(Var);
  Look.TraverseStmt(In.getBody());
  return !Look.Found;
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

std::optional<SizeSource> find(const Expr *E, const FunctionDecl &In, unsigned Depth) {
  if (Depth > 4)
    return std::nullopt;
  if (const InitListExpr *L = bracesOf(E); L && L->getNumInits() > 0) {
    std::optional<SizeSource> One;
    for (const Expr *Size : L->inits()) {
      std::optional<SizeSource> S = find(Size, In, Depth + 1);
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
  if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(C); Call && methodName(*Call) == "vec")
    return find(Call->getImplicitObjectArgument(), In, Depth + 1);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(C))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) && Var->getInit() && staysTheSame(*Var, In))
      return find(Var->getInit(), In, Depth + 1);
  return std::nullopt;
}

/// An operation with both variables among its operands.
class Meeting : public RecursiveASTVisitor<Meeting> {
public:
  Meeting(const Decl *A, const Decl *B) : A(A), B(B) {}
  bool VisitCallExpr(CallExpr *Call) {
    bool HasA = false, HasB = false;
    auto Look = [&](const Expr *E) {
      HasA |= declOf(E) == A;
      HasB |= declOf(E) == B;
    };
    for (const Expr *Arg : Call->arguments())
      Look(Arg);
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Look(Member->getImplicitObjectArgument());
    const FunctionDecl *Callee = Call->getDirectCallee();
    bool Assigns = isa<CXXOperatorCallExpr>(Call) && cast<CXXOperatorCallExpr>(Call)->getOperator() == OO_Equal;
    Found |= HasA && HasB && Callee && !Assigns;
    return !Found;
  }
  const Decl *A, *B;
  bool Found = false;
};

class VariableOf : public RecursiveASTVisitor<VariableOf> {
public:
  explicit VariableOf(const CallExpr &Call) : Call(Call) {}
  bool VisitVarDecl(VarDecl *Var) {
    if (Var->getInit() && core(Var->getInit()) == &Call)
      Found = Var->getCanonicalDecl();
    return !Found;
  }
  const CallExpr &Call;
  const Decl *Found = nullptr;
};

} // namespace

std::optional<SizeSource> sizeSource(const Expr &Sizes, const FunctionDecl &In) { return find(&Sizes, In, 0); }

bool meets(const CallExpr &Factory, const SizeSource &Source, const FunctionDecl &In) {
  VariableOf Var(Factory);
  Var.TraverseStmt(In.getBody());
  if (!Var.Found)
    return false;
  Meeting Both(Var.Found, declOf(Source.Tensor));
  Both.TraverseStmt(In.getBody());
  return Both.Found;
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
