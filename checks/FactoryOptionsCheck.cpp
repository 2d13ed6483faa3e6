#include "FactoryOptionsCheck.h"
#include "Analyses.h"
#include "api/SizeSources.h"
#include "fix/OptionsEdits.h"
#include "flow/Initialisers.h"

using namespace clang;

namespace torchtidy {

using namespace flow;
using api::DeviceKey;

struct FactoryOptionsCheck::Source {
  api::SizeSource Sizes;
  Attrs Has; ///< what is known of the tensor
};

struct FactoryOptionsCheck::Function {
  explicit Function(const FunctionAnalysis &F) : F(F), Parents(parentsIn(F.function())), Sizes(F.function(), modelOf(F.tu())) {
    for (const CallFact &Fact : F.calls())
      if (!Fact.Operands.empty() && Fact.Operands[0] != Bottom)
        Objects[Fact.Site] = Fact.Operands[0];
  }
  const FunctionAnalysis &F;
  std::unique_ptr<ParentMap> Parents;
  api::SizeSources Sizes;
  llvm::DenseMap<const Expr *, ValueId> Objects; ///< what a call works on, in the last state of a lambda that runs in several
};

void FactoryOptionsCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions()) {
    if (F->calls().empty())
      continue;
    Function In(*F);
    for (const CallFact &Fact : F->calls())
      look(In, Fact);
  }
}

void FactoryOptionsCheck::look(Function &In, const CallFact &Fact) {
  const FunctionAnalysis &F = In.F;
  const auto *Call = dyn_cast<CallExpr>(Fact.Site);
  std::optional<CallSite> Site = CallSite::of(*Fact.Site);
  std::optional<api::FactoryCall> Factory = Site ? modelOf(F.tu()).factory(*Site) : std::nullopt;
  if (!Call || !Factory)
    return;
  if (reportMoved(F, *Call, *Factory, *In.Parents))
    return;
  if (Factory->Dtype >= 0 || Factory->Device >= 0 || Factory->Sizes < 0 || In.Sizes.isConverted(*Call, *In.Parents))
    return;
  const Expr &Written = *Site->operand(Factory->Sizes);
  std::optional<api::SizeSource> Sizes = In.Sizes.of(Written);
  if (!Sizes) {
    if (std::optional<api::ElementSource> Elements = api::elementSourceOf(Written))
      reportElements(F, *Call, *Factory, *Elements);
    return;
  }
  Source From{*Sizes, {}};
  if (auto Object = In.Objects.find(Sizes->Observer); Object != In.Objects.end())
    From.Has = F.values()[Object->second].Attributes;
  reportSizes(In, *Call, *Factory, From);
}

/// What is lost by taking only the sizes: neither, where the tensor is known to be what the factory makes by itself.
static std::pair<bool, bool> lost(const api::TorchModel &Model, const Attrs &Has) {
  AttrSet Dtype = Has.get(Attr::Dtype), Device = Has.get(Attr::Device);
  bool Default = Dtype.Unset && !Dtype.Unknown && Dtype.Values.empty();
  bool Integral = !Dtype.Unknown && !Dtype.Unset && !Dtype.Values.empty(), Float = Integral;
  for (uint32_t Key : Dtype.Values) {
    const api::Dtype *D = Model.elementTypes().ofKey(Key);
    Integral &= D && D->Class != api::DtypeClass::Floating && D->Class != api::DtypeClass::Complex;
    Float &= D && D->Name == "Float";
  }
  bool OnCpu = !Device.Unknown && llvm::all_of(Device.Values, [](uint32_t Key) { return DeviceKey::type(Key) == DeviceKey::Cpu; });
  return {!Default && !Integral && !Float, !OnCpu};
}

