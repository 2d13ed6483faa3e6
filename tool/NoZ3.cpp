// Clang's static analyzer can have its findings confirmed by Z3, where a flag of the compiler asks for it. That alone would make the
// program need libz3 on every machine; LLVM that is built without Z3 answers as this does.
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/SMTAPI.h"

namespace llvm {

SMTSolverRef CreateZ3Solver() { report_fatal_error("torch-tidy is built without Z3"); }
void SMTSort::dump() const { print(errs()); }
void SMTExpr::dump() const { print(errs()); }
void SMTSolver::dump() const { print(errs()); }

} // namespace llvm
