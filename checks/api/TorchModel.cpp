#include "api/TorchModel.h"
#include "api/OpenCv.h"

using namespace clang;

namespace torchtidy::api {

using flow::Effect;

TorchModel::TorchModel(ASTContext &Context)
    : Context(Context), Schemas(Context), Calls(Context, Schemas), Types(Context), Values(Context, Types),
      Indices(Context, Calls, Schemas), Ops(Context, Values), Hand(Context, Values, Indices), User(Context) {}

bool TorchModel::isHandle(QualType T) const { return isTensorType(T) || isPythonObject(T); }

bool TorchModel::carriesAttrs(QualType T) const { return Values.isCarrier(T) || isTensorType(T); }

bool TorchModel::isSharedOwner(QualType T) const { return isMatrix(T); }

std::optional<flow::Attrs> TorchModel::constantOf(const Expr &E) const { return Values.constantOf(E); }

bool TorchModel::isUserCode(SourceLocation Loc) const { return User.contains(Loc); }

/// Users put functions into namespaces of libtorch, and derive classes from its own: those are theirs.
bool TorchModel::isApi(const FunctionDecl &F) const {
  llvm::StringRef Root = rootNamespace(F);
  if (Root != "at" && Root != "torch" && Root != "c10" && Root != "caffe2")
    return false;
  return !User.contains(F.getLocation());
}

const OpCall *TorchModel::operatorOf(const FunctionDecl &Callee) const {
  return isApi(Callee) ? Calls.find(Callee) : nullptr;
}

static bool isInBackground(const OpCall &Op, const flow::CallSite &Call, const ASTContext &Context) {
  int Source = Op.source("non_blocking");
  return Source >= 0 && !isDefaultArgument(Call.operand(Source)) &&
         integerOf(Call.operand(Source), Context).value_or(0) != 0;
}

Effect TorchModel::effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  llvm::StringRef Root = rootNamespace(F);
  DefaultDtypeChanges |= F.getDeclName().isIdentifier() && F.getName().starts_with("set_default_dtype");
  if (Root == "pybind11") {
    Effect E = Hand.effectOf(Call, Operands);
    return E.Known ? E : Hand.pythonEffect(Call);
  }
  if (Root == "cv")
    return openCvEffect(Call);
  if (Root.empty() || !isApi(F))
    return Root.empty() ? Hand.effectOf(Call, Operands) : Effect();
  // A row wins over the schema: it is there because the schema says too little (`from_file`) or the way to it hides
  // what matters (`cpu()` is a `to` with a constant).
  if (Effect E = Hand.effectOf(Call, Operands); E.Known)
    return E;
  if (Effect E = Values.effectOf(Call, Operands); E.Known)
    return E;
  if (!isa<CXXConstructorDecl, CXXDestructorDecl, CXXConversionDecl>(F))
    if (const OpCall *Op = Calls.find(F)) {
      Effect E = Ops.effectOf(*Op, Call, Operands);
      llvm::StringRef Name = F.getDeclName().isIdentifier() ? F.getName() : llvm::StringRef();
      E.Noted = Op->Op->Signature.argument("layout") >= 0 || Name == "sizes" || Name == "size" || isInBackground(*Op, Call, Context);
      return E;
    }
  return Hand.generalEffect(Call, Operands);
}

bool TorchModel::copiesInBackground(const flow::CallSite &Call) const {
  const OpCall *Op = operatorOf(*Call.Callee);
  return Op && isInBackground(*Op, Call, Context);
}

TorchModel::Mixing TorchModel::mixes(const FunctionDecl &Callee) const {
  const OpCall *Op = operatorOf(Callee);
  llvm::StringRef Name = Op ? llvm::StringRef(Op->Op->Signature.Name.data(), Op->Op->Signature.Name.size()) : "";
  if (OpEffects::remarked(Name, Remark::SameDtype))
    return Mixing::Throws;
  return OpEffects::remarked(Name, Remark::Promotes) ? Mixing::Promotes : Mixing::Unsaid;
}

