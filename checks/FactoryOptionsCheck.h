/// torch-factory-options. See docs/checks/factory-options.md.
#pragma once

#include "TorchCheck.h"
#include "api/TorchModel.h"
#include "clang/AST/ParentMap.h"

namespace torchtidy {

class FactoryOptionsCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  struct Source; ///< the tensor whose sizes a factory takes
  void look(const flow::FunctionAnalysis &F, const flow::CallFact &Fact, const clang::ParentMap &Parents);
  void reportSizes(const flow::FunctionAnalysis &F, const clang::CallExpr &Call, const api::FactoryCall &Factory,
                   const Source &From);
  bool reportMoved(const flow::FunctionAnalysis &F, const clang::CallExpr &Call, const api::FactoryCall &Factory,
                   const clang::CXXMemberCallExpr &Outer);
};

} // namespace torchtidy
