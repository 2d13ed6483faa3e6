/// torch-from-blob-device. See docs/checks/from-blob-device.md.
#pragma once

#include "TorchCheck.h"
#include "api/TorchModel.h"

namespace torchtidy {

class FromBlobDeviceCheck : public TorchCheck {
public:
  using TorchCheck::TorchCheck;

protected:
  void report(flow::TuAnalysis &Analysis) override;

private:
  void judge(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site);
  void tellWhereFrom(const flow::BorrowSite &Site);
  void reportHost(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, const std::string &Buffer);
  void reportDevice(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site, const std::string &Buffer, bool Told);
};

} // namespace torchtidy
