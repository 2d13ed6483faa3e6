/// torch-from-blob-dtype. See docs/checks/from-blob-dtype.md.
#pragma once

#include "TorchCheck.h"
#include "api/ElementTypes.h"

namespace torchtidy {

class FromBlobDtypeCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  void judge(const flow::FunctionAnalysis &F, unsigned Borrow);
  void reportContradiction(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, const std::string &Elements,
                           const api::Dtype *Own, const api::Dtype &Read, bool Given);
  void reportMissing(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, const api::Dtype &Elements);
  void reportHolder(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, clang::QualType Container);
  void tellBytes(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, const std::string &Elements,
                 uint64_t Size, const api::Dtype &Read);
};

} // namespace torchtidy
