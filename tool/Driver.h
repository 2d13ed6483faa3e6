/// Runs the clang-tidy engine over one file and returns its findings as plain values.
#pragma once

#include "CompileCommands.h"
#include "Finding.h"
#include "Fixes.h"
#include "Options.h"
#include "Scopes.h"

namespace torchtidy {

struct FileResult {
  std::vector<Finding> Findings;
  ReadFiles Read;
  Scopes Declarations;
  unsigned CompileErrors = 0;
  std::string FirstError;
  unsigned StrictOnly = 0; ///< findings that --strict would add
  std::string Statistics;
  std::string Explanation;
  bool NoChecks = false;
  std::string ConfigError;
  std::string FormatStyle; ///< of .clang-tidy
};

class Driver {
public:
  explicit Driver(const Options &Opts) : Opts(Opts) {}
  FileResult run(const Job &J);

private:
  const Options &Opts;
};

} // namespace torchtidy
