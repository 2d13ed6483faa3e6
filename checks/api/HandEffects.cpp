#include "api/HandEffects.h"
#include "api/OpEffects.h"
#include "flow/Fault.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace torchtidy::api {

using flow::Attr;
using flow::Attrs;
using flow::AttrSet;
using flow::Effect;
using flow::ResultKind;
using flow::WriteKind;

llvm::StringRef rootNamespace(const Decl &D) {
  const NamespaceDecl *Root = nullptr;
  for (const DeclContext *DC = D.getDeclContext(); DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC))
      Root = NS;
  return Root ? Root->getName() : llvm::StringRef();
}

static bool isTorchRoot(llvm::StringRef Root) { return Root == "at" || Root == "torch" || Root == "c10"; }

bool isTensorType(QualType T) {
  const auto *R = T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R || !R->getIdentifier())
    return false;
  if (R->getName() == "MaybeOwned") {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    return S && S->getTemplateArgs().size() == 1 && isTensorType(S->getTemplateArgs()[0].getAsType());
  }
  static const llvm::StringSet<> Names = {"Tensor", "TensorBase", "OptionalTensorRef", "TensorRef", "IValue"};
  return Names.contains(R->getName()) && isTorchRoot(rootNamespace(*R));
}

bool isPythonObject(QualType T) {
  const auto *R = T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  static const llvm::StringSet<> Names = {"object", "handle", "accessor", "module_"};
  return R && R->getIdentifier() && Names.contains(R->getName()) && rootNamespace(*R) == "pybind11";
}

namespace {

llvm::StringRef classOf(QualType T) {
  const auto *R = T.getNonReferenceType()->getAsRecordDecl();
  return R && R->getIdentifier() ? R->getName() : llvm::StringRef();
}

Effect known(llvm::StringRef Name, ResultKind Result = ResultKind::None) {
  Effect E;
  E.Known = true;
  E.Name = Name.str();
  E.Result = Result;
  return E;
}

void from(Effect &E, unsigned Operand, bool May = false) { E.From.push_back({Operand, May, /*Whole=*/true}); }

void readNothing(Effect &E, const flow::CallSite &Call) {
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    E.operandRef(I).Reads = false;
}

/// Operands without the object.
unsigned firstArgument(const flow::CallSite &Call) { return Call.HasObject ? 1 : 0; }

/// A free function that gets nothing which it could change or keep, and returns a number: `at::numel(t)`.
bool isObserver(const FunctionDecl &F) {
  if (!F.getDeclName().isIdentifier() || !F.getReturnType()->isArithmeticType() || F.isVariadic())
    return false;
  return llvm::all_of(F.parameters(), [](const ParmVarDecl *P) {
    QualType T = P->getType();
    if (T->isReferenceType() && (T->isRValueReferenceType() || !T->getPointeeType().isConstQualified()))
      return false;
    QualType Value = T.getNonReferenceType();
    return Value->isArithmeticType() || Value->isEnumeralType() || isTensorType(Value) || classOf(Value) == "ArrayRef";
  });
}

Effect observer(const FunctionDecl &F) {
  Effect E = known(F.getName());
  E.Pure = true;
  E.operandRef(0).Reads = false;
  return E;
}

} // namespace

HandEffects::HandEffects(const ASTContext &Context, const Attributes &Values, const Indexing &Indices)
    : Context(Context), Values(Values), Indices(Indices) {
#define TORCH_API(Scope, Name, What, Checked) Rows[Scope "::" Name] = Rule::What;
#include "api/HandTable.def"
#undef TORCH_API
}

Rule HandEffects::ruleOf(const FunctionDecl &Function) const {
  auto [It, New] = Known.try_emplace(Function.getCanonicalDecl(), Rule::None);
  if (!New)
    return It->second;
  std::string Name = Function.getDeclName().isIdentifier() ? Function.getName().str()
                     : Function.isOverloadedOperator()
                         ? std::string("operator") + getOperatorSpelling(Function.getOverloadedOperator())
                         : std::string();
  llvm::StringRef Root = rootNamespace(Function), Scope;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function)) {
    if ((!isTorchRoot(Root) && Root != "pybind11") || !Method->getParent()->getIdentifier())
      return Rule::None;
    Scope = Method->getParent()->getName();
    Scope.consume_front("HeaderOnly"); // HeaderOnlyArrayRef, the base of ArrayRef since 2.9
    if (Scope == "TensorBase" || Scope == "TensorRef")
      Scope = "Tensor";
  } else if (Root.empty()) {
    Scope = "C";
  } else if (isTorchRoot(Root)) {
    const NamespaceDecl *Inner = nullptr;
    for (const DeclContext *DC = Function.getDeclContext(); DC && !Inner; DC = DC->getParent())
      Inner = dyn_cast<NamespaceDecl>(DC);
    bool Own = Inner && (Inner->getName() == "init" || Inner->getName() == "stable");
    Scope = Own ? Inner->getName() : "torch";
  } else {
    return Rule::None;
  }
  auto Row = Rows.find((Scope + "::" + Name).str());
  return Row == Rows.end() ? Rule::None : (Known[Function.getCanonicalDecl()] = Row->second);
}

