// torch-factory-options: tensors that are made in the wrong place, or with the wrong dtype, first.
#include "Analyses.h"
#include "FactoryOptionsCheck.h"
#include "fix/OptionsEdits.h"
#include "flow/Initialisers.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

/// What a factory that is given no dtype makes, in the words of the message.
static std::string madeAs(const api::TorchModel &Model, const AttrSet &Omitted) {
  uint32_t Key = 0;
  if (Omitted == AttrSet::unset())
    return "with the default dtype";
  const api::Dtype *Known = Omitted.single(Key) ? Model.elementTypes().ofKey(Key) : nullptr;
  return Known ? "as " + Known->word() : "with the dtype of its arguments";
}

/// `zeros(..).to(device)`, `zeros(..).to(dtype)`: made in the wrong place first.
bool FactoryOptionsCheck::reportMoved(const FunctionAnalysis &F, const CallExpr &Call, const api::FactoryCall &Factory,
                                      const ParentMap &Parents) {
  const CXXMemberCallExpr *Method = methodOn(Parents, Call);
  if (!Method)
    return false;
  const CXXMemberCallExpr &Outer = *Method;
  std::optional<api::Conversion> To = api::conversionOf(Outer);
  if (!To || (Factory.Options < 0 && (To->Device ? Factory.Device : Factory.Dtype) >= 0))
    return false;
  if (To->Device && To->Argument)
    if (std::optional<Attrs> Where = modelOf(F.tu()).constantOf(*To->Argument))
      if (uint32_t Key = 0; Where->get(Attr::Device).single(Key) && api::DeviceKey::type(Key) == api::DeviceKey::Cpu)
        return false; // it is there already
  uint32_t Made = 0, Wanted = 0;
  if (!To->Device && To->Argument && Factory.Omitted.single(Made))
    if (std::optional<Attrs> As = modelOf(F.tu()).constantOf(*To->Argument); As && As->get(Attr::Dtype).single(Wanted) && Made == Wanted)
      return false; // it has that dtype already
  const Expr *Options = Factory.Dtype >= 0 ? Call.getArg(Factory.Dtype) : nullptr;
  if (Options && api::givesProperty(*Options, To->Device))
    return false; // a conversion of what was asked for
  if (To->Device && Factory.Random && level() != Level::Strict) {
    keepBack(Call.getExprLoc());
    return true; // other numbers on another device
  }
  if (!firstAt(Call.getExprLoc()))
    return true;
  fix::OptionsEdits Edits(F, along(modelOf(F.tu()).omittedDtype(Factory.Omitted), "kCPU"));
  std::string Text = To->Argument ? Edits.textOf(*To->Argument) : Edits.qualified(Call, "kCUDA");
  fix::Proposal Into;
  // Only the host's memory can be pinned; what `to` returns is no leaf, what the factory returns is one.
  bool Bound = Options && fix::hasStep(*Options, {"pinned_memory", "requires_grad"});
  if (!Text.empty() && !Bound) {
    if (!To->Bare)
      Text = Edits.qualified(Call, "Device(") + Text + ")";
    Into.Edits = Edits.setText(Call, Options, To->Device ? fix::Property::Device : fix::Property::Dtype, Text);
  }
  if (!Into.Edits.empty())
    for (const FixItHint &Edit : Edits.dropOuterCall(Call, Outer))
      Into.Edits.push_back(Edit);
  static constexpr llvm::StringLiteral Filled[] = {"zeros", "ones", "empty"}, Placed[] = {"full", "arange", "eye"};
  Into.Safe = llvm::is_contained(Filled, Factory.Name) || (To->Device && llvm::is_contained(Placed, Factory.Name));
  Into.Title = "make it right at once: give '" + Factory.Name.str() + "' the " + (To->Device ? "device" : "dtype");
  {
    auto Warning = diag(Call.getExprLoc(),
                        "'%0' makes the tensor %select{%3, and '%2' converts it|on the CPU, and '%2' copies it to the device}1")
                   << Factory.Name << To->Device << Outer.getMethodDecl()->getName()
                   << madeAs(modelOf(F.tu()), Factory.Omitted);
    if (Into.Safe)
      attach(Warning, Into);
  }
  if (Into.Safe || Into.Edits.empty())
    return true;
  suggest(Call.getExprLoc(), Into);
  return true;
}

} // namespace torchtidy
