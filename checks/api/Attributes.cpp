#include "api/Attributes.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::api {

using flow::Attr;
using flow::Attrs;
using flow::AttrSet;

std::optional<uint32_t> DeviceKey::parse(llvm::StringRef Text) {
  auto [Name, Number] = Text.split(':');
  int Type = llvm::StringSwitch<int>(Name)
                 .Case("cpu", Cpu)
                 .Case("cuda", Cuda)
                 .Case("hip", 6)
                 .Case("xla", 9)
                 .Case("xpu", 12)
                 .Case("mps", 13)
                 .Case("meta", 14)
                 .Default(-1);
  if (Type < 0)
    return std::nullopt;
  int Index = NoIndex;
  if (Text.contains(':') && (Number.getAsInteger(10, Index) || Index < 0 || Index > 127))
    return std::nullopt;
  return make(Type, Index);
}

const Expr *core(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ExplicitCastExpr>(Inner))
      Inner = C->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = M->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = B->getSubExpr();
    else if (const auto *F = dyn_cast<FullExpr>(Inner))
      Inner = F->getSubExpr();
    else if (const auto *C = dyn_cast<CXXConstructExpr>(Inner);
             C && C->getNumArgs() >= 1 && (C->getNumArgs() == 1 || isa<CXXDefaultArgExpr>(C->getArg(1))))
      Inner = C->getArg(0);
    else if (const auto *L = dyn_cast<InitListExpr>(Inner); L && L->getNumInits() == 1)
      Inner = L->getInit(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
  return E;
}

bool isDefaultArgument(const Expr *E) { return !E || isa<CXXDefaultArgExpr>(E); }

std::optional<int64_t> integerOf(const Expr *E, const ASTContext &Context) {
  const Expr *C = core(E);
  Expr::EvalResult Result;
  if (!C || C->isValueDependent() || C->isTypeDependent() || !C->getType()->isIntegralOrEnumerationType() ||
      !C->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

const InitListExpr *bracesOf(const Expr *E) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *List = dyn_cast<InitListExpr>(E))
      return List;
    if (const auto *Std = dyn_cast<CXXStdInitializerListExpr>(E))
      E = Std->getSubExpr();
    else if (const auto *Made = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Made->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bound->getSubExpr();
    else if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
      E = Cast->getSubExpr();
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(E); Made && Made->getNumArgs() > 0)
      E = Made->getArg(0);
    else
      return nullptr;
  }
  return nullptr;
}

std::optional<uint64_t> elementCount(const Expr *Sizes, const ASTContext &Context) {
  const InitListExpr *List = bracesOf(Sizes);
  if (!List) {
    std::optional<int64_t> One = Sizes ? integerOf(Sizes, Context) : std::nullopt;
    return One && *One >= 0 ? std::optional<uint64_t>(*One) : std::nullopt;
  }
  uint64_t Count = 1;
  for (const Expr *Size : List->inits()) {
    std::optional<int64_t> N = integerOf(Size, Context);
    if (!N || *N < 0 || *N > (int64_t(1) << 40) || Count > (uint64_t(1) << 40))
      return std::nullopt;
    Count *= static_cast<uint64_t>(*N);
  }
  return Count;
}

bool isNullopt(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(core(E));
  return Ref && Ref->getDecl()->getDeclName().isIdentifier() && Ref->getDecl()->getName() == "nullopt";
}

static llvm::StringRef className(QualType T) {
  if (T.isNull())
    return {};
  T = T.getNonReferenceType();
  if (const auto *R = T->getAsRecordDecl())
    return R->getName();
  if (const auto *E = T->getAsEnumDecl())
    return E->getName();
  return {};
}

bool Attributes::isOptions(QualType T) { return className(T) == "TensorOptions"; }

bool Attributes::isCarrier(QualType T) const {
  llvm::StringRef Name = className(T);
  if (Name == "optional") {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(T.getNonReferenceType()->getAsRecordDecl());
    return S && S->getTemplateArgs().size() == 1 && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
           isCarrier(S->getTemplateArgs()[0].getAsType());
  }
  return llvm::StringSwitch<bool>(Name)
      .Cases({"TensorOptions", "ScalarType", "TypeMeta", "Device", "DeviceType"}, true)
      .Default(false);
}

std::optional<Attrs> Attributes::constantOf(const Expr &E) const {
  const Expr *C = core(&E);
  if (const auto *Text = dyn_cast<StringLiteral>(C)) {
    if (!Text->isOrdinary())
      return std::nullopt;
    std::optional<uint32_t> Key = DeviceKey::parse(Text->getString());
    if (!Key)
      return std::nullopt;
    Attrs A;
    A.set(Attr::Device, AttrSet::of(*Key));
    return A;
  }
  llvm::StringRef Name = className(C->getType());
  if (Name != "ScalarType" && Name != "DeviceType")
    return std::nullopt;
  std::optional<int64_t> Value = integerOf(C, Context);
  if (!Value)
    return std::nullopt;
  Attrs A;
  if (Name == "ScalarType")
    A.set(Attr::Dtype, AttrSet::of(static_cast<uint32_t>(*Value)));
  else
    A.set(Attr::Device, AttrSet::of(DeviceKey::make(static_cast<uint32_t>(*Value))));
  return A;
}

