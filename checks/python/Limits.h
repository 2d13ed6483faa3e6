/// Every cap of the analysis of Python, with its reason. A cap that is hit means silence.
#pragma once

namespace torchtidy::python {

/// Origins of one value: more than that, and nothing that is said about it helps anybody.
inline constexpr unsigned MaxOrigins = 12;
/// Nesting of expressions and statements that is followed. People stay below 30; generated files must not take the stack.
inline constexpr unsigned MaxDepth = 300;
/// Rounds of a loop until its state must be stable. Two suffice for nearly all.
inline constexpr unsigned MaxRounds = 6;
/// Nodes looked at per node of the function, so that the time stays linear in the file whatever its loops are nested like.
inline constexpr unsigned MaxVisits = 150;
/// Functions of the file that are entered from one another to learn what they do.
inline constexpr unsigned MaxCallDepth = 40;
/// Nesting of all of them together, where each calls the next from deep inside: the stack is theirs together.
inline constexpr unsigned MaxNesting = 900;

/// Functions that pass a tensor on to one another, in a row, until it is not worth knowing who does not see it.
inline constexpr unsigned MaxOutlineRounds = 12;

} // namespace torchtidy::python
