#include "Configuration.h"
#include "CheckGlobs.h"
#include "PythonFiles.h"
#include "Sources.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace clang;

namespace torchtidy {

namespace {

using llvm::StringRef;

/// What --checks says is read as clang-tidy reads it; of a configuration file only the globs of torch checks count.
std::string effectiveChecks(StringRef Configured, StringRef FromCommandLine) {
  std::string Out = "-*," + torchGlobs(Configured);
  if (!FromCommandLine.empty())
    Out += "," + FromCommandLine.str();
  return Out;
}

class OptionsProvider : public tidy::DefaultOptionsProvider {
public:
  OptionsProvider(std::unique_ptr<tidy::ClangTidyOptionsProvider> Inner, tidy::ClangTidyGlobalOptions Global,
                  const Options &Opts)
      : DefaultOptionsProvider(std::move(Global), tidy::ClangTidyOptions::getDefaults()), Inner(std::move(Inner)),
        Opts(Opts) {}

  std::vector<OptionsSource> getRawOptions(StringRef File) override {
    tidy::ClangTidyOptions Merged = Inner->getOptions(File);
    if (isPythonSource(File) && !Opts.ignoresProject())
      addPyProject(File, Merged);
    Merged.Checks = effectiveChecks(Merged.Checks.value_or(""), Opts.Checks);
    if (Opts.LevelGiven)
      Merged.CheckOptions["torch-tidy.Level"] =
          tidy::ClangTidyOptions::ClangTidyValue(Opts.Strict ? "strict" : "recommended", 1000);
    if (!Opts.WarningsAsErrors.empty())
      Merged.WarningsAsErrors = Opts.WarningsAsErrors;
    if (!Opts.HeaderFilter.empty())
      Merged.HeaderFilterRegex = Opts.HeaderFilter;
    if (!Opts.ExcludeHeaderFilter.empty())
      Merged.ExcludeHeaderFilterRegex = Opts.ExcludeHeaderFilter;
    if (Opts.SystemHeaders)
      Merged.SystemHeaders = true;
    return {{Merged, "torch-tidy"}};
  }

private:
  std::unique_ptr<tidy::ClangTidyOptionsProvider> Inner;
  const Options &Opts;
};

std::unique_ptr<tidy::ClangTidyOptionsProvider> fromFiles(const Options &Opts, const tidy::ClangTidyGlobalOptions &Global,
                                                          std::string &Error) {
  tidy::ClangTidyOptions Defaults = tidy::ClangTidyOptions::getDefaults();
  Defaults.Checks.reset(); // the module's own `torch-*` would count as a project's choice
  // User headers are part of what is checked.
  Defaults.HeaderFilterRegex = ".*";
  auto Parse = [&](StringRef Text, StringRef Name) -> std::unique_ptr<tidy::ClangTidyOptionsProvider> {
    auto Parsed = tidy::parseConfiguration(llvm::MemoryBufferRef(Text, Name));
    if (!Parsed) {
      Error = (Name + " is no configuration: " + Parsed.getError().message()).str();
      return nullptr;
    }
    return std::make_unique<tidy::ConfigOptionsProvider>(Global, Defaults, *Parsed, tidy::ClangTidyOptions());
  };
  if (!Opts.Config.empty())
    return Parse(Opts.Config, "--config");
  if (!Opts.ConfigFile.empty()) {
    auto Buffer = llvm::MemoryBuffer::getFile(Opts.ConfigFile);
    if (!Buffer) {
      Error = "cannot read '" + Opts.ConfigFile + "': " + Buffer.getError().message();
      return nullptr;
    }
    return Parse((*Buffer)->getBuffer(), Opts.ConfigFile);
  }
  if (Opts.Isolated)
    return std::make_unique<tidy::DefaultOptionsProvider>(Global, Defaults);
  return std::make_unique<tidy::FileOptionsProvider>(Global, Defaults, tidy::ClangTidyOptions(),
                                                     ownFileSystem());
}

} // namespace

std::unique_ptr<tidy::ClangTidyOptionsProvider> configuration(const Options &Opts, std::string &Error) {
  tidy::ClangTidyGlobalOptions Global;
  if (!Opts.LineFilter.empty())
    if (std::error_code Problem = tidy::parseLineFilter(Opts.LineFilter, Global)) {
      Error = "--line-filter: " + Problem.message();
      return nullptr;
    }
  auto Inner = fromFiles(Opts, Global, Error);
  return Inner ? std::make_unique<OptionsProvider>(std::move(Inner), Global, Opts) : nullptr;
}

} // namespace torchtidy