void HandEffects::convert(Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  Attrs A = Attributes::ofTensor(Operands, 0);
  Attr Which = R == Rule::ToDtype ? Attr::Dtype : Attr::Device;
  AttrSet Wanted = AttrSet::unknown();
  if (R == Rule::ToDtype)
    Wanted = Values.given(Call, Operands, 1, Attr::Dtype);
  else if (R != Rule::ToOther)
    Wanted = AttrSet::of(DeviceKey::make(R == Rule::ToCpu ? DeviceKey::Cpu : DeviceKey::Cuda));
  uint32_t Old = 0, New = 0;
  bool BothKnown = A.get(Which).single(Old) && Wanted.single(New);
  bool Differ = BothKnown && (Which == Attr::Dtype ? Old != New : DeviceKey::type(Old) != DeviceKey::type(New));
  bool Same = BothKnown && !Differ && (R == Rule::ToCpu || R == Rule::ToDtype);
  A.set(Which, std::move(Wanted));
  E.ResultAttrs = std::move(A);
  E.Result = Differ ? ResultKind::Fresh : ResultKind::View;
  if (!Differ) {
    from(E, 0, !Same);
    E.From.back().Converts = true;
  }
  E.Pure = true;
  E.Synchronises = R == Rule::ToCpu;
}

/// `t.index({..})`: integers and slices make a view, tensors and booleans a copy.
void HandEffects::index(Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  E.Pure = true;
  IndexKind Kind = Indices.ofList(Call.operand(1));
  if ((Kind == IndexKind::Tensor || Kind == IndexKind::Bool) && !flow::fault(flow::Fault::TensorIndexIsView)) {
    E.Result = ResultKind::Fresh;
    return;
  }
  E.Result = ResultKind::View;
  E.From.push_back({0, /*May=*/Kind == IndexKind::Unknown, /*Whole=*/false});
  E.ResultAttrs = Operands.attrs(0);
  if (!E.ResultAttrs.empty()) // a slice may leave gaps
    E.ResultAttrs.set(Attr::Contiguous, AttrSet::unknown());
}

/// `t = x` binds the handle anew; `t[0] = x`, `std::move(t) = x` write through it. The ref-qualifier decides.
Effect HandEffects::assignment(const flow::CallSite &Call) const {
  const auto *Method = cast<CXXMethodDecl>(Call.Callee);
  Effect E = known("operator=", ResultKind::Same);
  from(E, 0);
  E.operandRef(0).Reads = false;
  if (Method->getRefQualifier() == RQ_RValue && !flow::fault(flow::Fault::RvalueRebinds)) {
    bool Scalar = Method->getNumParams() == 1 && !isTensorType(Method->getParamDecl(0)->getType());
    E.operandRef(0).Writes = Scalar ? WriteKind::Constant : WriteKind::Data;
    return E;
  }
  E.operandRef(1).Reads = false;
  E.Rebinds = 0;
  E.RebindFrom = 1;
  return E;
}

/// What needs no row: constructors of libtorch's small classes, and observers.
Effect HandEffects::generalEffect(const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!isTorchRoot(rootNamespace(F)))
    return {};
  if (!Method)
    return isObserver(F) ? observer(F) : Effect();
  llvm::StringRef Class = Method->getParent()->getIdentifier() ? Method->getParent()->getName() : llvm::StringRef();
  bool Tensor = isTensorType(Context.getCanonicalTagType(Method->getParent()));
  if (isa<CXXConstructorDecl>(F) || isa<CXXConversionDecl>(F)) {
    Effect E = known(Class, ResultKind::Copy);
    readNothing(E, Call);
    for (unsigned I = 0; I < Call.Operands.size(); ++I)
      from(E, I);
    // at::Tensor(intrusive_ptr<TensorImpl>): nobody knows whose.
    if (Tensor && !Call.Operands.empty() && classOf(Call.Operands[0]->getType()) == "intrusive_ptr")
      E.Result = ResultKind::Unknown;
    return E;
  }
  if (isa<CXXDestructorDecl>(F))
    return known("~", ResultKind::None);
  if (Tensor && F.getOverloadedOperator() == OO_Equal)
    return assignment(Call);
  if (Method->isCopyAssignmentOperator() || Method->isMoveAssignmentOperator()) { // options, devices, lists
    Effect E = known("operator=", ResultKind::Same);
    from(E, 0);
    readNothing(E, Call);
    E.Rebinds = 0;
    E.RebindFrom = 1;
    return E;
  }
  if (Tensor && F.getOverloadedOperator() == OO_Subscript) {
    Effect E = known("operator[]", ResultKind::View);
    E.From.push_back({0, /*May=*/false, /*Whole=*/false});
    E.Pure = true;
    return E;
  }
  if (!F.getDeclName().isIdentifier() || !Call.HasObject || !Method->isConst())
    return {};
  QualType T = F.getReturnType().getNonReferenceType();
  if (isTensorType(T) || T->isPointerType() || T->isVoidType() || (!Tensor && !T->isArithmeticType()))
    return {};
  // An observer: `t.sizes()`, `t.dim()`, `t.options()`, `list.size()`, `scalar.toDouble()`.
  Effect E = known(F.getName());
  E.Pure = true;
  E.Noted = Tensor && (F.getName() == "sizes" || F.getName() == "size");
  E.Synchronises = F.getName() == "item";
  E.operandRef(0).Reads = E.Synchronises;
  if (Tensor && Values.isCarrier(T))
    E.ResultAttrs = Attributes::ofTensor(Operands, 0);
  return E;
}

