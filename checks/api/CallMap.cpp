#include "api/CallMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSwitch.h"
#include <optional>

using namespace clang;

namespace torchtidy::api {

namespace {

bool hasObject(const FunctionDecl &F) { return CallMap::hasObject(F); }

// torch::zeros -> at::zeros -> at::_ops is the deepest that occurs; more room costs nothing.
constexpr unsigned MaxDepth = 4;

/// The operand of Wrapper that an expression in its body mentions; a parameter wins over the object.
class OperandFinder : public RecursiveASTVisitor<OperandFinder> {
public:
  explicit OperandFinder(const FunctionDecl &Wrapper) : Wrapper(Wrapper) {}

  static int find(const FunctionDecl &Wrapper, const Expr *E) {
    if (!E || isa<CXXDefaultArgExpr>(E))
      return OpCall::Constant;
    OperandFinder F(Wrapper);
    F.TraverseStmt(const_cast<Expr *>(E));
    if (F.Parameter >= 0)
      return F.Parameter;
    return F.This && hasObject(Wrapper) ? 0 : OpCall::Constant;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *P = dyn_cast<ParmVarDecl>(Ref->getDecl()); P && Parameter < 0 && P->getDeclContext() == &Wrapper)
      Parameter = static_cast<int>(P->getFunctionScopeIndex() + hasObject(Wrapper));
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *E) {
    // An unwritten `this->` before a method of an argument (`options()`) is a mention all the same, as in the text
    // it is none: only the explicit one counts.
    This |= !E->isImplicit();
    return true;
  }

private:
  const FunctionDecl &Wrapper;
  int Parameter = -1;
  bool This = false;
};

class CallCollector : public RecursiveASTVisitor<CallCollector> {
public:
  std::vector<std::pair<const CXXRecordDecl *, const CallExpr *>> Direct; ///< at::_ops::X::call(..)
  std::vector<const CallExpr *> Other;
  bool Straight = true;

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      return true;
    const auto *Record = dyn_cast<CXXRecordDecl>(Callee->getDeclContext());
    if (Record && SchemaReader::isOperatorRecord(*Record)) {
      if (Callee->getDeclName().isIdentifier() && Callee->getName() == "call")
        Direct.push_back({Record, Call});
    } else {
      Other.push_back(Call);
    }
    return true;
  }
  bool VisitStmt(Stmt *S) {
    if (isa<IfStmt, ForStmt, WhileStmt, DoStmt, SwitchStmt, CXXForRangeStmt, CXXTryStmt, AbstractConditionalOperator>(S))
      Straight = false;
    return true;
  }
};

/// Object of a method call and the arguments, in the order of flow::CallSite.
llvm::SmallVector<const Expr *, 6> operandsOf(const CallExpr &Call) {
  llvm::SmallVector<const Expr *, 6> Operands;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call))
    Operands.push_back(M->getImplicitObjectArgument());
  Operands.append(Call.arg_begin(), Call.arg_end());
  return Operands;
}

bool implicitThis(const Expr *E) {
  const auto *This = E ? dyn_cast<CXXThisExpr>(E->IgnoreParenImpCasts()) : nullptr;
  return This && This->isImplicit();
}

/// Whether a name belongs to the API at all: wrappers of wrappers only call these.
bool inTorch(const FunctionDecl &F) {
  for (const DeclContext *DC = F.getDeclContext(); DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC); NS && NS->getParent()->getRedeclContext()->isTranslationUnit())
      return NS->getName() == "at" || NS->getName() == "torch";
  return false;
}

/// Makes the operator that a call in a wrapper stands for the wrapper's.
/// \returns whether its operands are those that count, which are the first call's; nothing when an earlier call stands for
/// another operator.
std::optional<bool> adopt(OpCall &Made, const OpCall &Inner) {
  if (Made.Op)
    return Made.Op == Inner.Op ? std::optional(false) : std::nullopt;
  Made.Op = Inner.Op;
  return true;
}

} // namespace

