/// torch-explicit-options. See docs/checks/explicit-options.md.
#pragma once

#include "TorchCheck.h"
#include "api/TorchModel.h"

namespace torchtidy {

class ExplicitOptionsCheck : public TorchCheck {
public:
  ExplicitOptionsCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  bool comesLast() const override { return true; } // code that another check mends is not reported twice
  void report(flow::TuAnalysis &Analysis) override;

private:
  void lookAtFactory(const flow::FunctionAnalysis &F, const flow::CallFact &Fact);
  void lookAtBorrow(const flow::FunctionAnalysis &F, unsigned Borrow);
  struct Missing;
  /// `Borrow`: the borrow that the call makes, which another finding may replace.
  void tell(const flow::FunctionAnalysis &F, const Missing &What, std::optional<unsigned> Borrow = std::nullopt);

  const bool On; ///< named in full, or level strict: a glob alone does not switch it on
  const bool Dtype, Device;
};

} // namespace torchtidy
