// torch-factory-options and torch-explicit-options for Python: tensors made with the wrong dtype or in the wrong place.
#include "python/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

namespace {

constexpr llvm::StringLiteral Check = "torch-factory-options", Explicit = "torch-explicit-options";

class FactoryOptions {
public:
  explicit FactoryOptions(Report &R) : R(R), A(R.A) {}

  void run() {
    for (const auto &[Call, F] : R.F.Factories) {
      if (A[Call].HasError)
        continue;
      if (R.enabled(Check) && (converted(F) || sizesOf(F)))
        continue;
      if (R.enabled(Explicit))
        explicitOptions(F);
    }
  }

private:
  /// Sizes of x, without its dtype and device, and the result meets x.
  bool sizesOf(const FactoryFact &F) {
    if (!F.SizeOf || F.HasDtype || F.HasDevice || F.Splat || F.Excused || R.Analysis.DefaultDevice || F.HasGenerator)
      return false;
    // x was made here without a device itself: then all is on the CPU.
    for (const auto &Other : R.F.Factories)
      if (Other.second.Made == F.SizeOf && !Other.second.HasDevice)
        return false;
    if (F.SourceOnCpu || R.F.Moved.lookup(F.Made) || A.text(A.child(F.Call, Role::Arguments)).contains("pin_memory"))
      return false;
    auto Met = R.F.Met.find(F.Made);
    bool Meets = Met != R.F.Met.end() && llvm::is_contained(Met->second, F.SizeOf);
    bool Usual = llvm::StringSwitch<bool>(F.Name).Cases({"zeros", "ones", "empty", "rand", "randn"}, true).Default(false);
    if (!Meets || !Usual) {
      if (!R.strict()) {
        R.countStrictOnly();
        return false;
      }
    }
    bool DeviceOnly = isIntegral(F.SourceType) || R.F.Indices.lookup(F.SizeOf) || isIntegral(F.OwnType) || F.Name == "full";
    NodeId At = R.nameOfCall(F.Call);
    std::string X = A.text(F.SizeFrom).str();
    if (!R.isSimple(F.SizeFrom))
      X = R.handle(F.SizeFrom).str();
    Finding &Out = R.warn(Check, At, quoted(F.Name) + " takes its sizes from " + (X.empty() ? "a tensor" : quoted(X)) +
                                         ", but not its " + (DeviceOnly ? "device" : "dtype and device"));
    if (X.empty() || !R.isSimple(F.SizeFrom) || R.untouchable(F.Call))
      return true;
    NodeId Callee = A.child(F.Call, Role::Function);
    if (DeviceOnly) {
      Out.Edits = {R.addArgument(F.Call, "device=" + X + ".device")};
      return true;
    }
    bool OnlySizes = A.count(A.child(F.Call, Role::Arguments)) == 1;
    if (F.WholeSize && OnlySizes && A.is(Callee, Kind::Attribute))
      R.suggest(Out, At, "use '" + F.Name.str() + "_like'",
                {R.replace(At, F.Name.str() + "_like"), R.replace(A.child(F.Call, Role::Arguments), "(" + X + ")")});
    else
      R.suggest(Out, At, "take them from " + quoted(X),
                {R.addArgument(F.Call, "dtype=" + X + ".dtype, device=" + X + ".device")});
    return true;
  }

