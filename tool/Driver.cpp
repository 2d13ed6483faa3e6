#include "Driver.h"
#include "Bodies.h"
#include "CheckGlobs.h"
#include "CudaHost.h"
#include "Explain.h"
#include "PythonFiles.h"
#include "Analyses.h"
#include "Paths.h"
#include "ResourceFolder.h"
#include "Sources.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>

using namespace clang;

extern volatile int TorchTidyModuleAnchorSource;

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

/// Skips the bodies that no check needs.
class BodyPolicy : public ASTConsumer {
public:
  BodyPolicy(CompilerInstance &CI, bool Narrow) : CI(CI), Narrow(Narrow) {}

  bool shouldSkipFunctionBody(Decl *D) override { return skipsBody(*D, CI.getSourceManager()); }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (!Narrow)
      return;
    const SourceManager &SM = Context.getSourceManager();
    std::vector<Decl *> Scope;
    for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
      if (D->getLocation().isValid() && !SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
        Scope.push_back(D);
    Context.setTraversalScope(Scope);
  }

private:
  CompilerInstance &CI;
  bool Narrow;
};

/// Looks at the AST after the checks: explanations and statistics.
class Afterwards : public ASTConsumer {
public:
  Afterwards(const Options &Opts, StringRef File, FileResult &Result) : Opts(Opts), File(File), Result(Result) {}
  void HandleTranslationUnit(ASTContext &Context) override {
    const SourceManager &SM = Context.getSourceManager();
    if (auto Current = SM.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory())
      Folder = *Current;
    noteFiles(SM);
    Result.Declarations.collect(Context, [&](StringRef Name) { return absoluteIn(Name, Folder); });
    if (!Context.getLangOpts().CPlusPlus)
      return;
    Result.StrictOnly = strictOnlyFindings(Context);
    if (Opts.Statistics)
      Result.Statistics = analysisStatistics(Context);
    if (Opts.Run != Options::Command::Explain)
      return;
    auto [Asked, Number] = StringRef(Opts.ExplainAt).rsplit(':'); // a header that the file includes, too
    unsigned Line = 0;
    Number.getAsInteger(10, Line);
    Result.Explanation = Opts.ExplainSummaries ? explainSummaries(Context) : explainLine(Context, Asked, Line);
  }

private:
  /// What was read of the user's files, so that nothing is written into a file that has changed since.
  void noteFiles(const SourceManager &SM) {
    for (auto It = SM.fileinfo_begin(), End = SM.fileinfo_end(); It != End; ++It)
      if (auto Buffer = It->second->getBufferIfLoaded())
        Result.Read[absoluteIn(It->first.getName(), Folder)] = textHash(Buffer->getBuffer());
    for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I)
      if (const SrcMgr::SLocEntry &E = SM.getLocalSLocEntry(I);
          E.isFile() && E.getFile().getFileCharacteristic() == SrcMgr::C_User)
        if (OptionalFileEntryRef File = E.getFile().getContentCache().OrigEntry)
          Result.UserFiles.insert(absoluteIn(File->getName(), Folder));
  }

  const Options &Opts;
  std::string File, Folder;
  FileResult &Result;
};

class Action : public ASTFrontendAction {
public:
  Action(tidy::ClangTidyASTConsumerFactory &Factory, const Options &Opts, bool TorchOnly, FileResult &Result)
      : Factory(Factory), Opts(Opts), TorchOnly(TorchOnly), Result(Result) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef File) override {
    bool Skip = TorchOnly && Opts.SkipBodies;
    CI.getFrontendOpts().SkipFunctionBodies = Skip;
    std::vector<std::unique_ptr<ASTConsumer>> All;
    All.push_back(std::make_unique<BodyPolicy>(CI, TorchOnly));
    All.push_back(Factory.createASTConsumer(CI, File));
    All.push_back(std::make_unique<Afterwards>(Opts, File, Result));
    return std::make_unique<MultiplexConsumer>(std::move(All));
  }

private:
  tidy::ClangTidyASTConsumerFactory &Factory;
  const Options &Opts;
  bool TorchOnly;
  FileResult &Result;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  ActionFactory(tidy::ClangTidyASTConsumerFactory &Factory, const Options &Opts, bool TorchOnly, FileResult &Result)
      : Factory(Factory), Opts(Opts), TorchOnly(TorchOnly), Result(Result) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Factory, Opts, TorchOnly, Result);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> Containers, DiagnosticConsumer *Consumer) override {
    Invocation->getDiagnosticOpts().ShowCarets = false; // no "N warnings generated."
    Invocation->getDiagnosticOpts().IgnoreWarnings |= TorchOnly; // the compiler's own are not shown then
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer |= !TorchOnly; // as clang-tidy does
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(Containers), Consumer);
  }

private:
  tidy::ClangTidyASTConsumerFactory &Factory;
  const Options &Opts;
  bool TorchOnly;
  FileResult &Result;
};

