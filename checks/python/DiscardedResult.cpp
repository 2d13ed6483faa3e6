// torch-discarded-result for Python: `t.to(device)` as a statement changes nothing.
#include "python/Report.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

static constexpr llvm::StringLiteral Check = "torch-discarded-result";

static std::string consequence(llvm::StringRef Name, llvm::StringRef Handle, bool GivenDtype) {
  std::string T = Handle.empty() ? "the tensor" : quoted(Handle);
  if ((Name == "to" && !GivenDtype) || Name == "cuda" || Name == "xpu")
    return T + " stays on its device";
  if (Name == "to" || dtypeOfTorch(Name) != DType::Unknown)
    return T + " keeps its dtype";
  return T + " stays as it is";
}

/// Called to be timed, or to warm something up.
static bool isBenchmark(const Report &R, NodeId Call) {
  for (NodeId P = Call; P; P = R.A[P].Parent)
    if (R.A.is(P, Kind::Function)) {
      std::string Name = R.A.text(R.A.child(P, Role::Name)).lower();
      for (llvm::StringRef Word : {"bench", "warm", "profil", "timing", "time_"})
        if (llvm::StringRef(Name).contains(Word))
          return true;
    }
  return false;
}

/// All that a loop does: a benchmark, or a warm-up.
static bool isAlone(const Report &R, NodeId Call) {
  NodeId Statement = R.A.statementOf(Call), Block = R.A[Statement].Parent;
  return R.A.is(Block, Kind::Block) && R.A.count(Block) == 1 &&
         (R.A.is(R.A[Block].Parent, Kind::For) || R.A.is(R.A[Block].Parent, Kind::While));
}

void checkDiscardedResult(Report &R) {
  if (!R.enabled(Check))
    return;
  for (const auto &[Call, D] : R.F.Drops) {
    if (D.Excused || R.A[Call].HasError || isBenchmark(R, Call))
      continue;
    if (!D.Method || !D.KnownTensor || isAlone(R, Call)) {
      if (!R.strict()) {
        R.countStrictOnly();
        continue;
      }
    }
    NodeId Callee = R.A.child(Call, Role::Function), Object = R.A.child(Callee, Role::Object);
    bool Dtype = R.A.text(R.A.child(Call, Role::Arguments)).contains("torch.") ||
                 R.A.text(R.A.child(Call, Role::Arguments)).contains("dtype");
    llvm::StringRef Handle = D.Method ? R.handle(Object) : llvm::StringRef();
    std::string Message = "the result of " + quoted(D.Name) + " is dropped";
    if (D.Method)
      Message += "; " + consequence(D.Name, R.isSimple(Object) ? R.A.text(Object) : Handle, Dtype);
    Finding &Out = R.warn(Check, R.nameOfCall(Call), std::move(Message));
    if (D.Method && R.isSimple(Object) && !R.untouchable(Call) && R.A.text(Object).size() < 60)
      R.suggest(Out, R.nameOfCall(Call), "assign it: '" + R.A.text(Object).str() + " = ...'",
                {R.insert(R.A[Call].Begin, R.A.text(Object).str() + " = ")});
  }
}

} // namespace torchtidy::python
