#include "Driver.h"
#include "BodyPolicy.h"
#include "Configuration.h"
#include "CudaHost.h"
#include "Explain.h"
#include "PythonFiles.h"
#include "Analyses.h"
#include "Paths.h"
#include "ResourceFolder.h"
#include "Scopes.h"
#include "Sources.h"
#include "Workers.h"
#include "cache/OperatorHeaders.h"
#include "cache/OrderCheck.h"
#include "cache/PchMaker.h"
#include "cache/ResultCache.h"
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

/// Looks at the AST after the checks: explanations and statistics.
class Afterwards : public ASTConsumer {
public:
  Afterwards(const Options &Opts, StringRef File, FileResult &Result, Scopes &Declarations)
      : Opts(Opts), File(File), Result(Result), Declarations(Declarations) {}
  void HandleTranslationUnit(ASTContext &Context) override {
    const SourceManager &SM = Context.getSourceManager();
    if (auto Current = SM.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory())
      Folder = *Current;
    noteFiles(SM);
    Declarations.collect(Context, [&](StringRef Name) { return absoluteIn(Name, Folder); });
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
  Scopes &Declarations;
};

/// How a parse uses the prefilter and the header cache.
struct HeaderUse {
  Prefilter *Filter = nullptr; ///< null: not at all
  Prefilter::Answer Filtered;
  HeaderCache *Cache = nullptr; ///< null: not at all
  llvm::IntrusiveRefCntPtr<OperatorHeaders> Operators; ///< null: all of them are parsed
  HeaderCache::Make How = HeaderCache::Make::No;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Builtins;
  llvm::IntrusiveRefCntPtr<ReadLog> Log;
  HeaderCache::Choice Chosen;
  std::string Conflict; ///< why the parse cannot stand for one without

  /// \returns whether there is anything to parse.
  bool choose(CompilerInvocation &Command, FileManager &Files, const std::string &MainFile) {
    if (Operators)
      Operators->leaveAll(); // of this file's command before
    IncludeScan Scan(Files.getVirtualFileSystem(), searchFolders(Command, Files));
    if (Filter)
      Filtered = Filter->ask(Command, Scan, MainFile);
    if (Filtered.Nothing)
      return false;
    chooseHeader(Command, Files, Scan, MainFile);
    const PreprocessorOptions &Options = Command.getPreprocessorOpts();
    if (Operators && Command.getLangOpts().CPlusPlus && Options.ImplicitPCHInclude.empty())
      Operators->leaveOut(Scan, userFiles(Scan, MainFile, Options.Includes));
    return true;
  }

private:
  void chooseHeader(CompilerInvocation &Command, FileManager &Files, IncludeScan &Scan, const std::string &MainFile) {
    // One that the user names is used, and nothing else.
    std::string &Pch = Command.getPreprocessorOpts().ImplicitPCHInclude;
    if (!Cache || !Command.getLangOpts().CPlusPlus || !Pch.empty())
      return;
    Chosen = Cache->choose(Command, Files, Scan, MainFile, How);
    if (!Chosen.Facts)
      return;
    Pch = Cache->path(*Chosen.Facts);
    Log->passBy(Pch);
    UmbrellaText Header = umbrellaText(Chosen.Facts->Umbrellas);
    Builtins->addFile(Header.Name, 0, llvm::MemoryBuffer::getMemBufferCopy(Header.Text));
  }
};

/// The parse is over.
class ParseEnds : public ASTConsumer {
  void HandleTranslationUnit(ASTContext &) override { Workers::mark(); }
};

class Action : public ASTFrontendAction {
public:
  Action(tidy::ClangTidyASTConsumerFactory &Factory, const Options &Opts, bool TorchOnly, FileResult &Result,
         Scopes &Declarations, HeaderUse &Headers)
      : Factory(Factory), Opts(Opts), TorchOnly(TorchOnly), Result(Result), Declarations(Declarations), Headers(Headers) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef File) override {
    bool Skip = TorchOnly && Opts.SkipBodies;
    CI.getFrontendOpts().SkipFunctionBodies = Skip;
    std::vector<std::unique_ptr<ASTConsumer>> All;
    All.push_back(std::make_unique<ParseEnds>());
    All.push_back(std::make_unique<BodyPolicy>(CI, TorchOnly));
    if (std::unique_ptr<ASTConsumer> Watch = Headers.Operators ? Headers.Operators->watch() : nullptr)
      All.push_back(std::move(Watch));
    if (Headers.Chosen.Facts)
      All.push_back(watchOrder(CI, Headers.Chosen.Facts, Headers.Conflict));
    All.push_back(Factory.createASTConsumer(CI, File));
    All.push_back(std::make_unique<Afterwards>(Opts, File, Result, Declarations));
    return std::make_unique<MultiplexConsumer>(std::move(All));
  }

private:
  tidy::ClangTidyASTConsumerFactory &Factory;
  const Options &Opts;
  bool TorchOnly;
  FileResult &Result;
  Scopes &Declarations;
  HeaderUse &Headers;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  ActionFactory(tidy::ClangTidyASTConsumerFactory &Factory, const Options &Opts, bool TorchOnly, FileResult &Result,
                Scopes &Declarations, HeaderUse &Headers)
      : Factory(Factory), Opts(Opts), TorchOnly(TorchOnly), Result(Result), Declarations(Declarations), Headers(Headers) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Factory, Opts, TorchOnly, Result, Declarations, Headers);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> Containers, DiagnosticConsumer *Consumer) override {
    Invocation->getDiagnosticOpts().ShowCarets = false; // no "N warnings generated."
    Invocation->getDiagnosticOpts().IgnoreWarnings |= TorchOnly; // the compiler's own are not shown then
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer |= !TorchOnly; // as clang-tidy does
    std::string Here = *Files->getVirtualFileSystem().getCurrentWorkingDirectory();
    // As names of headers come out of them, they are the same in every folder.
    for (auto &Entry : Invocation->getHeaderSearchOpts().UserEntries)
      if (TorchOnly && !llvm::sys::path::is_absolute(Entry.Path) && !StringRef(Entry.Path).starts_with("="))
        Entry.Path = folderKey(Entry.Path, Here);
    const auto &Inputs = Invocation->getFrontendOpts().Inputs;
    if (TorchOnly && Opts.SkipBodies && Inputs.size() == 1 &&
        !Headers.choose(*Invocation, *Files, absoluteIn(Inputs[0].getFile(), Here)))
      return true;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(Containers), Consumer);
  }

