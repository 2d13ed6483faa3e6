/// Every cap of the analysis. A cap that is hit means silence for the function; `--statistics` counts it.
#pragma once

namespace torchtidy::flow::limits {

/// Transfers of one CFG element, over all visits. Hand-written functions stay under a thousandth of it; generated code with
/// tens of thousands of statements in nested loops is what it stops, after well under a second.
inline constexpr unsigned MaxSteps = 2'000'000;
/// Visits of one block. The lattice is shallow (sets grow, flags rise), so a block settles in a handful of visits.
inline constexpr unsigned MaxBlockVisits = 200;
/// Origins or memory references of one value. More says "could be anything", which no reader believes.
inline constexpr unsigned MaxOrigins = 24;
/// Nested summaries and inlined lambdas. Deeper chains exist only in generated code.
inline constexpr unsigned MaxCallDepth = 12;
/// Rounds until the summary of a recursive function stays the same. Two or three are enough unless it grows without end.
inline constexpr unsigned MaxRecursionRounds = 6;
/// Steps from a place to the variable that it hangs on (`a.b[0].c`): recursive types would make endless ones.
inline constexpr unsigned MaxPlaceDepth = 8;
/// Elements looked at when asking who reads a buffer after a write.
inline constexpr unsigned MaxReachSteps = 200'000;

} // namespace torchtidy::flow::limits