CallMap::Result CallMap::byBody(const FunctionDecl &Definition, const Stmt &Body) {
  CallCollector Calls;
  Calls.TraverseStmt(const_cast<Stmt *>(&Body));
  auto Made = std::make_unique<OpCall>();
  if (!Calls.Direct.empty()) {
    for (const auto &[Record, Call] : Calls.Direct)
      if (Record->getCanonicalDecl() != Calls.Direct.front().first->getCanonicalDecl())
        return nullptr; // more than one operator
    auto [Record, Call] = Calls.Direct.front();
    Made->Op = Schemas.of(*Record);
    if (!Made->Op || Call->getNumArgs() != Made->Op->Signature.Arguments.size())
      return nullptr;
    for (const Expr *A : Call->arguments())
      Made->Sources.push_back(OperandFinder::find(Definition, A));
    return Made;
  }
  if (!Calls.Straight)
    return nullptr;
  for (const CallExpr *Call : Calls.Other) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const OpCall *Inner = inTorch(*Callee) ? find(*Callee) : nullptr;
    if (!Inner)
      continue;
    std::optional<bool> First = adopt(*Made, *Inner);
    if (!First)
      return nullptr;
    if (!*First)
      continue;
    auto Operands = operandsOf(*Call);
    for (int Source : Inner->Sources) {
      const Expr *E = Source >= 0 && Source < static_cast<int>(Operands.size()) ? Operands[Source] : nullptr;
      // The object of `add_(other)` is the wrapper's own object.
      Made->Sources.push_back(Source == 0 && hasObject(*Callee) && implicitThis(E) ? 0
                                                                                  : OperandFinder::find(Definition, E));
    }
  }
  return Made->Op ? std::move(Made) : nullptr;
}

CallMap::Result CallMap::byText(const FunctionDecl &Function) {
  WrapperText Text;
  const FunctionDecl *Definition = declarationWithBody(Function);
  if (!Definition || !readWrapper(Function, Context, Text))
    return nullptr;
  auto Made = std::make_unique<OpCall>();
  llvm::StringRef Record;
  for (const TextCall &Call : Text.Calls) {
    llvm::ArrayRef<llvm::StringRef> Path = Call.Path;
    if (Path.size() < 3 || Path.back() != "call" || Path[Path.size() - 3] != "_ops")
      continue;
    llvm::StringRef Name = Path[Path.size() - 2];
    if (!Record.empty()) {
      if (Name != Record)
        return nullptr;
      continue;
    }
    Record = Name;
    Made->Op = Schemas.find(Name);
    if (!Made->Op || Call.Arguments.size() != Made->Op->Signature.Arguments.size())
      return nullptr;
    for (const TextArgument &A : Call.Arguments)
      Made->Sources.push_back(A.Operand);
  }
  if (Made->Op)
    return Made;
  if (!Text.Straight)
    return nullptr;
  for (const TextCall &Call : Text.Calls) {
    const FunctionDecl *Callee = resolve(*Definition, Call);
    const OpCall *Inner = Callee && inTorch(*Callee) ? find(*Callee) : nullptr;
    if (!Inner)
      continue;
    std::optional<bool> First = adopt(*Made, *Inner);
    if (!First)
      return nullptr;
    if (!*First)
      continue;
    bool Object = hasObject(*Callee);
    for (int Source : Inner->Sources) {
      int Mapped = OpCall::Constant;
      if (Object && Source == 0)
        Mapped = Call.OnObject ? Call.Object.Operand : (hasObject(Function) ? 0 : OpCall::Constant);
      else if (Source >= 0 && Source - Object < static_cast<int>(Call.Arguments.size()))
        Mapped = Call.Arguments[Source - Object].Operand;
      Made->Sources.push_back(Mapped);
    }
  }
  return Made->Op ? std::move(Made) : nullptr;
}

