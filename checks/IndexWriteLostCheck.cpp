#include "IndexWriteLostCheck.h"
#include "Analyses.h"
#include "fix/IndexFixes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

namespace {

/// A call that writes to a copy, and the call that made the copy.
struct LostWrite {
  const Expr *Target = nullptr; ///< the operand that is written
  CallSite Index;
  api::IndexedCopy Copy;
};

/// The operand that shares a call's result: `x` in `x.view(-1)`, `x.add_(1)`; null where the result is new or unknown.
const Expr *sharedOperand(const CallSite &Call, const api::TorchModel &Model) {
  Effect E = Model.effectOf(Call);
  bool Shares = E.Known && (E.Result == ResultKind::View || E.Result == ResultKind::Same) && E.From.size() == 1;
  return Shares ? Call.operand(E.From[0].Operand) : nullptr;
}

/// Whether what is indexed lives on: a new tensor that only this expression sees has nothing to lose.
bool livesOn(const Expr *Indexed, const api::TorchModel &Model) {
  while (Indexed) {
    Indexed = Indexed->IgnoreUnlessSpelledInSource();
    std::optional<CallSite> Call = CallSite::of(*Indexed);
    if (!Call || !Model.isApi(*Call->Callee))
      return true; // a variable, a field, what a function of the user returns
    Indexed = sharedOperand(*Call, Model);
  }
  return false;
}

/// Goes from the written operand inwards, through views of the copy and other writes to it.
std::optional<LostWrite> lostWrite(const CallSite &Write, const api::TorchModel &Model) {
  Effect E = Model.effectOf(Write);
  for (unsigned I = 0; E.Known && I < Write.Operands.size(); ++I) {
    if (E.operand(I).Writes == WriteKind::None)
      continue;
    const Expr *At = Write.operand(I);
    while (At) {
      At = At->IgnoreUnlessSpelledInSource();
      std::optional<CallSite> Call = CallSite::of(*At);
      if (!Call)
        break;
      if (std::optional<api::IndexedCopy> Copy = Model.indexedCopy(*Call)) {
        if (!livesOn(Call->operand(Copy->Self), Model))
          break;
        return LostWrite{Write.operand(I), std::move(*Call), *Copy};
      }
      At = sharedOperand(*Call, Model);
    }
  }
  return std::nullopt;
}

} // namespace

void IndexWriteLostCheck::report(TuAnalysis &Analysis) {
  const api::TorchModel &Model = modelOf(Analysis);
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const DiscardedCall &Call : discardedCalls(*F, Model)) {
      if (Call.For == Purpose::Throws)
        continue;
      std::optional<LostWrite> Lost = lostWrite(Call.Call, Model);
      SourceLocation At = Call.Call.Site->getExprLoc();
      if (!Lost || !firstAt(At))
        continue;
      std::optional<fix::Proposal> Fix;
      if (!Call.OneOfMany)
        Fix = fix::writeThroughIndex(*F, Model, Call.Call, *Lost->Target, Lost->Index, Lost->Copy);
      std::string Why = Lost->Copy.Name != "index" ? ("'" + Lost->Copy.Name + "' copies").str()
                        : Lost->Copy.ByBool        ? "indexing with a boolean copies"
                                                   : "indexing with a tensor copies";
      {
        auto Warning = diag(At, "this writes into a copy: %0") << Why;
        if (Fix && Fix->Safe)
          attach(Warning, *Fix);
      }
      if (Fix && !Fix->Safe)
        suggest(At, *Fix);
    }
}

} // namespace torchtidy
