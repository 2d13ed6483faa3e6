/// OpenCV's matrices, whose pixels people borrow.
#pragma once

#include "flow/ApiModel.h"

namespace torchtidy::api {

/// Whether T is cv::Mat or cv::Mat_: a handle whose copies share the pixels and own them together.
bool isMatrix(clang::QualType T);
/// What a call of OpenCV does with pixels; Known is false where it does nothing that matters here, or nobody knows.
flow::Effect openCvEffect(const flow::CallSite &Call);

} // namespace torchtidy::api