  /// `torch.zeros(n).to(device)`: made in the wrong place first.
  bool converted(const FactoryFact &F) {
    if (F.Conversions.empty() || F.Splat || F.HasGenerator)
      return false;
    bool Device = F.HasDevice, Dtype = F.HasDtype, Moves = false;
    std::string Options;
    for (const FactoryFact::Conversion &Step : F.Conversions) {
      bool ToDevice = Step.What != FactoryFact::To::Dtype, ToDtype = Step.What != FactoryFact::To::Device;
      // Given twice, or something that is not known: somebody thought about it.
      if (Step.What == FactoryFact::To::Unknown || (ToDevice && Device) || (ToDtype && Dtype) || !isPlain(Step.Call))
        return false;
      Device |= ToDevice;
      Dtype |= ToDtype;
      Moves |= ToDevice;
      std::string Option = option(F, Step);
      Options += Option.empty() ? "?" : (Options.empty() ? "" : ", ") + Option;
    }
    if (A.text(A.child(F.Call, Role::Arguments)).contains("pin_memory"))
      return false;
    bool Fixed = llvm::StringSwitch<bool>(F.Name).Cases({"zeros", "ones", "empty", "eye"}, true).Default(false);
    bool Usual = Fixed || (F.Name == "full" && F.Conversions.size() == 1 && Moves);
    if (!Usual && !R.strict()) { // random numbers differ per device, `arange` and `linspace` per dtype
      R.countStrictOnly();
      return false;
    }
    NodeId At = R.nameOfCall(F.Call), Last = F.Conversions.back().Call;
    Finding &Out = R.warn(Check, At, quoted(F.Name) + (Moves ? " is made on the CPU, then moved"
                                                             : " is made with the default dtype, then converted"));
    if (Options.find('?') != std::string::npos || R.untouchable(Last) || !Usual ||
        A.child(A.child(F.Conversions.front().Call, Role::Function), Role::Object) != F.Call)
      return true;
    llvm::StringRef Own = A.text(A.child(F.Call, Role::Arguments));
    std::vector<Edit> Edits{R.addArgument(F.Call, Options), R.replace(A[F.Call].End, A[Last].End, "")};
    if (Fixed && !Own.contains("requires_grad") && !Own.contains("out="))
      Out.Edits = std::move(Edits);
    else
      R.suggest(Out, At, "make it there: '" + Options + "'", std::move(Edits));
    return true;
  }

  /// No `non_blocking`, no `copy`: one argument, or none.
  bool isPlain(NodeId Conversion) const {
    NodeId List = A.child(Conversion, Role::Arguments), Argument = A[List].First;
    if (A[Conversion].HasError || A.count(List) > 1 || A.is(Argument, Kind::ListSplat))
      return false;
    llvm::StringRef Name = A.is(Argument, Kind::KeywordArgument) ? A.text(A.child(Argument, Role::Name)) : "device";
    return Name == "device" || Name == "dtype";
  }

  /// The argument that the conversion becomes: "device=d", "dtype=torch.float32".
  std::string option(const FactoryFact &F, const FactoryFact::Conversion &Step) const {
    NodeId Argument = A[A.child(Step.Call, Role::Arguments)].First;
    std::string Value = A.is(Argument, Kind::KeywordArgument) ? A.text(A.child(Argument, Role::Value)).str()
                        : Argument                            ? A.text(Argument).str()
                                                              : "";
    llvm::StringRef Method = A.text(R.nameOfCall(Step.Call));
    if (Step.What == FactoryFact::To::Both)
      return R.isSimple(Argument) ? "dtype=" + Value + ".dtype, device=" + Value + ".device" : "";
    if (Step.What == FactoryFact::To::Device) {
      if (Value.empty())
        Value = Method == "cuda" ? "'cuda'" : Method == "xpu" ? "'xpu'" : Method == "cpu" ? "'cpu'" : "";
      else if (Method != "to")
        return ""; // .cuda(1)
      return Value.empty() ? "" : "device=" + Value;
    }
    if (Method != "to" && Method != "type") {
      NodeId Callee = A.child(F.Call, Role::Function);
      DType D = dtypeOfTorch(Method);
      if (!A.is(Callee, Kind::Attribute) || nameOf(D).empty())
        return "";
      Value = A.text(A.child(Callee, Role::Object)).str() + "." + nameOf(D).str();
    }
    bool Text = llvm::StringRef(Value).starts_with("'") || llvm::StringRef(Value).starts_with("\"");
    return Value.empty() || Text ? "" : "dtype=" + Value;
  }

  void explicitOptions(const FactoryFact &F) {
    if (F.Splat || (F.HasDtype && F.HasDevice))
      return;
    if (!R.strict() && !R.named(Explicit)) {
      R.countStrictOnly();
      return;
    }
    std::string Missing = !F.HasDtype && !F.HasDevice ? "dtype and device" : F.HasDtype ? "device" : "dtype";
    R.warn(Explicit, R.nameOfCall(F.Call), quoted(F.Name) + " is given no " + Missing);
  }

  Report &R;
  const Ast &A;
};

} // namespace

void checkFactoryOptions(Report &R) { FactoryOptions(R).run(); }

} // namespace torchtidy::python
