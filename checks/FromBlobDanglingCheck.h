/// torch-from-blob-dangling. See docs/checks/from-blob-dangling.md.
#pragma once

#include "BackgroundCopies.h"
#include "KeptPointers.h"
#include "TorchCheck.h"
#include "flow/Lifetimes.h"

namespace torchtidy {

class FromBlobDanglingCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  void reportOutlived(const flow::FunctionAnalysis &F, const flow::Outlived &What);
  void reportPointer(const KeptPointer &Pointer);
  void reportLocalPointer(const flow::FunctionAnalysis &F, const KeptPointer &Pointer);
  void reportBackground(const flow::FunctionAnalysis &F, const BackgroundCopy &What);
  void reportCopy(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site);
  void tellStory(const flow::FunctionAnalysis &F, const flow::Outlived &What, llvm::StringRef Owner);
};

} // namespace torchtidy
