/// torch-shared-memory-write. See docs/checks/shared-memory-write.md.
#pragma once

#include "TorchCheck.h"
#include "flow/Fields.h"
#include "flow/Query.h"

namespace torchtidy {

class SharedMemoryWriteCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  enum class Verdict { Silent, StrictOnly, Speak };
  Verdict judge(const flow::Query &Q, const flow::WriteFact &Write, const flow::OriginRef &Ref, unsigned Borrow,
              const flow::BorrowSite &Site) const;
  void reportWrite(const flow::FunctionAnalysis &F, const flow::WriteFact &Write, const flow::OriginRef &Ref,
                   unsigned Borrow);
  void reportThroughField(const flow::FunctionAnalysis &F, const flow::WriteFact &Write, const flow::OriginRef &Ref);
};

} // namespace torchtidy