void FactoryOptionsCheck::reportSizes(Function &In, const CallExpr &Call, const api::FactoryCall &Factory,
                                      const Source &From) {
  const FunctionAnalysis &F = In.F;
  auto [Dtype, Device] = lost(modelOf(F.tu()), From.Has);
  Dtype &= !In.Sizes.isCompared(From.Sizes, /*Device=*/false);
  Device &= !In.Sizes.isCompared(From.Sizes, /*Device=*/true);
  Dtype &= !Factory.Random || Factory.Omitted == AttrSet::unset(); // randint makes integers on purpose
  const AttrSet *Known = From.Has.find(Attr::Dtype);
  uint32_t Key = 0;
  const api::Dtype *Has = Known && Known->single(Key) ? modelOf(F.tu()).elementTypes().ofKey(Key) : nullptr;
  bool Floating = Has && Has->Class == api::DtypeClass::Floating;
  const CallExpr *Meeting = In.Sizes.meeting(Call, From.Sizes);
  if ((!Dtype && !Device) || (!From.Sizes.Whole && !Floating && !Meeting))
    return;
  if (!firstAt(Call.getExprLoc()))
    return;
  fix::OptionsEdits Edits(F);
  std::string Made = level() == Level::Strict ? modelOf(F.tu()).omittedDtype(Factory.Omitted) : "";
  std::string Base = Edits.textOf(*From.Sizes.Tensor) + (From.Sizes.Arrow ? "->" : ".");
  fix::Proposal Options;
  Options.Title = "take the options too: add '" + Base + "options()'";
  if (!Dtype)
    Options.Title = "take the device too: add '" + Base + "device()'";
  if (Base.size() > 2 || (Base.size() == 2 && !From.Sizes.Arrow))
    Options.Edits = Edits.addArgument(Call, Dtype          ? Base + "options()"
                                            : Made.empty() ? Edits.qualified(Call, "device(") + Base + "device())"
                                                           : Edits.both(Call, Edits.qualified(Call, Made), Base + "device()"));
  Options.Safe = Factory.Name == "zeros" || Factory.Name == "ones" || Factory.Name == "empty" || !Dtype;
  {
    auto Warning = diag(Call.getExprLoc(), "'%0' takes its sizes from '%1', but not its %select{|dtype}2%select{| and }3%select{|device}4")
                   << Factory.Name << From.Sizes.Name << Dtype << (Dtype && Device) << Device;
    if (Options.Safe)
      attach(Warning, Options);
  }
  if (Floating && Dtype && Meeting && Factory.Omitted == AttrSet::unset())
    tellMeeting(F, *Meeting, From.Sizes.Name, *Has);
  if (!Options.Safe && !Options.Edits.empty())
    suggest(Call.getExprLoc(), Options);
}

/// What becomes of the two dtypes where the new tensor meets the old one.
void FactoryOptionsCheck::tellMeeting(const FunctionAnalysis &F, const CallExpr &Meeting, llvm::StringRef Tensor,
                                      const api::Dtype &Has) {
  const FunctionDecl &Callee = *Meeting.getDirectCallee();
  std::string Name = Callee.isOverloadedOperator() ? getOperatorSpelling(Callee.getOverloadedOperator())
                                                   : Callee.getNameAsString();
  auto Mixing = modelOf(F.tu()).mixes(Callee);
  if (Mixing != api::TorchModel::Mixing::Unsaid)
    diag(Meeting.getExprLoc(), "'%0' %select{promotes to %3 here|throws here: '%2' is %3, the new tensor is float}1",
         DiagnosticIDs::Note)
        << Name << (Mixing == api::TorchModel::Mixing::Throws) << Tensor << Has.word();
}

/// The sizes of an array or container whose elements the default dtype rounds. Integers are counted more often than kept.
void FactoryOptionsCheck::reportElements(const FunctionAnalysis &F, const CallExpr &Call,
                                         const api::FactoryCall &Factory, const api::ElementSource &From) {
  const api::Dtype *Elements = modelOf(F.tu()).elementTypes().of(From.Element);
  bool Loses = Elements && Elements->Name != "Float" &&
               (Elements->Class == api::DtypeClass::Floating || Elements->Class == api::DtypeClass::Complex);
  if (!Loses || !(Factory.Omitted == AttrSet::unset()) || !firstAt(Call.getExprLoc()))
    return;
  fix::OptionsEdits Edits(F, along("", "kCPU"));
  fix::Proposal Added;
  Added.Edits = Edits.set(Call, nullptr, fix::Property::Dtype, Elements->constant());
  Added.Title = "take the dtype too: add '" + Edits.qualified(Call, Elements->constant()) + "'";
  Added.Safe = Factory.Name == "zeros" || Factory.Name == "ones" || Factory.Name == "empty";
  {
    auto Warning = diag(Call.getExprLoc(), "'%0' takes its sizes from '%1', but not its dtype") << Factory.Name << From.Name;
    if (Added.Safe)
      attach(Warning, Added);
  }
  if (!Added.Safe && !Added.Edits.empty())
    suggest(Call.getExprLoc(), Added);
}

} // namespace torchtidy