/// The method that an overloaded operator stands for. The macros that define most of them have no text to read.
static llvm::StringRef methodOf(OverloadedOperatorKind Kind, bool Unary) {
  switch (Kind) {
  case OO_Plus: return "add";
  case OO_Minus: return Unary ? "neg" : "sub";
  case OO_Star: return "mul";
  case OO_Slash: return "div";
  case OO_Percent: return "remainder";
  case OO_Amp: return "bitwise_and";
  case OO_Pipe: return "bitwise_or";
  case OO_Caret: return "bitwise_xor";
  case OO_Tilde: return "bitwise_not";
  case OO_Less: return "lt";
  case OO_LessEqual: return "le";
  case OO_Greater: return "gt";
  case OO_GreaterEqual: return "ge";
  case OO_EqualEqual: return "eq";
  case OO_ExclaimEqual: return "ne";
  case OO_PlusEqual: return "add_";
  case OO_MinusEqual: return "sub_";
  case OO_StarEqual: return "mul_";
  case OO_SlashEqual: return "div_";
  case OO_AmpEqual: return "bitwise_and_";
  case OO_PipeEqual: return "bitwise_or_";
  case OO_CaretEqual: return "bitwise_xor_";
  default: return {};
  }
}

CallMap::Result CallMap::byOperator(const FunctionDecl &Function) {
  const CXXRecordDecl *Tensor = tensorClass();
  llvm::SmallVector<QualType, 2> Types;
  if (hasObject(Function))
    Types.push_back(Context.getCanonicalTagType(cast<CXXMethodDecl>(Function).getParent()));
  for (const ParmVarDecl *P : Function.parameters())
    Types.push_back(P->getType());
  llvm::StringRef Name = methodOf(Function.getOverloadedOperator(), Types.size() == 1);
  if (Name.empty() || !Tensor || Types.empty() || Types.size() > 2)
    return nullptr;
  auto IsTensor = [&](QualType T) {
    const auto *R = T.getNonReferenceType()->getAsCXXRecordDecl();
    return R && R->getDefinition() == Tensor;
  };
  bool Swapped = Types.size() == 2 && !IsTensor(Types[0]);
  if (Swapped)
    std::swap(Types[0], Types[1]);
  if (!IsTensor(Types[0]))
    return nullptr;
  llvm::SmallVector<const FunctionDecl *, 8> Candidates;
  methods(*Tensor, Name, Candidates);
  for (const FunctionDecl *C : Candidates) {
    if (C->getMinRequiredArguments() != Types.size() - 1 ||
        (Types.size() == 2 && normalised(C->getParamDecl(0)->getType()) != normalised(Types[1])))
      continue;
    if (const OpCall *Inner = find(*C)) {
      auto Made = std::make_unique<OpCall>(*Inner);
      Made->Swapped = Swapped;
      for (int &Source : Made->Sources)
        if (Source >= static_cast<int>(Types.size()))
          Source = OpCall::Constant; // an optional argument of the method, `alpha`
        else if (Swapped && Source >= 0)
          Source = 1 - Source;
      return Made;
    }
  }
  return nullptr;
}

/// A function whose parameters are the operator's arguments in order, TensorOptions standing for four.
CallMap::Result CallMap::fromNamedOperator(const FunctionDecl &Function, llvm::StringRef Record) {
  auto Made = std::make_unique<OpCall>();
  Made->Op = Schemas.find(Record);
  if (!Made->Op)
    return nullptr;
  unsigned Parameter = 0;
  bool Object = hasObject(Function);
  for (const SchemaArgument &A : Made->Op->Signature.Arguments) {
    if (Object && Made->Sources.empty()) {
      Made->Sources.push_back(0);
      continue;
    }
    bool More = Parameter < Function.getNumParams();
    bool Options = More && llvm::StringRef(normalised(Function.getParamDecl(Parameter)->getType())).ends_with("TensorOptions");
    bool Keyword = A.Name == "dtype" || A.Name == "layout" || A.Name == "device" || A.Name == "pin_memory";
    if (Options && !Keyword) {
      ++Parameter;
      More = Parameter < Function.getNumParams();
    }
    Made->Sources.push_back(More ? static_cast<int>(Parameter + Object) : OpCall::Constant);
    if (More && !(Options && Keyword))
      ++Parameter;
  }
  return Made;
}

