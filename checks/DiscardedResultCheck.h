/// torch-discarded-result. See docs/checks/discarded-result.md.
#pragma once

#include "Discarded.h"
#include "TorchCheck.h"

namespace torchtidy {

class DiscardedResultCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  enum class Verdict { Silent, StrictOnly, Speak };
  static Verdict judge(const DiscardedCall &Call, const api::PureCall &Pure, const clang::Expr *Named,
                       const api::TorchModel &Model);
  void reportCall(const flow::FunctionAnalysis &F, const api::TorchModel &Model, const DiscardedCall &Call,
                  const api::PureCall &Pure, const clang::Expr *Named);
};

} // namespace torchtidy
