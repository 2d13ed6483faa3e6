// Tensors of Python that C++ code handles through pybind11.
#include "api/HandEffects.h"
#include "api/OpEffects.h"

using namespace clang;

namespace torchtidy::api {

using flow::Effect;
using flow::ResultKind;
using flow::WriteKind;

static Effect known(llvm::StringRef Name, ResultKind Result) {
  Effect E;
  E.Known = true;
  E.Name = Name.str();
  E.Result = Result;
  return E;
}

static void readNothing(Effect &E, const flow::CallSite &Call) {
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    E.operandRef(I).Reads = false;
}

/// pybind11's way to call Python: `object.attr("name")(arguments)`.
Effect HandEffects::pythonEffect(const flow::CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  if (rootNamespace(F) != "pybind11" || !Call.HasObject)
    return {};
  if (F.getDeclName().isIdentifier()) {
    llvm::StringRef Name = F.getName();
    if (Name != "attr" && Name != "cast")
      return {};
    Effect E = known(Name, ResultKind::Copy); // the attribute knows its object
    E.From.push_back({0, false, true});
    readNothing(E, Call);
    return E;
  }
  if (F.getOverloadedOperator() != OO_Call)
    return {};
  const auto *Attribute = dyn_cast_or_null<CXXMemberCallExpr>(core(Call.operand(0)));
  const auto *Text = Attribute && Attribute->getNumArgs() == 1
                         ? dyn_cast_or_null<StringLiteral>(core(Attribute->getArg(0)))
                         : nullptr;
  if (!Text || !Text->isOrdinary())
    return {};
  llvm::StringRef Name = Text->getString();
  Effect E = known(Name, ResultKind::Unknown);
  if (Name == "from_numpy" || Name == "from_dlpack" || Name == "frombuffer") {
    E.Result = ResultKind::Borrow;
    E.From.push_back({1, false, true});
    E.Borrow.ObjectMemory = true;
    readNothing(E, Call);
    return E;
  }
  if (Name.ends_with("_") && !Name.ends_with("__")) {
    if (OpEffects::isMetadataOnly(Name)) {
      E.operandRef(0).Metadata = true;
    } else {
      E.operandRef(0).Writes = OpEffects::writeKind(Name);
      E.operandRef(0).Reads = E.operandRef(0).Writes == WriteKind::Data;
    }
    E.Result = ResultKind::Copy;
    E.From.push_back({0, false, true});
    return E;
  }
  if (Name == "numpy" || OpEffects::isWholeView(Name)) {
    E.Result = ResultKind::View;
    E.From.push_back({0, OpEffects::mayCopy(Name), true});
    return E;
  }
  if (Name == "clone" || Name == "copy") {
    E.Result = ResultKind::Fresh;
    return E;
  }
  return {};
}

} // namespace torchtidy::api
