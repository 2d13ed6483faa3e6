// torch-legacy-constructor and torch-array-layout: calls that raise, abort or round, decided from their arguments.
#include "python/Report.h"

namespace torchtidy::python {

static constexpr llvm::StringLiteral Legacy = "torch-legacy-constructor", LayoutCheck = "torch-array-layout";

void checkLegacyConstructor(Report &R) {
  if (!R.enabled(Legacy))
    return;
  const Ast &A = R.A;
  for (const auto &Entry : R.F.Legacy) {
    NodeId Call = Entry.first;
    const LegacyFact &L = Entry.second;
    std::string Name = "'torch." + L.Name.str() + "'";
    NodeId At = R.nameOfCall(Call), Callee = A.child(Call, Role::Function);
    std::string Torch = A.is(Callee, Kind::Attribute) ? A.text(A.child(Callee, Role::Object)).str() : "";
    auto AsTensor = [&]() -> std::vector<Edit> {
      if (Torch.empty() || R.untouchable(Call) || nameOf(L.To).empty() || !L.Data)
        return {};
      return {R.replace(At, "tensor"), R.addArgument(Call, "dtype=" + Torch + "." + nameOf(L.To).str())};
    };
    if (L.Device && A.text(L.Device).trim("'\"") != "cpu") {
      Finding &Out = R.warn(Legacy, At, Name + " takes no device but the CPU");
      if (std::vector<Edit> Edits = AsTensor(); !Edits.empty())
        R.suggest(Out, At, "use '" + Torch + ".tensor'", std::move(Edits));
      continue;
    }
    bool Rounds = L.To == DType::Float32 && (L.From == DType::Float64 || L.From == DType::Int64);
    if (!Rounds && !(L.Data || L.Sizes))
      continue;
    if (!Rounds && !R.strict()) {
      R.countStrictOnly();
      continue;
    }
    std::string Message = Rounds ? Name + " rounds the " + nameOf(L.From).str() + " array" +
                                       (L.Array.empty() ? "" : " " + quoted(L.Array)) + " to float32"
                          : L.Sizes ? Name + " leaves its memory uninitialised; 'torch.empty' says so"
                                    : Name + " is the legacy constructor; 'torch.tensor' keeps the dtype";
    Finding &Out = R.warn(Legacy, At, std::move(Message));
    if (L.Sizes && !Torch.empty() && !R.untouchable(Call) && L.To == DType::Float32)
      R.suggest(Out, At, "use '" + Torch + ".empty'", {R.replace(At, "empty")});
    else if (std::vector<Edit> Edits = AsTensor(); !Edits.empty())
      R.suggest(Out, At, Rounds ? "say so: '" + Torch + ".tensor(.., dtype=" + Torch + ".float32)'" : "use '" + Torch + ".tensor'",
                std::move(Edits));
  }
}

void checkArrayLayout(Report &R) {
  if (!R.enabled(LayoutCheck))
    return;
  for (const auto &[Call, L] : R.F.Layouts) {
    std::string Name = quoted(L.Maker);
    std::string Message = L.Problem == LayoutFact::What::Aborts ? Name + " aborts on an array with negative strides"
                          : L.Problem == LayoutFact::What::Device ? Name + " takes no 'device'"
                                                                  : Name + " raises on an array with negative strides";
    Finding &Out = R.warn(LayoutCheck, R.nameOfCall(Call), std::move(Message));
    if (L.Problem == LayoutFact::What::Device || R.untouchable(Call))
      continue;
    bool Simple = R.isSimple(R.A.inner(L.Source)) || R.A.is(L.Source, Kind::Subscript) || R.A.is(L.Source, Kind::Call);
    if (Simple)
      R.suggest(Out, R.nameOfCall(Call), "copy it first: add '.copy()'", {R.insert(R.A[L.Source].End, ".copy()")});
  }
}

} // namespace torchtidy::python
