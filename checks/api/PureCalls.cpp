// What the checks of lost results and lost writes ask of a single call, without a flow of values.
#include "api/TorchModel.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::api {

using flow::Attr;
using flow::Attrs;
using flow::Effect;
using flow::ResultKind;

namespace {

/// The constants that the operands carry by themselves: `torch::kCUDA`, `torch::dtype(torch::kInt)`.
class ConstantReader : public flow::OperandReader {
public:
  ConstantReader(const TorchModel &Model, const flow::CallSite &Call) {
    for (const Expr *Operand : Call.Operands)
      Known.push_back(isDefaultArgument(Operand) || isTensorType(Operand->getType()) ? Attrs()
                                                                                     : constants(Model, *Operand));
  }
  const Attrs &attrs(unsigned I) const override {
    static const Attrs None;
    return I < Known.size() ? Known[I] : None;
  }

private:
  static Attrs constants(const TorchModel &Model, const Expr &E) {
    if (std::optional<Attrs> Constant = Model.constantOf(E))
      return *Constant;
    std::optional<flow::CallSite> Call = flow::CallSite::of(*core(&E));
    return Call ? Model.effectOf(*Call).ResultAttrs : Attrs();
  }
  llvm::SmallVector<Attrs, 6> Known;
};

bool isInteger(const SchemaArgument &A) { return A.Type.Base == "int" || A.Type.Base == "SymInt"; }

bool isDevice(QualType T) {
  if (T->isArrayType() || T->isPointerType()) // "cuda:0"
    return true;
  const auto *R = T->getAsRecordDecl();
  const auto *E = T->getAsEnumDecl();
  llvm::StringRef Name = R ? R->getName() : E ? E->getName() : llvm::StringRef();
  return Name == "Device" || Name == "DeviceType";
}

/// `to` keeps both where it is given a tensor or options whose contents are not known.
PureCall::Kept keptByConversion(const OpCall &Op, const flow::CallSite &Call, const Effect &E) {
  auto Given = [&](std::string_view Name) {
    int Source = Op.source(Name);
    return Source >= 0 && !isDefaultArgument(Call.operand(Source)) ? core(Call.operand(Source)) : nullptr;
  };
  auto Known = [&](Attr Which) { return !E.ResultAttrs.get(Which).Values.empty(); };
  if (const Expr *Device = Given("device"); Device && (Known(Attr::Device) || isDevice(Device->getType())))
    return PureCall::Kept::Device;
  if (const Expr *Dtype = Given("dtype"); Dtype && (Known(Attr::Dtype) || !Attributes::isOptions(Dtype->getType())))
    return PureCall::Kept::Dtype;
  return PureCall::Kept::Unsaid;
}

} // namespace

Effect TorchModel::effectOf(const flow::CallSite &Call) const { return effectOf(Call, ConstantReader(*this, Call)); }

std::optional<PureCall> TorchModel::pureCall(const flow::CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  if (!isApi(F) || isa<CXXConstructorDecl, CXXDestructorDecl, CXXConversionDecl>(F))
    return std::nullopt;
  Effect E = effectOf(Call);
  if (!E.Known || !E.Pure)
    return std::nullopt;
  PureCall Result;
  Result.Name = F.isOverloadedOperator() ? getOperatorSpelling(F.getOverloadedOperator()) : F.getNameAsString();
  Result.Synchronises = E.Synchronises;
  Result.GivesTensor = Result.GivesOneTensor = isTensorType(F.getReturnType());
  const OpCall *Op = operatorOf(F);
  if (Call.HasObject && isTensorType(cast<CXXMethodDecl>(F).getThisType()->getPointeeType()))
    Result.Self = 0;
  switch (Hand.ruleOf(F)) {
  case Rule::ToCpu:
  case Rule::ToCuda:
  case Rule::ToOther:
    Result.Keeps = PureCall::Kept::Device;
    return Result;
  case Rule::ToDtype:
    Result.Keeps = PureCall::Kept::Dtype;
    return Result;
  case Rule::None:
    break;
  default:
    return Result;
  }
  if (!Op)
    return Result;
  const Schema &S = Op->Op->Signature;
  auto IsTensor = [](const SchemaArgument &A) { return A.Type.isTensor(); };
  Result.GivesTensor = llvm::any_of(S.Returns, IsTensor);
  for (unsigned I = 0; I < S.Arguments.size() && Result.Self < 0; ++I)
    if (IsTensor(S.Arguments[I]) && !S.Arguments[I].Type.isList())
      Result.Self = Op->Sources[I];
  if (S.Name == "to")
    Result.Keeps = keptByConversion(*Op, Call, E);
  else if (E.Result == ResultKind::View && !E.From.empty() && E.From[0].Whole && llvm::any_of(S.Arguments, isInteger))
    Result.Keeps = PureCall::Kept::Shape;
  else if (E.Result != ResultKind::View && inPlaceTwin(Call))
    Result.Keeps = PureCall::Kept::Values;
  return Result;
}

