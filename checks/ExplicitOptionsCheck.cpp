#include "ExplicitOptionsCheck.h"
#include "Analyses.h"
#include "fix/OptionsEdits.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

/// A call that leaves options out.
struct ExplicitOptionsCheck::Missing {
  const Expr *Site = nullptr;
  const CallExpr *Editable = nullptr; ///< null where no fix can spell them
  const Expr *Options = nullptr;      ///< what is given; null: nothing
  llvm::StringRef Name;
  bool Dtype = false, Device = false;
  AttrSet Made; ///< the dtype that it makes then
};

static bool isNamedIn(const std::optional<std::string> &Globs, llvm::StringRef Check) {
  return llvm::any_of(llvm::split(Globs ? llvm::StringRef(*Globs) : "", ','),
                      [&](llvm::StringRef Glob) { return Glob.trim() == Check; });
}

ExplicitOptionsCheck::ExplicitOptionsCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : TorchCheck(Name, Context), On(level() == Level::Strict || isNamedIn(Context->getOptions().Checks, Name)),
      Dtype(flagIn(Options, Name, "Dtype", true)), Device(flagIn(Options, Name, "Device", true)) {}

void ExplicitOptionsCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  TorchCheck::storeOptions(Opts);
  Options.store(Opts, "Dtype", Dtype ? "true" : "false");
  Options.store(Opts, "Device", Device ? "true" : "false");
}

void ExplicitOptionsCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions()) {
    for (const CallFact &Fact : F->calls())
      lookAtFactory(*F, Fact);
    for (unsigned I = 0; I < F->borrows().size(); ++I)
      if (!F->borrows()[I].Via) // the callee reports its own
        lookAtBorrow(*F, I);
  }
}

/// Whether no path gives the property.
static bool leftOut(const AttrSet *Given) {
  return Given && *Given == AttrSet::unset();
}

void ExplicitOptionsCheck::lookAtFactory(const FunctionAnalysis &F, const CallFact &Fact) {
  const auto *Call = dyn_cast<CallExpr>(Fact.Site);
  std::optional<CallSite> Site = CallSite::of(*Fact.Site);
  if (!Call || !Site)
    return;
  const api::TorchModel &Model = modelOf(F.tu());
  std::optional<api::FactoryCall> Factory = Model.factory(*Site);
  if (!Factory)
    Factory = Model.factoryOfNumbers(*Site);
  if (!Factory || Factory->Options < 0 || Factory->Name.starts_with("_"))
    return;
  Missing What;
  What.Site = What.Editable = Call;
  What.Name = Factory->Name;
  What.Made = Factory->Omitted;
  unsigned I = static_cast<unsigned>(Factory->Options);
  if (!api::isDefaultArgument(Site->operand(I))) {
    ValueId V = I < Fact.Operands.size() ? Fact.Operands[I] : Bottom;
    if (V == Bottom)
      return;
    What.Options = Site->operand(I);
    What.Dtype = leftOut(F.values()[V].Attributes.find(Attr::Dtype));
    What.Device = leftOut(F.values()[V].Attributes.find(Attr::Device));
  } else {
    What.Dtype = What.Device = true;
  }
  tell(F, What);
}

void ExplicitOptionsCheck::lookAtBorrow(const FunctionAnalysis &F, unsigned Borrow) {
  const BorrowSite &Site = F.borrows()[Borrow];
  if (Site.Traits.ObjectMemory) // an array brings its own
    return;
  Missing What;
  What.Site = Site.Call;
  What.Editable = fix::editableBorrow(Site);
  What.Options = Site.Options;
  What.Name = Site.Name;
  What.Dtype = leftOut(Site.Attributes.find(Attr::Dtype));
  What.Device = leftOut(Site.Attributes.find(Attr::Device));
  What.Made = AttrSet::unset();
  tell(F, What, Borrow);
}

void ExplicitOptionsCheck::tell(const FunctionAnalysis &F, const Missing &What, std::optional<unsigned> Borrow) {
  bool NoDtype = What.Dtype && Dtype, NoDevice = What.Device && Device;
  SourceLocation At = What.Site->getExprLoc();
  if ((!NoDtype && !NoDevice) || isReported(At) || (Borrow && fix::isReplaced(F, *Borrow)))
    return;
  if (!On) {
    keepBack(At);
    return;
  }
  if (!firstAt(At))
    return;
  auto Warning = diag(At, "'%0' is given no %select{|dtype}1%select{| and }2%select{|device}3")
                 << What.Name << NoDtype << (NoDtype && NoDevice) << NoDevice;
  if (!What.Editable)
    return;
  // The current default, spelled out; what the default dtype is cannot be known where code changes it.
  std::string Constant = modelOf(F.tu()).omittedDtype(What.Made);
  if (NoDtype && Constant.empty())
    return;
  fix::OptionsEdits Edits(F);
  fix::Proposal Spelled;
  Spelled.Title = std::string("spell it out: give the ") + (NoDtype ? NoDevice ? "dtype and the device" : "dtype" : "device");
  Spelled.Edits = NoDtype && NoDevice ? Edits.setBoth(*What.Editable, What.Options, Constant, "kCPU")
                  : NoDtype           ? Edits.set(*What.Editable, What.Options, fix::Property::Dtype, Constant)
                                      : Edits.set(*What.Editable, What.Options, fix::Property::Device, "kCPU");
  attach(Warning, Spelled);
}

} // namespace torchtidy