static void share(Effect &E, bool May) {
  E.Result = ResultKind::View;
  from(E, 0, May);
  E.operandRef(0).Reads = false;
  E.Pure = true;
}

/// Tensors over memory of others, and the builder of such tensors. False for other rules.
bool HandEffects::applyBorrow(Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  unsigned First = firstArgument(Call);
  switch (R) {
  case Rule::Borrow:
    borrow(E, Call, Operands);
    return true;
  case Rule::Maker:
    readNothing(E, Call);
    E.Result = ResultKind::Copy;
    from(E, 0);
    E.ResultAttrs = Attributes::unset();
    return true;
  case Rule::MakerPart:
    readNothing(E, Call);
    E.Result = ResultKind::Same;
    from(E, 0);
    if (F.getName() == "options")
      E.ResultAttrs = Values.options(Call, Operands, First);
    if (F.getName() == "target_device") {
      E.ResultAttrs = Operands.attrs(0);
      E.ResultAttrs.set(Attr::Device, Values.given(Call, Operands, First, Attr::Device));
    }
    return true;
  case Rule::MakerDone:
    makerDone(E, Call, Operands);
    return true;
  case Rule::BorrowObject:
    E.Result = ResultKind::Borrow;
    from(E, 0);
    E.operandRef(0).Reads = false;
    E.Borrow.ObjectMemory = true;
    return true;
  case Rule::FromFile: {
    std::optional<int64_t> Shared =
        Call.Operands.size() > 1 && !isDefaultArgument(Call.operand(1)) && !isNullopt(Call.operand(1))
            ? integerOf(Call.operand(1), Context)
            : std::optional<int64_t>(0);
    E.Result = Shared == 0 ? ResultKind::Fresh : ResultKind::Unknown;
    return true;
  }
  default:
    return false;
  }
}

/// Results that share what the operands hold. False for other rules.
bool HandEffects::applySharing(Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  unsigned First = firstArgument(Call);
  switch (R) {
  case Rule::DataAlias:
    if (F.getReturnType()->isPointerType()) {
      E.Result = ResultKind::Pointer;
      from(E, 0);
      E.operandRef(0).Reads = false;
      return true;
    }
    share(E, /*May=*/false);
    return true;
  case Rule::Alias:
    share(E, /*May=*/false);
    return true;
  case Rule::PartAlias:
    share(E, /*May=*/false);
    E.From.back().Whole = false;
    return true;
  case Rule::MayAlias:
    share(E, /*May=*/true);
    return true;
  case Rule::Contents:
    E.Result = ResultKind::Copy;
    from(E, 0);
    E.operandRef(0).Reads = false;
    return true;
  case Rule::Registers:
    E.Result = ResultKind::Copy;
    from(E, First + 1);
    E.Absorbs = 0;
    E.AbsorbsFrom = {First + 1};
    readNothing(E, Call);
    return true;
  case Rule::Element:
    E.Result = ResultKind::Element;
    from(E, 0);
    E.operandRef(0).Reads = false;
    return true;
  case Rule::Absorb:
    E.Absorbs = 0;
    for (unsigned I = First; I < Call.Operands.size(); ++I)
      E.AbsorbsFrom.push_back(I);
    readNothing(E, Call);
    return true;
  case Rule::ToCpu:
  case Rule::ToCuda:
  case Rule::ToDtype:
  case Rule::ToOther:
    convert(E, R, Call, Operands);
    return true;
  case Rule::Index:
    index(E, Call, Operands);
    return true;
  case Rule::Pointer:
  case Rule::PointerSame:
    E.Result = ResultKind::Pointer;
    from(E, 0);
    E.operandRef(0).Reads = E.Noted = R == Rule::Pointer;
    return true;
  case Rule::ObjectMemory:
    E.Result = ResultKind::Memory;
    from(E, 0);
    E.operandRef(0).Reads = false;
    return true;
  case Rule::Stream:
    E.Result = ResultKind::Same;
    from(E, 0);
    return true;
  default:
    return false;
  }
}