/// `+` is `+=` in place.
static OverloadedOperatorKind compound(OverloadedOperatorKind Kind) {
  switch (Kind) {
  case OO_Plus: return OO_PlusEqual;
  case OO_Minus: return OO_MinusEqual;
  case OO_Star: return OO_StarEqual;
  case OO_Slash: return OO_SlashEqual;
  case OO_Amp: return OO_AmpEqual;
  case OO_Pipe: return OO_PipeEqual;
  case OO_Caret: return OO_CaretEqual;
  default: return OO_None;
  }
}

const CXXMethodDecl *TorchModel::inPlaceTwin(const flow::CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  QualType Object = Call.operand(0) ? Call.operand(0)->getType() : QualType();
  if (!Object.isNull() && Object->isPointerType())
    Object = Object->getPointeeType();
  const CXXRecordDecl *Class = isTensorType(Object) ? Object->getAsCXXRecordDecl() : nullptr;
  if (!Class || !Class->hasDefinition())
    return nullptr;
  ASTContext &Context = F.getASTContext();
  DeclarationName Name;
  if (F.isOverloadedOperator() && Call.Operands.size() == 2)
    Name = Context.DeclarationNames.getCXXOperatorName(compound(F.getOverloadedOperator()));
  else if (Call.HasObject && F.getDeclName().isIdentifier())
    Name = &Context.Idents.get((F.getName() + "_").str());
  else
    return nullptr;
  for (const NamedDecl *D : Class->lookup(Name)) {
    const auto *Twin = dyn_cast<CXXMethodDecl>(D);
    unsigned Given = 1; // operand 0 is the object
    while (Twin && Given < Call.Operands.size() && !isDefaultArgument(Call.operand(Given)) && Call.parameter(Given) &&
           Given - 1 < Twin->getNumParams() &&
           Calls.normalised(Call.parameter(Given)->getType()) ==
               Calls.normalised(Twin->getParamDecl(Given - 1)->getType()))
      ++Given;
    bool AllTaken = Given == Call.Operands.size() || isDefaultArgument(Call.operand(Given));
    if (!Twin || !AllTaken || Twin->getMinRequiredArguments() > Given - 1)
      continue;
    const OpCall *Op = operatorOf(*Twin);
    if (Op && !Op->Op->Signature.Arguments.empty() && Op->Op->Signature.Arguments[0].Type.isWritten())
      return Twin;
  }
  return nullptr;
}

/// By its schema: no annotation, `self`, one tensor (or list of them) that selects, and nothing else but numbers.
static bool selects(const Schema &S) {
  if (S.Arguments.size() < 2 || S.Arguments[0].Name != "self" || S.Returns.size() != 1 ||
      !S.Returns[0].Type.isTensor() || S.Returns[0].Type.Alias)
    return false;
  unsigned Tensors = 0;
  for (const SchemaArgument &A : llvm::ArrayRef(S.Arguments).drop_front()) {
    bool Selects = A.Name == "index" || A.Name == "indices" || A.Name == "mask";
    if (A.Type.isWritten() || (A.Type.isTensor() ? !Selects : !isInteger(A) && A.Type.Base != "bool"))
      return false;
    Tensors += A.Type.isTensor();
  }
  return Tensors == 1 && S.Arguments[0].Type.isTensor();
}

std::optional<IndexedCopy> TorchModel::indexedCopy(const flow::CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  if (!isApi(F) || !F.getDeclName().isIdentifier())
    return std::nullopt;
  IndexedCopy Result;
  if (Hand.ruleOf(F) == Rule::Index && Call.HasObject) {
    IndexKind Kind = Indices.ofList(Call.operand(1));
    if (Kind != IndexKind::Tensor && Kind != IndexKind::Bool)
      return std::nullopt;
    Result.ByBool = Kind == IndexKind::Bool;
    Result.Name = "index";
  } else {
    const OpCall *Op = operatorOf(F);
    if (!Op || !selects(Op->Op->Signature) || Op->Sources[0] < 0)
      return std::nullopt;
    Result.Self = Op->Sources[0];
    Result.Name = llvm::StringRef(Op->Op->Signature.Name.data(), Op->Op->Signature.Name.size());
  }
#define TORCH_INDEX_WRITER(Reader, Tensor, Number, Checked)                                                            \
  if (Result.Name == Reader) {                                                                                         \
    Result.WritesTensor = Tensor;                                                                                      \
    Result.WritesNumber = Number;                                                                                      \
  }
#include "api/OpRemarks.def"
  // `index(c10::List<..>)` is the operator itself, whose writer takes tensors only.
  if (Hand.ruleOf(F) == Rule::Index && operatorOf(F))
    Result.WritesNumber = {};
  return Result;
}

} // namespace torchtidy::api
