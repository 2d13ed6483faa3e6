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
    if (R.F.Moved.lookup(F.Made))
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
    bool DeviceOnly = isIntegral(F.SourceType) || isIntegral(F.OwnType) || F.Name == "full";
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
    if (!F.Conversion || F.ConvertsTo == FactoryFact::To::Unknown || F.Splat || F.HasGenerator || A[F.Conversion].HasError)
      return false;
    bool ToDevice = F.ConvertsTo == FactoryFact::To::Device;
    if (ToDevice ? F.HasDevice : F.HasDtype)
      return false;
    bool Fixed = llvm::StringSwitch<bool>(F.Name).Cases({"zeros", "ones", "empty", "eye"}, true).Default(false);
    bool Usual = Fixed || (ToDevice && F.Name == "full");
    NodeId List = A.child(F.Conversion, Role::Arguments), Argument = A[List].First;
    if (A.count(List) > 1 || (A.is(Argument, Kind::KeywordArgument) && A.text(A.child(Argument, Role::Name)) != "device" &&
                              A.text(A.child(Argument, Role::Name)) != "dtype"))
      return false; // non_blocking, copy: somebody thought about it
    for (NodeId Own : A.children(A.child(F.Call, Role::Arguments)))
      if (A.is(Own, Kind::KeywordArgument) && A.text(A.child(Own, Role::Name)) == "pin_memory")
        return false;
    if (!Usual) {
      // Random numbers differ per device, `arange` and `linspace` per dtype.
      if (!R.strict()) {
        R.countStrictOnly();
        return false;
      }
    }
    NodeId At = R.nameOfCall(F.Call);
    std::string Message = quoted(F.Name);
    if (ToDevice)
      Message += " is made on the CPU, then moved";
    else
      Message += " is made with the default dtype, then converted";
    Finding &Out = R.warn(Check, At, std::move(Message));
    std::string Option = option(F, ToDevice, Argument);
    if (Option.empty() || R.untouchable(F.Conversion) || !Usual)
      return true;
    bool Grad = A.text(A.child(F.Call, Role::Arguments)).contains("requires_grad") ||
                A.text(A.child(F.Call, Role::Arguments)).contains("out=");
    std::vector<Edit> Edits{R.addArgument(F.Call, Option), R.replace(A[F.Call].End, A[F.Conversion].End, "")};
    // In parentheses around the factory there is more between the two than the method.
    if (A.child(A.child(F.Conversion, Role::Function), Role::Object) != F.Call)
      return true;
    if (Fixed && !Grad)
      Out.Edits = std::move(Edits);
    else
      R.suggest(Out, At, "make it there: '" + Option + "'", std::move(Edits));
    return true;
  }

  /// The argument that the conversion becomes: "device=d", "dtype=torch.float32".
  std::string option(const FactoryFact &F, bool ToDevice, NodeId Argument) const {
    std::string Value = A.is(Argument, Kind::KeywordArgument) ? A.text(A.child(Argument, Role::Value)).str()
                        : Argument                            ? A.text(Argument).str()
                                                              : "";
    llvm::StringRef Method = A.text(R.nameOfCall(F.Conversion));
    if (ToDevice) {
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
    return Value.empty() || llvm::StringRef(Value).starts_with("'") || llvm::StringRef(Value).starts_with("\"")
               ? ""
               : "dtype=" + Value;
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