private:
  tidy::ClangTidyASTConsumerFactory &Factory;
  const Options &Opts;
  bool TorchOnly;
  FileResult &Result;
  Scopes &Declarations;
  HeaderUse &Headers;
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

ExtraFlags extraFlags(const Options &Opts, const tidy::ClangTidyOptions &Configured) {
  ExtraFlags Out{Opts.ExtraArgsBefore, Opts.ExtraArgs, Opts.RemovedArgs};
  llvm::append_range(Out.Before, Configured.ExtraArgsBefore.value_or(tidy::ClangTidyOptions::ArgList()));
  llvm::append_range(Out.After, Configured.ExtraArgs.value_or(tidy::ClangTidyOptions::ArgList()));
  llvm::append_range(Out.Removed, Configured.RemovedArgs.value_or(tidy::ClangTidyOptions::ArgList()));
  return Out;
}

} // namespace

/// What a parse would say of a file in which there is nothing.
void Driver::noteFiltered(Prefilter::Answer &Filtered, ReadLog &Log, Parsed &Out) {
  Out.Result.How = FileResult::Answer::Filtered;
  Out.Result.Statistics = "not parsed, has nothing that a finding needs";
  for (const std::string &File : Filtered.UserFiles)
    if (auto Text = Log.getBufferForFile(File))
      Out.Result.Read[File] = textHash((*Text)->getBuffer());
  Out.Result.UserFiles = std::move(Filtered.UserFiles);
  llvm::append_range(Out.UsedHeaders, Filtered.Headers);
}