/// Writes to elements. False for other rules.
bool HandEffects::applyWrite(Effect &E, Rule R, const flow::CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  unsigned First = firstArgument(Call);
  bool Reference = F.getReturnType()->isReferenceType();
  switch (R) {
  case Rule::IndexPut: {
    const ParmVarDecl *Value = Call.parameter(First + 1);
    E.operandRef(0).Writes = Value && !isTensorType(Value->getType()) ? WriteKind::Constant : WriteKind::Data;
    E.Result = Reference ? ResultKind::Same : ResultKind::Copy;
    from(E, 0);
    return true;
  }
  case Rule::FillFirst:
  case Rule::CopyFirst:
    E.operandRef(0).Writes = R == Rule::FillFirst ? WriteKind::Constant : WriteKind::Data;
    E.operandRef(0).Reads = false;
    E.Result = Reference ? ResultKind::Same : ResultKind::Copy;
    from(E, 0);
    return true;
  case Rule::InitConstant:
  case Rule::InitRandom:
    E.Name = "init::" + E.Name;
    E.operandRef(0).Writes = R == Rule::InitConstant ? WriteKind::Constant : WriteKind::Random;
    E.operandRef(0).Reads = false;
    E.Result = Reference ? ResultKind::Same : ResultKind::Copy;
    from(E, 0);
    return true;
  case Rule::WriteFirst:
    E.operandRef(0).Writes = WriteKind::Data;
    E.operandRef(0).Reads = false;
    return true;
  default:
    return false;
  }
}

/// Raw memory. False for other rules.
bool HandEffects::applyMemory(Effect &E, Rule R) const {
  switch (R) {
  case Rule::Allocate:
    E.Result = ResultKind::Allocation;
    return true;
  case Rule::AllocateInto:
  case Rule::AllocatePinnedInto:
  case Rule::AllocateManagedInto:
    E.AllocatesInto = 0;
    return true;
  case Rule::Free:
    E.Frees = 0;
    E.operandRef(0).Reads = false;
    return true;
  default:
    return false;
  }
}

Effect HandEffects::apply(Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  Effect E = known(F.getDeclName().isIdentifier() ? F.getName() : llvm::StringRef("operator"));
  if (applyBorrow(E, R, Call, Operands) || applySharing(E, R, Call, Operands) || applyWrite(E, R, Call) || applyMemory(E, R))
    return E;
  unsigned First = firstArgument(Call);
  switch (R) {
  case Rule::Escape:
    E.Result = ResultKind::Unknown;
    E.operandRef(0).Escapes = true;
    break;
  case Rule::Reset:
    E.Rebinds = 0;
    E.RebindFresh = true;
    E.operandRef(0).Reads = false;
    break;
  case Rule::Unknown:
    E.Result = ResultKind::Unknown;
    break;
  case Rule::Nothing:
    break;
  case Rule::Waits:
    E.Synchronises = true;
    break;
  case Rule::Metadata:
    E.operandRef(0).Metadata = true;
    E.operandRef(0).Reads = false;
    E.Result = F.getReturnType()->isReferenceType() ? ResultKind::Same : ResultKind::None;
    from(E, 0);
    break;
  case Rule::NewTensor:
    E.Result = ResultKind::Fresh;
    E.Pure = E.Noted = true;
    for (unsigned I = 0; I < Call.Operands.size(); ++I)
      if (const ParmVarDecl *P = Call.parameter(I); P && Attributes::isOptions(P->getType())) {
        E.ResultAttrs = Values.options(Call, Operands, I);
        if (AttrSet D = E.ResultAttrs.get(Attr::Dtype); D.Unset) { // the type of the numbers decides
          D.Unset = false;
          D.Unknown = true;
          E.ResultAttrs.set(Attr::Dtype, std::move(D));
        }
      }
    break;
  case Rule::Fresh:
    E.Result = ResultKind::Fresh;
    E.Pure = true;
    break;
  case Rule::Callable:
  case Rule::CallableLater:
    for (unsigned I = First; I < Call.Operands.size(); ++I) {
      E.operandRef(I).Callable = true;
      E.operandRef(I).Escapes = R == Rule::CallableLater;
    }
    break;
  default:
    return {};
  }
  return E;
}

Effect HandEffects::effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  if (Rule R = ruleOf(*Call.Callee); R != Rule::None)
    return apply(R, Call, Operands);
  return {};
}

} // namespace torchtidy::api