AttrSet Attributes::dtypeInSchema(std::string_view Default) const {
  if (Default == "None")
    return AttrSet::unset();
  std::string Name(Default); // as the enumerator, but for its first letter
  Name[0] = llvm::toUpper(Name[0]);
  const Dtype *Known = Types.ofName(Name);
  return Known ? AttrSet::of(Known->Key) : AttrSet::unknown();
}

AttrSet Attributes::dtypeOfNumbers(QualType Number) const {
  const Dtype *Known = Number.isNull() || Number->isDependentType() ? nullptr : Types.of(Number.getNonReferenceType());
  if (!Known)
    return AttrSet::unknown();
  if (Known->Class == DtypeClass::Floating)
    return AttrSet::unset();
  if (Known->Class == DtypeClass::Bool)
    return AttrSet::of(Known->Key);
  const Dtype *Long = Types.ofName("Long");
  bool Integral = Known->Class == DtypeClass::Signed || Known->Class == DtypeClass::Unsigned;
  return Integral && Long ? AttrSet::of(Long->Key) : AttrSet::unknown();
}

AttrSet Attributes::dtypeOfElements(QualType Element) const {
  const Dtype *Known = Element.isNull() || Element->isDependentType() ? nullptr : Types.of(Element.getNonReferenceType());
  if (!Known)
    return AttrSet::unknown();
  bool Common = Known->Name == "Int" || Known->Name == "Long" || Known->Name == "Float" || Known->Name == "Double";
  return Common ? dtypeOfNumbers(Element) : AttrSet::of(Known->Key);
}

Attrs Attributes::unset() {
  Attrs A;
  A.set(Attr::Dtype, AttrSet::unset());
  A.set(Attr::Device, AttrSet::unset());
  return A;
}

AttrSet Attributes::given(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned I,
                          Attr Which) const {
  const Expr *E = Call.operand(I);
  if (isDefaultArgument(E) || isNullopt(E))
    return AttrSet::unset();
  return Operands.attrs(I).get(Which);
}

Attrs Attributes::options(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned I) const {
  Attrs A;
  A.set(Attr::Dtype, given(Call, Operands, I, Attr::Dtype));
  A.set(Attr::Device, given(Call, Operands, I, Attr::Device));
  if (!isDefaultArgument(Call.operand(I)))
    if (const AttrSet *Pinned = Operands.attrs(I).find(Attr::Pinned))
      A.set(Attr::Pinned, *Pinned);
  return A;
}

Attrs Attributes::ofTensor(const flow::OperandReader &Operands, unsigned I) {
  Attrs A;
  AttrSet Dtype = Operands.attrs(I).get(Attr::Dtype), Device = Operands.attrs(I).get(Attr::Device);
  if (Dtype.Unset) { // the default dtype: set somewhere else
    Dtype.Unset = false;
    Dtype.Unknown = true;
  }
  if (Device.Unset) {
    Device.Unset = false;
    Device.join(AttrSet::of(DeviceKey::make(DeviceKey::Cpu)));
  }
  A.set(Attr::Dtype, std::move(Dtype));
  A.set(Attr::Device, std::move(Device));
  return A;
}

/// `dtype<float>()`.
std::optional<AttrSet> Attributes::templateDtype(const FunctionDecl &F) const {
  const TemplateArgumentList *Args = F.getTemplateSpecializationArgs();
  if (!Args || Args->size() != 1 || (*Args)[0].getKind() != TemplateArgument::Type)
    return std::nullopt;
  const Dtype *Known = Types.of((*Args)[0].getAsType());
  return Known ? AttrSet::of(Known->Key) : AttrSet::unknown();
}

/// A device from the operands of a constructor: (type), (type, index), ("cuda:1"), (device).
AttrSet Attributes::deviceFrom(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned First) const {
  AttrSet Device = given(Call, Operands, First, Attr::Device);
  const Expr *IndexArgument = Call.operand(First + 1);
  if (isDefaultArgument(IndexArgument) || Device.Values.empty())
    return Device;
  std::optional<int64_t> Index = integerOf(IndexArgument, Context);
  AttrSet WithIndex = Device;
  WithIndex.Values.clear();
  for (uint32_t Key : Device.Values)
    WithIndex.join(AttrSet::of(
        DeviceKey::make(DeviceKey::type(Key), Index && *Index >= -1 && *Index < 128 ? static_cast<int>(*Index)
                                                                                    : DeviceKey::AnyIndex)));
  return WithIndex;
}

