/// The one analysis of a translation unit, made once and shared by all checks and front doors.
#pragma once

#include "flow/TuAnalysis.h"

namespace torchtidy {

/// Lives as long as the ASTContext. Safe to call from several threads for different contexts.
flow::TuAnalysis &analysisOf(clang::ASTContext &Context);

} // namespace torchtidy
