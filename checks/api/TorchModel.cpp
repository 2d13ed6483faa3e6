#include "api/TorchModel.h"

using namespace clang;

namespace torchtidy::api {

using flow::Effect;

TorchModel::TorchModel(ASTContext &Context)
    : Schemas(Context), Calls(Context, Schemas), Types(Context), Values(Context, Types),
      Indices(Context, Calls, Schemas), Ops(Context, Values), Hand(Context, Values, Indices), User(Context) {}

bool TorchModel::isHandle(QualType T) const { return isTensorType(T) || isPythonObject(T); }

bool TorchModel::carriesAttrs(QualType T) const { return Values.isCarrier(T) || isTensorType(T); }

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

Effect TorchModel::effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const FunctionDecl &F = *Call.Callee;
  llvm::StringRef Root = rootNamespace(F);
  DefaultDtypeChanges |= F.getDeclName().isIdentifier() && F.getName().starts_with("set_default_dtype");
  if (Root == "pybind11") {
    Effect E = Hand.effectOf(Call, Operands);
    return E.Known ? E : Hand.pythonEffect(Call);
  }
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
      E.Noted = Op->Op->Signature.argument("layout") >= 0 || Name == "sizes" || Name == "size";
      return E;
    }
  return Hand.generalEffect(Call, Operands);
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
    if (const ParmVarDecl *P = Call.parameter(Source))
      Result.TakesOptions = Attributes::isOptions(P->getType());
  return Result;
}

} // namespace torchtidy::api