/// Sets what `options.property(..)` sets.
void Attributes::set(Attrs &Out, llvm::StringRef Property, const flow::CallSite &Call,
                     const flow::OperandReader &Operands, unsigned First) const {
  if (Property == "dtype") {
    std::optional<AttrSet> Named = templateDtype(*Call.Callee);
    Out.set(Attr::Dtype, Named ? *Named : given(Call, Operands, First, Attr::Dtype));
  } else if (Property == "device") {
    Out.set(Attr::Device, deviceFrom(Call, Operands, First));
  } else if (Property == "pinned_memory") {
    std::optional<int64_t> Pinned = integerOf(Call.operand(First), Context);
    Out.set(Attr::Pinned, Pinned ? AttrSet::of(*Pinned != 0) : AttrSet::unknown());
  } else if (Property == "device_index") {
    std::optional<int64_t> Index = integerOf(Call.operand(First), Context);
    Out.set(Attr::Device, AttrSet::of(DeviceKey::make(
                              DeviceKey::Cuda, Index && *Index >= -1 && *Index < 128 ? static_cast<int>(*Index)
                                                                                     : DeviceKey::AnyIndex)));
  }
}

static flow::Effect pure(llvm::StringRef Name) {
  flow::Effect E;
  E.Known = true;
  E.Name = Name.str();
  E.Result = flow::ResultKind::None;
  E.Pure = true;
  return E;
}

flow::Effect Attributes::effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  llvm::StringRef Class = Method ? Method->getParent()->getName() : llvm::StringRef();
  if (isa<CXXConstructorDecl>(F)) {
    if (Class != "TensorOptions" && Class != "Device" && Class != "TypeMeta")
      return {};
    flow::Effect E = pure(Class);
    if (Class == "TypeMeta") {
      E.ResultAttrs.set(Attr::Dtype, Call.Operands.empty() ? AttrSet::unset() : given(Call, Operands, 0, Attr::Dtype));
      return E;
    }
    if (Class == "Device") {
      E.ResultAttrs.set(Attr::Device, deviceFrom(Call, Operands, 0));
      return E;
    }
    E.ResultAttrs = unset();
    if (Call.Operands.empty())
      return E;
    llvm::StringRef From = className(Call.Operands[0]->getType());
    if (From == "ScalarType" || From == "TypeMeta")
      set(E.ResultAttrs, "dtype", Call, Operands, 0);
    else if (From != "Layout" && From != "MemoryFormat")
      set(E.ResultAttrs, "device", Call, Operands, 0);
    return E;
  }
  if (!F.getDeclName().isIdentifier())
    return {};
  llvm::StringRef Name = F.getName();
  if (Class == "TensorOptions" && Call.HasObject) {
    flow::Effect E = pure(Name);
    bool Builds = isOptions(F.getReturnType());
    if (!Builds) { // a getter: `options.device()`
      E.ResultAttrs = Operands.attrs(0);
      return E;
    }
    E.ResultAttrs = options(Call, Operands, 0);
    if (Name == "merge_in" || Name == "merge_memory_format") {
      for (Attr Which : {Attr::Dtype, Attr::Device}) {
        AttrSet Other = given(Call, Operands, 1, Which);
        if (Name != "merge_in" || Other == AttrSet::unset())
          continue;
        if (Other.Unset) { // on some paths what was there stays
          Other.Unset = false;
          Other.join(E.ResultAttrs.get(Which));
        }
        E.ResultAttrs.set(Which, std::move(Other));
      }
      return E;
    }
    set(E.ResultAttrs, Name, Call, Operands, 1);
    if (F.getReturnType()->isReferenceType()) { // `options.dtype<T>()` changes its object
      E.SetsObjectAttrs = true;
      E.ObjectAttrs = E.ResultAttrs;
      E.Result = flow::ResultKind::Same;
      E.From.push_back({0, false, true});
      E.Pure = false;
    }
    return E;
  }
  if (Class == "Device" || Class == "TypeMeta") {
    flow::Effect E = pure(Name);
    if (Name == "Make") {
      if (std::optional<AttrSet> Named = templateDtype(F))
        E.ResultAttrs.set(Attr::Dtype, *Named);
    } else if (Call.HasObject && (Name == "type" || Name == "toScalarType")) {
      E.ResultAttrs = Operands.attrs(0);
    } else if (Name == "fromScalarType") {
      E.ResultAttrs = Operands.attrs(0);
    }
    return E;
  }
  if (Method)
    return {};
  if (isOptions(F.getReturnType()) &&
      llvm::StringSwitch<bool>(Name)
          .Cases({"dtype", "device", "layout", "requires_grad", "pinned_memory", "memory_format", "device_index"}, true)
          .Default(false)) {
    flow::Effect E = pure(Name);
    E.ResultAttrs = unset();
    set(E.ResultAttrs, Name, Call, Operands, 0);
    return E;
  }
  if (Name == "typeMetaToScalarType" || Name == "scalarTypeToTypeMeta" || Name == "optTypeMetaToScalarType") {
    flow::Effect E = pure(Name);
    E.ResultAttrs = Operands.attrs(0);
    return E;
  }
  return {};
}

} // namespace torchtidy::api