/// Also remembers what NOLINT comments hide.
class Consumer : public tidy::ClangTidyDiagnosticConsumer {
public:
  Consumer(tidy::ClangTidyContext &Context, const Options &Opts, FileResult &Result)
      : ClangTidyDiagnosticConsumer(Context, nullptr, /*RemoveIncompatibleErrors=*/true,
                                    /*GetFixesFromNotes=*/Opts.FixNotes),
        Context(Context), Result(Result) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    if (Level != DiagnosticsEngine::Note && Info.hasSourceManager() && Info.getLocation().isValid()) {
      std::string Check = Context.getCheckName(Info.getID());
      llvm::SmallVector<tooling::Diagnostic, 1> Malformed;
      if (StringRef(Check).starts_with("torch-") && Context.shouldSuppressDiagnostic(Level, Info, Malformed))
        remember(Check, Info);
    }
    ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  }

private:
  void remember(const std::string &Check, const Diagnostic &Info) {
    const SourceManager &SM = Info.getSourceManager();
    auto FileOf = [&](SourceLocation L) { return absoluteIn(SM.getFilename(L), Context.getCurrentBuildDirectory()); };
    // As clang-tidy looks for comments: where the text is, and where the macros around it are written.
    for (SourceLocation At = Info.getLocation();; At = SM.getImmediateExpansionRange(At).getBegin()) {
      Result.Suppressed.push_back({Check, FileOf(SM.getSpellingLoc(At)), SM.getSpellingLineNumber(At)});
      if (!At.isMacroID())
        break;
    }
    SourceLocation At = SM.getFileLoc(Info.getLocation());
    llvm::SmallString<256> Message;
    Info.FormatDiagnostic(Message);
    Finding F;
    F.Check = Check;
    F.At.File = FileOf(At);
    F.At.Offset = SM.getFileOffset(At);
    StringRef Text = Message;
    Text.consume_back(" [" + Check + "]");
    F.Message = Text.str();
    Result.Silenced.push_back(std::move(F));
  }

  tidy::ClangTidyContext &Context;
  FileResult &Result;
};

/// The commands of one job as a database: clang's tools ask for nothing else.
class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(const Job &J) : J(J) {}
  std::vector<tooling::CompileCommand> getCompileCommands(StringRef) const override { return J.Commands; }

private:
  const Job &J;
};

std::vector<Edit> editsOf(const llvm::StringMap<tooling::Replacements> &Fix, StringRef Folder) {
  std::vector<Edit> Out;
  for (const auto &File : Fix)
    for (const tooling::Replacement &R : File.second)
      Out.push_back({absoluteIn(R.getFilePath(), Folder), R.getOffset(), R.getLength(), R.getReplacementText().str()});
  return Out;
}

std::vector<Span> rangesOf(const tooling::DiagnosticMessage &Message, StringRef Folder) {
  std::vector<Span> Out;
  for (const tooling::FileByteRange &R : Message.Ranges)
    Out.push_back({absoluteIn(R.FilePath, Folder), R.FileOffset, R.Length});
  return Out;
}

Finding toFinding(const tidy::ClangTidyError &Error, StringRef MainFile, Sources &Where) {
  Finding F;
  F.Check = Error.DiagnosticName;
  F.MainFile = MainFile.str();
  F.BuildDirectory = Error.BuildDirectory;
  F.WarningAsError = Error.IsWarningAsError;
  F.Level = Error.DiagLevel == tooling::Diagnostic::Error || Error.IsWarningAsError ? Severity::Error
            : Error.DiagLevel == tooling::Diagnostic::Remark                         ? Severity::Note
                                                                                     : Severity::Warning;
  StringRef Folder = Error.BuildDirectory;
  F.At = Where.place(absoluteIn(Error.Message.FilePath, Folder), Error.Message.FileOffset);
  F.Message = Error.Message.Message;
  F.Ranges = rangesOf(Error.Message, Folder);
  F.Edits = editsOf(Error.Message.Fix, Folder);
  for (const tooling::DiagnosticMessage &N : Error.Notes)
    F.Notes.push_back({Where.place(absoluteIn(N.FilePath, Folder), N.FileOffset), N.Message, rangesOf(N, Folder),
                       editsOf(N.Fix, Folder)});
  return F;
}

std::unique_ptr<tidy::ClangTidyOptionsProvider> configuration(const Options &Opts, tidy::ClangTidyGlobalOptions Global,
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

ExtraFlags extraFlags(const Options &Opts, const tidy::ClangTidyOptions &Configured) {
  ExtraFlags Out{Opts.ExtraArgsBefore, Opts.ExtraArgs, Opts.RemovedArgs};
  llvm::append_range(Out.Before, Configured.ExtraArgsBefore.value_or(tidy::ClangTidyOptions::ArgList()));
  llvm::append_range(Out.After, Configured.ExtraArgs.value_or(tidy::ClangTidyOptions::ArgList()));
  llvm::append_range(Out.Removed, Configured.RemovedArgs.value_or(tidy::ClangTidyOptions::ArgList()));
  return Out;
}

} // namespace

