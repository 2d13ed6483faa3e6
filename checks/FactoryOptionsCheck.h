/// torch-factory-options. See docs/checks/factory-options.md.
#pragma once

#include "TorchCheck.h"
#include "api/SizeSources.h"
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
  struct Function; ///< what is asked of a function for each of its factories, found once
  void look(Function &In, const flow::CallFact &Fact);
  void reportSizes(Function &In, const clang::CallExpr &Call, const api::FactoryCall &Factory,
                   const Source &From);
  void tellMeeting(const flow::FunctionAnalysis &F, const clang::CallExpr &Meeting, llvm::StringRef Tensor,
                   const api::Dtype &Has);
  void reportElements(const flow::FunctionAnalysis &F, const clang::CallExpr &Call, const api::FactoryCall &Factory,
                      const api::ElementSource &From);
  bool reportMoved(const flow::FunctionAnalysis &F, const clang::CallExpr &Call, const api::FactoryCall &Factory,
                   const clang::ParentMap &Parents);
};

} // namespace torchtidy
