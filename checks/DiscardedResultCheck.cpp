#include "DiscardedResultCheck.h"
#include "Analyses.h"
#include "Story.h"
#include "clang/Lex/Lexer.h"
#include "fix/ResultFixes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

void DiscardedResultCheck::report(TuAnalysis &Analysis) {
  const api::TorchModel &Model = modelOf(Analysis);
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const DiscardedCall &Call : discardedCalls(*F, Model)) {
      std::optional<api::PureCall> Pure = Model.pureCall(Call.Call);
      if (!Pure)
        continue;
      const Expr *Named = Pure->Self < 0 ? nullptr : namedTensor(Call.Call.operand(Pure->Self), Model);
      Verdict V = judge(Call, *Pure, Named, Model);
      SourceLocation At = Call.Call.Site->getExprLoc();
      if (V == Verdict::StrictOnly && level() != Level::Strict)
        keepBack(At);
      else if (V != Verdict::Silent && firstAt(At))
        reportCall(*F, Model, Call, *Pure, Named);
    }
}

/// The policy: what is a mistake by itself, and what people do on purpose.
DiscardedResultCheck::Verdict DiscardedResultCheck::judge(const DiscardedCall &Call, const api::PureCall &Pure,
                                                          const Expr *Named, const api::TorchModel &Model) {
  if (Pure.Synchronises || Call.For == Purpose::Throws)
    return Verdict::Silent;
  if (!Pure.GivesTensor) // `t.allclose(u);`, but not `t.dim();`, which is there for its check
    return Model.operatorOf(*Call.Call.Callee) ? Verdict::StrictOnly : Verdict::Silent;
  bool Function = !Call.Call.HasObject && !isa<CXXOperatorCallExpr>(Call.Call.Site);
  if (Call.For != Purpose::None || Function || !Named)
    return Verdict::StrictOnly;
  return Verdict::Speak;
}

static llvm::StringRef consequence(api::PureCall::Kept Keeps) {
  switch (Keeps) {
  case api::PureCall::Kept::Device:
    return "stays on its device";
  case api::PureCall::Kept::Dtype:
    return "keeps its dtype";
  case api::PureCall::Kept::Shape:
    return "keeps its shape";
  case api::PureCall::Kept::Values:
    return "keeps its values";
  case api::PureCall::Kept::Unsaid:
    break;
  }
  return "stays as it is";
}

/// As the user writes it: `x`, `batch.data`, `ts[i]`.
static std::string nameOf(const Expr &Named, const ASTContext &Context) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Named);
  if (Named.getBeginLoc().isMacroID() || Named.getEndLoc().isMacroID() || (Op && Op->getOperator() == OO_Arrow))
    return handleName(&Named);
  llvm::StringRef Text = fix::textBetween(Named.getBeginLoc(), fix::behind(Named, Context), Context);
  Text.consume_front("this->");
  return Text.contains('\n') ? handleName(&Named) : Text.str();
}

void DiscardedResultCheck::reportCall(const FunctionAnalysis &F, const api::TorchModel &Model,
                                      const DiscardedCall &Call, const api::PureCall &Pure, const Expr *Named) {
  SourceLocation At = Call.Call.Site->getExprLoc();
  std::string Text = "the result of '" + Pure.Name + "' is dropped";
  std::string Name = Named ? nameOf(*Named, F.tu().context()) : std::string();
  if (!Name.empty() && Pure.GivesTensor)
    Text += "; '" + Name + "' " + consequence(Pure.Keeps).str();
  diag(At, "%0") << Text;
  if (!Named || Call.OneOfMany)
    return;
  for (const fix::Proposal &P : fix::takeResult(F, Model, Call.Call, *Named))
    suggest(At, P);
}

} // namespace torchtidy