FileResult Driver::run(const Job &J) {
  ++TorchTidyModuleAnchorSource; // keeps the module linked in
  FileResult Result;
  tidy::ClangTidyGlobalOptions Global;
  if (!Opts.LineFilter.empty())
    if (std::error_code Error = tidy::parseLineFilter(Opts.LineFilter, Global)) {
      Result.ConfigError = "--line-filter: " + Error.message();
      return Result;
    }
  auto Inner = configuration(Opts, Global, Result.ConfigError);
  if (!Inner)
    return Result;
  tidy::ClangTidyContext Context(std::make_unique<OptionsProvider>(std::move(Inner), Global, Opts));
  Context.setCurrentFile(J.File);
  if (isPythonSource(J.File)) {
    runPython(J, *Files, Context, Opts, Result);
    return Result;
  }
  std::vector<std::string> Names = tidy::getCheckNames(Context.getOptionsForFile(J.File), false, false);
  if (Names.empty() && !Opts.AllowNoChecks) {
    Result.NoChecks = true;
    return Result;
  }
  bool TorchOnly = llvm::all_of(Names, [](StringRef N) { return N.starts_with("torch-"); });
  auto FileSystem = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Files);
  if (!Opts.VfsOverlay.empty()) {
    auto Buffer = llvm::MemoryBuffer::getFile(Opts.VfsOverlay);
    auto Overlay = Buffer ? llvm::vfs::getVFSFromYAML(std::move(*Buffer), nullptr, Opts.VfsOverlay) : nullptr;
    if (!Overlay) {
      Result.ConfigError = "cannot read the overlay '" + Opts.VfsOverlay + "'";
      return Result;
    }
    FileSystem->pushOverlay(std::move(Overlay));
  }
  Context.setEnableProfiling(Opts.Profile);
  if (!Opts.StoreProfile.empty())
    Context.setProfileStoragePrefix(absoluteIn(Opts.StoreProfile, ""));
  Consumer Diagnostics(Context, Opts, Result);
  auto DiagOptions = std::make_unique<DiagnosticOptions>();
  DiagnosticsEngine Engine(DiagnosticIDs::create(), *DiagOptions, &Diagnostics, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOptions), &Engine);

  Result.FormatStyle = Context.getOptionsForFile(J.File).FormatStyle.value_or("");
  OneCommand Database(J);
  tooling::ClangTool Tool(Database, {J.File}, std::make_shared<PCHContainerOperations>(), FileSystem);
  Tool.clearArgumentsAdjusters();
  Tool.appendArgumentsAdjuster(tooling::getClangSyntaxOnlyAdjuster());
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());
  ExtraFlags Extra = extraFlags(Opts, Context.getOptionsForFile(J.File));
  // Nobody sees the compiler's warnings: it need not look for them. Those that are errors by default are warnings to
  // GCC and nvcc (narrowing of what is no constant), so they must not make a file one that does not compile.
  if (TorchOnly)
    llvm::append_range(Extra.After, llvm::ArrayRef<std::string>{"-w", "-Wno-everything"});
  Tool.appendArgumentsAdjuster(normalForm(std::move(Extra)));
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      {"-resource-dir", resourceFolder()}, tooling::ArgumentInsertPosition::BEGIN));
  Tool.mapVirtualFile(CudaHostHeader, CudaHostText);
  Tool.setDiagnosticConsumer(&Diagnostics);
  Tool.setPrintErrorMessage(false);
  tidy::ClangTidyASTConsumerFactory Factory(Context, FileSystem);
  ActionFactory Actions(Factory, Opts, TorchOnly, Result);
  Tool.run(&Actions);

  Sources Where(FileSystem);
  for (const tidy::ClangTidyError &Error : Diagnostics.take()) {
    Finding F = toFinding(Error, J.File, Where);
    F.Scope = Result.Declarations.at(F.At.File, F.At.Offset).str();
    if (F.isCompileError()) {
      if (Result.CompileErrors++ == 0)
        Result.FirstError = F.Message;
    }
    Result.Findings.push_back(std::move(F));
  }
  for (Finding &F : Result.Silenced) {
    F.At = Where.place(F.At.File, F.At.Offset);
    F.Scope = Result.Declarations.at(F.At.File, F.At.Offset).str();
    F.MainFile = J.File;
  }
  return Result;
}

std::string checksFor(const Options &Opts, StringRef File) {
  std::string Error;
  auto Inner = configuration(Opts, {}, Error);
  return Inner ? OptionsProvider(std::move(Inner), {}, Opts).getOptions(File).Checks.value_or("") : std::string();
}

} // namespace torchtidy
