/// The one analysis of a translation unit, made once and shared by all checks and front doors.
#pragma once

#include "api/TorchModel.h"
#include "flow/TuAnalysis.h"
#include "llvm/ADT/DenseSet.h"

namespace torchtidy {

/// Lives as long as the ASTContext. Safe to call from several threads for different contexts.
flow::TuAnalysis &analysisOf(clang::ASTContext &Context);
/// Where checks have reported something, as raw encodings of places. Checks of one translation unit run in one thread.
llvm::DenseSet<unsigned> &reportedPlaces(const flow::TuAnalysis &Analysis);
/// The model of libtorch that an analysis made by analysisOf() asks.
const api::TorchModel &modelOf(const flow::TuAnalysis &Analysis);

} // namespace torchtidy
