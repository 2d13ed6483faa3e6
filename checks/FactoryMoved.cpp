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

/// Whether a factory could make a dtype at once, and its numbers be the ones that a conversion gives.
enum class AtOnce : uint8_t { Yes, Unsure, No };

static AtOnce makesAtOnce(const api::TorchModel &Model, const api::FactoryCall &Factory, const api::Dtype *Wanted) {
  if (api::OpEffects::remarked(Factory.Name, api::Remark::AnyDtype))
    return AtOnce::Yes;
  if (!Wanted)
    return AtOnce::Unsure;
  static constexpr llvm::StringLiteral Floats[] = {"Half", "BFloat16", "Float", "Double"};
  static constexpr llvm::StringLiteral Integers[] = {"Byte", "Char", "Short", "Int", "Long"};
  if (llvm::is_contained(Floats, Wanted->Name))
    return AtOnce::Yes;
  // `rand`, a window or `arange(0, 1, 0.1)` of integers throws or is another one; `randint(-1, 2)` of bools is out of their range.
  uint32_t Made = 0;
  const api::Dtype *Own = Factory.Omitted.single(Made) ? Model.elementTypes().ofKey(Made) : nullptr;
  bool MakesIntegers = api::OpEffects::remarked(Factory.Name, api::Remark::MakesIntegers) || (Own && Own->Class == api::DtypeClass::Signed);
  return MakesIntegers && llvm::is_contained(Integers, Wanted->Name) ? AtOnce::Yes : AtOnce::No;
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
  const api::Dtype *Wanted = nullptr;
  if (!To->Device && To->Argument) {
    const api::ElementTypes &Types = modelOf(F.tu()).elementTypes();
    uint32_t Made = 0, Key = 0;
    if (std::optional<Attrs> As = modelOf(F.tu()).constantOf(*To->Argument); As && As->get(Attr::Dtype).single(Key))
      Wanted = Types.ofKey(Key);
    if (Wanted && (Factory.Omitted.single(Made) ? Made == Key : Factory.Omitted == AttrSet::unset() && Wanted->Name == "Float"))
      return false; // it has that dtype already, unless the program has changed the default
  }
  AtOnce Instead = To->Device ? AtOnce::Yes : makesAtOnce(modelOf(F.tu()), Factory, Wanted);
  if (Instead == AtOnce::No)
    return false;
  const Expr *Options = Factory.Dtype >= 0 ? Call.getArg(Factory.Dtype) : nullptr;
  if (Options && api::givesProperty(*Options, To->Device))
    return false; // a conversion of what was asked for
  // Other numbers on another device; a dtype that it may not have.
  if (((To->Device && Factory.Random) || Instead == AtOnce::Unsure) && level() != Level::Strict) {
    keepBack(Call.getExprLoc());
    return true;
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