/// Functions whose bodies lie in the library: members of TensorBase, and the kernels in at::native and its like.
CallMap::Result CallMap::byName(const FunctionDecl &Function) {
  if (!Function.getDeclName().isIdentifier())
    return nullptr;
  llvm::StringRef Name = Function.getName();
  if (const auto *M = dyn_cast<CXXMethodDecl>(&Function)) {
    if (!hasObject(Function) || M->getParent()->getName() != "TensorBase")
      return nullptr;
    llvm::StringRef Record = llvm::StringSwitch<llvm::StringRef>(Name)
                                 .Case("to", "to_dtype_layout")
                                 .Case("fill_", "fill__Scalar")
                                 .Cases({"contiguous", "zero_", "set_data", "requires_grad_"}, Name)
                                 .Cases({"retain_grad", "output_nr", "_version", "is_leaf", "retains_grad"}, Name)
                                 .Default("");
    return Record.empty() ? nullptr : fromNamedOperator(Function, Record);
  }
  const NamespaceDecl *NS = namespaceOf(Function);
  const auto *At = NS ? dyn_cast<NamespaceDecl>(NS->getDeclContext()) : nullptr;
  if (!At || At->getName() != "at" ||
      !llvm::StringSwitch<bool>(NS->getName())
           .Cases({"native", "cpu", "cuda", "meta", "mps", "xpu"}, true)
           .Cases({"compositeexplicitautograd", "compositeimplicitautograd"}, true)
           .Default(false))
    return nullptr;
  llvm::SmallVector<const FunctionDecl *, 8> Candidates;
  functions({"at"}, Name, Candidates);
  for (const FunctionDecl *C : Candidates) {
    if (C->getNumParams() != Function.getNumParams())
      continue;
    bool Same = true;
    for (unsigned I = 0; I < C->getNumParams() && Same; ++I)
      Same = normalised(C->getParamDecl(I)->getType()) == normalised(Function.getParamDecl(I)->getType());
    if (Same)
      if (const OpCall *Inner = find(*C))
        return std::make_unique<OpCall>(*Inner);
  }
  return nullptr;
}

CallMap::Result CallMap::compute(const FunctionDecl &Function) {
  if (Function.isOverloadedOperator())
    return byOperator(Function);
  const FunctionDecl *Source = &Function;
  if (const FunctionDecl *Pattern = Function.getTemplateInstantiationPattern())
    Source = Pattern;
  const FunctionDecl *Definition = nullptr;
  if (Source->hasBody(Definition) && Definition->getBody() && !Definition->hasSkippedBody())
    if (Result R = byBody(*Definition, *Definition->getBody()))
      return R;
  if (Result R = byText(Function))
    return R;
  return byName(Function);
}

const OpCall *CallMap::find(const FunctionDecl &Function) {
  const FunctionDecl *Key = Function.getCanonicalDecl();
  if (auto It = Known.find(Key); It != Known.end())
    return It->second.get();
  if (Depth >= MaxDepth)
    return nullptr;
  Known.try_emplace(Key); // null while it is being computed: recursion ends here
  ++Depth;
  Result R;
  // at::_ops::X::call itself
  if (const auto *Record = dyn_cast<CXXRecordDecl>(Function.getDeclContext());
      Record && SchemaReader::isOperatorRecord(*Record)) {
    if (const Operator *Op = Schemas.of(*Record); Op && Function.getDeclName().isIdentifier()) {
      bool Redispatch = Function.getName() == "redispatch"; // has the dispatch keys first
      R = std::make_unique<OpCall>();
      R->Op = Op;
      for (unsigned I = 0; I < Op->Signature.Arguments.size(); ++I)
        R->Sources.push_back(static_cast<int>(I + Redispatch));
    }
  } else {
    R = compute(Function);
  }
  --Depth;
  return (Known[Key] = std::move(R)).get();
}

} // namespace torchtidy::api
