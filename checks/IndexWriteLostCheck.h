/// torch-index-write-lost. See docs/checks/index-write-lost.md.
#pragma once

#include "Discarded.h"
#include "TorchCheck.h"

namespace torchtidy {

class IndexWriteLostCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;
};

} // namespace torchtidy
