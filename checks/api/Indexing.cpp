#include "api/Indexing.h"
#include "api/Attributes.h"
#include "api/HandEffects.h"
#include "api/OpEffects.h"
#include "flow/StdModel.h"

using namespace clang;

namespace torchtidy::api {

/// A variable that is made of a variable that is made of ...: nobody writes more than this.
static constexpr unsigned MaxDepth = 8;

/// Casts, temporaries and copies of handles away.
static const Expr *plain(const Expr *E) {
  while (E) {
    E = E->IgnoreUnlessSpelledInSource();
    const auto *Copy = dyn_cast<CXXConstructExpr>(E);
    if (!Copy || Copy->getNumArgs() != 1 || !isTensorType(Copy->getType()))
      return E;
    E = Copy->getArg(0);
  }
  return nullptr;
}

IndexKind Indexing::ofElement(const Expr *Element) const {
  // The constructor that takes the user's value is not spelled.
  for (const Expr *Above = Element; Above;) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Above);
        Made && !Made->getConstructor()->isCopyOrMoveConstructor()) {
      const CXXConstructorDecl &C = *Made->getConstructor();
      if (C.getParent()->getName() != "TensorIndex" || C.getNumParams() == 0)
        return IndexKind::Unknown;
      QualType T = C.getParamDecl(0)->getType().getNonReferenceType().getCanonicalType();
      if (T->isBooleanType())
        return IndexKind::Bool;
      if (!isTensorType(T))
        return IndexKind::Basic;
      return mayBeNumber(Made->getArg(0), 0) ? IndexKind::Unknown : IndexKind::Tensor;
    }
    if (isa<CallExpr, DeclRefExpr, MemberExpr>(Above))
      return IndexKind::Unknown;
    auto Child = Above->child_begin();
    Above = Child == Above->child_end() ? nullptr : dyn_cast_or_null<Expr>(*Child);
  }
  return IndexKind::Unknown;
}

IndexKind Indexing::ofList(const Expr *List) const {
  const auto *Class = List ? List->getType().getNonReferenceType()->getAsCXXRecordDecl() : nullptr;
  // c10::List<optional<Tensor>> goes to the operator as it is, which always copies.
  if (Class && Class->getIdentifier() && Class->getName() == "List" && rootNamespace(*Class) == "c10")
    return IndexKind::Tensor;
  const InitListExpr *Braces = bracesOf(List);
  if (!Braces)
    return IndexKind::Unknown;
  IndexKind Result = IndexKind::Basic;
  for (const Expr *Element : Braces->inits()) {
    IndexKind Kind = ofElement(Element);
    if (Kind == IndexKind::Tensor)
      return Kind; // one is enough
    if (Kind == IndexKind::Bool || Result == IndexKind::Basic)
      Result = Kind;
  }
  return Result;
}

static bool isInteger(const SchemaArgument &A) { return A.Type.Base == "int" || A.Type.Base == "SymInt"; }

bool Indexing::resultMayBeNumber(const OpCall &Op, const flow::CallSite &Call, unsigned Depth) const {
  const Schema &S = Op.Op->Signature;
  auto Has = [&](auto Condition) { return llvm::any_of(S.Arguments, Condition); };
  if (OpEffects::remarked({S.Name.data(), S.Name.size()}, Remark::GivesBool))
    return false; // a boolean without dimensions copies all the same
  if (S.argument("keepdim") >= 0) { // a reduction, over one dimension or all
    int Source = Op.source("keepdim");
    std::optional<int64_t> Keeps = Source >= 0 ? integerOf(Call.operand(Source), Context) : std::nullopt;
    return !Keeps || *Keeps == 0;
  }
  auto Tensors = llvm::count_if(S.Arguments, [](const SchemaArgument &A) { return A.Type.isTensor(); });
  // `max()`, whose other overload reduces over one dimension, reduces over all.
  for (const char *Suffix : {"_dim", "_dim_IntList", "_dims"})
    if (const Operator *Sibling = Tensors == 1 ? Schemas.find(std::string(S.Name) + Suffix) : nullptr;
        Sibling && Sibling->Signature.argument("keepdim") >= 0)
      return true;
  if (int I = S.argument("index"); I >= 0 && isInteger(S.Arguments[I]))
    return true; // select: one dimension less
  bool List = S.Returns.size() == 1 && S.Returns[0].Type.isList();
  if (List && S.Arguments.size() == 2 && S.argument("dim") == 1)
    return true; // unbind: the same for each element
  if (Tensors == 0)
    return S.argument("s") == 0; // scalar_tensor; the other factories have sizes or an end
  if (Has([](const SchemaArgument &A) { return isInteger(A) && A.Type.isList(); }))
    return false; // sizes
  bool View = llvm::any_of(S.Returns, [](const SchemaArgument &R) { return R.Type.Alias && !R.Type.isWritten(); });
  if (View && Has(isInteger))
    return false; // unsqueeze, flatten, narrow
  for (unsigned I = 0; I < S.Arguments.size(); ++I)
    if (S.Arguments[I].Type.isTensor() && Op.Sources[I] >= 0 &&
        !mayBeNumber(Call.operand(Op.Sources[I]), Depth + 1))
      return false;
  return true;
}

bool Indexing::callMayBeNumber(const flow::CallSite &Call, unsigned Depth) const {
  const FunctionDecl &Callee = *Call.Callee;
  llvm::StringRef Root = rootNamespace(Callee);
  if (flow::StdModel::isStd(Callee)) // get, move, begin, an iterator's operator*: an element is as the whole
    return !Call.Operands.empty() && mayBeNumber(Call.operand(0), Depth + 1);
  if (Root != "at" && Root != "torch" && Root != "c10")
    return false;
  if (Callee.getOverloadedOperator() == OO_Subscript)
    return Call.HasObject && isTensorType(Call.operand(0)->getType());
  if (Callee.getDeclName().isIdentifier() && Callee.getName() == "index" && Call.HasObject)
    return ofList(Call.operand(1)) == IndexKind::Basic;
  if (Callee.getDeclName().isIdentifier() && Callee.getName() == "tensor" && !Call.HasObject)
    return Call.operand(0) && core(Call.operand(0))->getType()->isArithmeticType() && !bracesOf(Call.operand(0));
  const OpCall *Op = Calls.find(Callee);
  return Op && resultMayBeNumber(*Op, Call, Depth);
}

bool Indexing::mayBeNumber(const Expr *Tensor, unsigned Depth) const {
  const Expr *E = plain(Tensor);
  if (!E || Depth > MaxDepth)
    return true;
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E))
    return mayBeNumber(Choice->getTrueExpr(), Depth + 1) || mayBeNumber(Choice->getFalseExpr(), Depth + 1);
  if (const auto *Deref = dyn_cast<UnaryOperator>(E))
    return mayBeNumber(Deref->getSubExpr(), Depth + 1);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const ValueDecl *Decl = Ref->getDecl();
    if (const auto *Part = dyn_cast<BindingDecl>(Decl))
      Decl = Part->getDecomposedDecl();
    const auto *Var = dyn_cast_or_null<VarDecl>(Decl);
    return Var && !isa<ParmVarDecl>(Var) && Var->hasLocalStorage() && Var->getInit() &&
           mayBeNumber(Var->getInit(), Depth + 1);
  }
  std::optional<flow::CallSite> Call = flow::CallSite::of(*E);
  return Call && !isa<CXXConstructExpr>(E) && callMayBeNumber(*Call, Depth);
}

} // namespace torchtidy::api