MemorySpace TorchModel::allocates(const FunctionDecl &Callee) const {
  switch (Hand.ruleOf(Callee)) {
  case Rule::AllocateInto:
  case Rule::Allocate:
    return MemorySpace::Device;
  case Rule::AllocatePinnedInto:
  case Rule::AllocateManagedInto:
    return MemorySpace::Either;
  default:
    return MemorySpace::Unknown;
  }
}

std::optional<FactoryCall> TorchModel::factory(const flow::CallSite &Call) const {
  // A row says that it is something else: from_file.
  if (Call.HasObject || !Call.Callee->getDeclName().isIdentifier() || !isApi(*Call.Callee) ||
      Hand.ruleOf(*Call.Callee) != Rule::None)
    return std::nullopt;
  const OpCall *Op = operatorOf(*Call.Callee);
  if (!Op)
    return std::nullopt;
  const Schema &S = Op->Op->Signature;
  if (S.argument("dtype") < 0 || S.argument("device") < 0 || S.argument("layout") < 0)
    return std::nullopt;
  for (const SchemaArgument &A : S.Arguments)
    if (A.Type.isTensor())
      return std::nullopt; // zeros_like, new_zeros, to: they have what they need
  FactoryCall Result;
  Result.Name = Call.Callee->getName();
  Result.Op = Op->Op;
  Result.Random = OpEffects::isRandom(S);
  auto Given = [&](std::string_view Name) {
    int Source = Op->source(Name);
    return Source >= 0 && !isDefaultArgument(Call.operand(Source)) ? Source : -1;
  };
  Result.Sizes = Given("size");
  Result.Dtype = Given("dtype");
  Result.Device = Given("device");
  if (int Source = Op->source("dtype"); Source >= 0)
    if (const ParmVarDecl *P = Call.parameter(Source); P && Attributes::isOptions(P->getType()))
      Result.Options = Source;
  Result.Omitted = Ops.omittedDtype(*Op, Call);
  return Result;
}

std::string TorchModel::omittedDtype(const flow::AttrSet &Omitted) const {
  uint32_t Key = 0;
  if (Omitted == flow::AttrSet::unset())
    return DefaultDtypeChanges ? "" : "kFloat32";
  const Dtype *Known = Omitted.single(Key) ? Types.ofKey(Key) : nullptr;
  return Known ? Known->constant() : "";
}

/// The type of the numbers in `{{1, 2}, {3, 4}}`, a number, or a container of numbers.
static QualType numbersIn(const Expr *E) {
  while (const InitListExpr *List = bracesOf(E)) {
    if (List->getNumInits() == 0)
      return QualType();
    E = List->getInit(0);
  }
  E = core(E);
  if (!E)
    return QualType();
  QualType T = E->getType().getNonReferenceType();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (S && S->getTemplateArgs().size() >= 1 && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
    return S->getTemplateArgs()[0].getAsType(); // vector, ArrayRef, initializer_list
  return T;
}

std::optional<FactoryCall> TorchModel::factoryOfNumbers(const flow::CallSite &Call) const {
  if (Call.HasObject || !isApi(*Call.Callee) || Hand.ruleOf(*Call.Callee) != Rule::NewTensor)
    return std::nullopt;
  FactoryCall Result;
  Result.Name = Call.Callee->getName();
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    if (const ParmVarDecl *P = Call.parameter(I); P && Attributes::isOptions(P->getType()))
      Result.Options = static_cast<int>(I);
  if (Result.Options < 0)
    return std::nullopt;
  if (!isDefaultArgument(Call.operand(Result.Options)))
    Result.Dtype = Result.Device = Result.Options;
  Result.Omitted = Values.dtypeOfElements(numbersIn(Call.operand(0)));
  return Result;
}

} // namespace torchtidy::api