Driver::Parsed Driver::parse(const Job &J, bool WithHeaders, bool AllOperators) {
  ++TorchTidyModuleAnchorSource; // keeps the module linked in
  Parsed Out;
  FileResult &Result = Out.Result;
  auto Settings = configuration(Opts, Result.ConfigError);
  if (!Settings)
    return Out;
  auto Log = llvm::makeIntrusiveRefCnt<ReadLog>(Files);
  if (isPythonSource(J.File)) {
    std::optional<tidy::ClangTidyContext> Asked;
    auto Ask = [&]() -> tidy::ClangTidyContext & { return Asked ? *Asked : Asked.emplace(std::move(Settings)); };
    runPython(J, *Log, Ask, Opts, Result);
    Out.Read = Log->dependencies();
    Out.Keep = true;
    return Out;
  }
  tidy::ClangTidyContext Context(std::move(Settings));
  Context.setCurrentFile(J.File);
  std::vector<std::string> Names = tidy::getCheckNames(Context.getOptionsForFile(J.File), false, false);
  if (Names.empty() && !Opts.AllowNoChecks) {
    Result.NoChecks = true;
    return Out;
  }
  bool TorchOnly = llvm::all_of(Names, [](StringRef N) { return N.starts_with("torch-"); });
  auto Operators = llvm::makeIntrusiveRefCnt<OperatorHeaders>(Log);
  auto FileSystem = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Operators);
  if (!Opts.VfsOverlay.empty()) {
    auto Buffer = llvm::MemoryBuffer::getFile(Opts.VfsOverlay);
    auto Overlay = Buffer ? llvm::vfs::getVFSFromYAML(std::move(*Buffer), nullptr, Opts.VfsOverlay) : nullptr;
    if (!Overlay) {
      Result.ConfigError = "cannot read the overlay '" + Opts.VfsOverlay + "'";
      return Out;
    }
    FileSystem->pushOverlay(std::move(Overlay));
  }
  HeaderUse Use;
  Use.Builtins = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Use.Builtins->addFile(CudaHostHeader, 0, llvm::MemoryBuffer::getMemBuffer(CudaHostText));
  FileSystem->pushOverlay(Use.Builtins);
  Use.Log = Log;
  Use.Operators = AllOperators ? nullptr : Operators;
  Use.Cache = WithHeaders ? Headers : nullptr;
  Use.Filter = Opts.Run == Options::Command::Explain ? nullptr : Filter; // explanations are about every function
  Use.How = How;
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
  Tool.setDiagnosticConsumer(&Diagnostics);
  Tool.setPrintErrorMessage(false);
  tidy::ClangTidyASTConsumerFactory Factory(Context, FileSystem);
  Scopes Declarations;
  ActionFactory Actions(Factory, Opts, TorchOnly, Result, Declarations, Use);
  Tool.run(&Actions);

  Sources Where(FileSystem);
  for (const tidy::ClangTidyError &Error : Diagnostics.take()) {
    Finding F = toFinding(Error, J.File, Where);
    F.Scope = Declarations.at(F.At.File, F.At.Offset).str();
    if (F.isCompileError()) {
      if (Result.CompileErrors++ == 0)
        Result.FirstError = F.Message;
    }
    Result.Findings.push_back(std::move(F));
  }
  for (Finding &F : Result.Silenced) {
    F.At = Where.place(F.At.File, F.At.Offset);
    F.Scope = Declarations.at(F.At.File, F.At.Offset).str();
    F.MainFile = J.File;
  }
  // What stock checks look at besides the text is not known here.
  Out.Keep = TorchOnly && !Log->torn();
  Out.Read = Log->dependencies();
  Out.WithHeaders = Use.Chosen.Facts != nullptr;
  if (Out.WithHeaders)
    Out.UsedHeaders.push_back(Use.Chosen.Facts->Headers);
  if (Use.Filtered.Nothing)
    noteFiltered(Use.Filtered, *Log, Out);
  Out.Conflict = Use.Conflict;
  Out.WhyPlain = Use.Chosen.Why;
  Out.LeftOut = Operators->any();
  Out.MissedOperator = Operators->missed();
  return Out;
}

static constexpr const char *HasErrors = "it has compile errors";

FileResult Driver::run(const Job &J, std::optional<Hash> Key) {
  Parsed P = parse(J, Headers != nullptr, !Opts.LeaveOut);
  std::string Why = P.Conflict;
  // Errors are told as a plain parse tells them.
  if (P.WithHeaders && Why.empty() && P.Result.CompileErrors)
    Why = HasErrors;
  if (P.WithHeaders && !Why.empty())
    P = parse(J, false, /*AllOperators=*/!Opts.LeaveOut || P.Result.CompileErrors);
  std::string WhyAll;
  if (P.LeftOut && P.Result.CompileErrors)
    WhyAll = HasErrors;
  else if (!P.MissedOperator.empty())
    WhyAll = "'" + P.MissedOperator + "' is meant without being named";
  if (!WhyAll.empty())
    P = parse(J, false, /*AllOperators=*/true);
  P.Result.WhyAll = WhyAll;
  if (P.WithHeaders)
    P.Result.How = FileResult::Answer::WithHeaders;
  P.Result.Why = Why.empty() ? P.WhyPlain : Why;
  if (Cache && Key && P.Keep)
    ResultCache::keep(*Cache, *Key, P.Result, std::move(P.Read), std::move(P.UsedHeaders));
  if (Cache)
    P.Result.CacheProblem = Cache->problem();
  return std::move(P.Result);
}

std::string checksFor(const Options &Opts, StringRef File) {
  std::string Error;
  auto Settings = configuration(Opts, Error);
  return Settings ? Settings->getOptions(File).Checks.value_or("") : std::string();
}

} // namespace torchtidy
