#include "cache/PchMaker.h"
#include "BodyPolicy.h"
#include "CudaHost.h"
#include "api/UserCode.h"
#include "cache/Store.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTWriter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace torchtidy {

using llvm::StringRef;

bool isBuiltin(StringRef Include) {
  return Include == CudaHostHeader || llvm::sys::path::filename(Include) == "__clang_cuda_runtime_wrapper.h";
}

namespace {

/// The size that most precompiled headers stay under: a buffer that grows later is held twice.
constexpr size_t UsualBytes = 112 << 20;

/// Writes down what is included from where.
class Recorder : public PPCallbacks {
public:
  Recorder(const SourceManager &SM, PchFacts &Facts, std::string Folder) : SM(SM), Facts(Facts), Here(std::move(Folder)) {}

  void InclusionDirective(SourceLocation Hash, const Token &, StringRef Name, bool IsAngled, CharSourceRange,
                          OptionalFileEntryRef File, StringRef SearchPath, StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    if (!File) {
      Facts.Nowhere.insert(Name.str());
      return;
    }
    uint32_t To = index(*File);
    FileID From = SM.getFileID(SM.getExpansionLoc(Hash));
    OptionalFileEntryRef Includer = SM.getFileEntryRefForID(From);
    if (From == SM.getMainFileID()) {
      Facts.UmbrellaFiles.push_back(To);
    } else if (Includer) {
      std::vector<uint32_t> &Of = Facts.Files[index(*Includer)].Includes;
      Of.push_back(To);
    }
    bool Beside = !IsAngled && Includer && SearchPath == llvm::sys::path::parent_path(Includer->getName());
    if (!Beside)
      found(SearchPath, Name);
  }
  void HasInclude(SourceLocation, StringRef Name, bool, OptionalFileEntryRef File, SrcMgr::CharacteristicKind) override {
    if (!File)
      Facts.Nowhere.insert(Name.str());
    else // which folder it was is not told: the one that its name ends in
      found(StringRef(File->getName()).drop_back(std::min(Name.size() + 1, StringRef(File->getName()).size())), Name);
  }

  void setFolders(const std::vector<SearchFolder> &Folders) {
    for (const SearchFolder &F : Folders)
      Facts.Folders.push_back({F, {}});
  }
  void dropUnused() {
    llvm::erase_if(Facts.Folders, [](const PchFacts::Folder &F) { return F.Names.empty(); });
  }

private:
  void found(StringRef Folder, StringRef Name) {
    for (PchFacts::Folder &F : Facts.Folders)
      if (F.Where.Path == folderKey(Folder, Here))
        F.Names.insert(Name.str());
  }
  uint32_t index(FileEntryRef File) {
    auto [It, New] = Known.try_emplace(pathKey(File.getName(), Here), Facts.Files.size());
    if (New)
      Facts.Files.push_back({It->first, {}});
    return It->second;
  }

  const SourceManager &SM;
  PchFacts &Facts;
  std::string Here;
  std::map<std::string, uint32_t> Known;
};

/// Looks whether a header of the project is among them: then they are not libtorch's alone.
class LooksForUserCode : public ASTConsumer {
public:
  explicit LooksForUserCode(PchFacts &Facts) : Facts(Facts) {}
  void HandleTranslationUnit(ASTContext &Context) override {
    const SourceManager &SM = Context.getSourceManager();
    api::UserCode User(Context);
    for (unsigned I = 0; I < SM.local_sloc_entry_size() && Facts.Failure.empty(); ++I) {
      const SrcMgr::SLocEntry &E = SM.getLocalSLocEntry(I);
      if (!E.isFile() || !E.getFile().getContentCache().OrigEntry)
        continue;
      SourceLocation Begin = SourceLocation::getFromRawEncoding(E.getOffset());
      if (SM.getFileID(Begin) != SM.getMainFileID() && !isBuiltin(SM.getFilename(Begin)) && User.contains(Begin))
        Facts.Failure = "libtorch includes a header of the project";
    }
  }

private:
  PchFacts &Facts;
};

class MakeAction : public ASTFrontendAction {
public:
  MakeAction(MadePch &Out) : Out(Out), Buffer(std::make_shared<PCHBuffer>()) { Buffer->Data.reserve(UsualBytes); }

protected:
  TranslationUnitKind getTranslationUnitKind() override { return TU_Prefix; }
  bool BeginSourceFileAction(CompilerInstance &CI) override {
    CI.getLangOpts().CompilingPCH = true;
    CI.getLangOpts().PCHInstantiateTemplates = true; // once, not at each use
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    std::string Here = CI.getVirtualFileSystem().getCurrentWorkingDirectory().get();
    auto Notes = std::make_unique<Recorder>(CI.getSourceManager(), Out.Facts, Here);
    Notes->setFolders(searchFolders(CI.getInvocation(), CI.getFileManager()));
    Record = Notes.get();
    CI.getPreprocessor().addPPCallbacks(std::move(Notes));
    std::vector<std::unique_ptr<ASTConsumer>> All;
    All.push_back(std::make_unique<BodyPolicy>(CI, false));
    All.push_back(std::make_unique<LooksForUserCode>(Out.Facts));
    All.push_back(std::make_unique<PCHGenerator>(
        CI.getPreprocessor(), CI.getModuleCache(), "torch-tidy.pch", "", Buffer, CI.getCodeGenOpts(),
        CI.getFrontendOpts().ModuleFileExtensions, /*AllowASTWithErrors=*/false, static_cast<bool>(CI.getFrontendOpts().IncludeTimestamps)));
    return std::make_unique<MultiplexConsumer>(std::move(All));
  }
  void EndSourceFileAction() override {
    if (Record)
      Record->dropUnused();
    std::vector<uint64_t> Hashes;
    for (const auto &Entry : getCompilerInstance().getPreprocessor().getIdentifierTable())
      Hashes.push_back(llvm::xxh3_64bits(Entry.getKey()));
    llvm::sort(Hashes);
    Out.Facts.Identifiers.assign(reinterpret_cast<const char *>(Hashes.data()), Hashes.size() * sizeof Hashes[0]);
    if (Buffer->IsComplete)
      Out.Bytes = std::move(Buffer->Data);
  }

private:
  MadePch &Out;
  std::shared_ptr<PCHBuffer> Buffer;
  Recorder *Record = nullptr;
};

/// Remembers the first error.
class FirstError : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    Text = Message.str().str();
  }
  std::string Text;
};

CompilerInvocation withoutTheFile(const CompilerInvocation &Command) {
  CompilerInvocation Out(Command);
  Out.getPreprocessorOpts().Macros.clear();
  Out.getPreprocessorOpts().RemappedFiles.clear();
  llvm::erase_if(Out.getPreprocessorOpts().Includes, [](const std::string &I) { return !isBuiltin(I); });
  Out.getPreprocessorOpts().MacroIncludes.clear();
  Out.getFrontendOpts().OutputFile.clear();
  Out.getDependencyOutputOpts() = {};
  return Out;
}

/// Whether a macro of the command line is tried in the headers at once: a guess that saves a second try.
bool looksRelevant(StringRef Macro) {
  return Macro.starts_with("_") || Macro == "NDEBUG" || Macro.starts_with("C10_") || Macro.starts_with("AT_") ||
         Macro.starts_with("CAFFE2_");
}

MadePch makePch(const CompilerInvocation &Command, const UmbrellaText &Header, const std::map<std::string, std::string> &Macros,
                llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  MadePch Out;
  Out.Facts.Umbrellas = Header.Umbrellas;
  Out.Facts.Macros = Macros;
  auto Log = llvm::makeIntrusiveRefCnt<ReadLog>(std::move(Files));
  auto Builtins = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Builtins->addFile(Header.Name, 0, llvm::MemoryBuffer::getMemBufferCopy(Header.Text));
  Builtins->addFile(CudaHostHeader, 0, llvm::MemoryBuffer::getMemBuffer(CudaHostText));
  auto All = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Log);
  All->pushOverlay(Builtins);

  auto Invocation = std::make_shared<CompilerInvocation>(withoutTheFile(Command));
  for (const auto &[Name, Text] : Macros) {
    bool Undefined = StringRef(Text).starts_with("-");
    Invocation->getPreprocessorOpts().Macros.push_back({Undefined ? Text.substr(1) : Text, Undefined});
  }
  InputKind Kind = Command.getFrontendOpts().Inputs.front().getKind();
  Invocation->getFrontendOpts().Inputs = {FrontendInputFile(Header.Name, Kind.getHeader())};
  FirstError Errors;
  CompilerInstance CI(Invocation);
  CI.setVirtualFileSystem(All);
  CI.createDiagnostics(&Errors, /*ShouldOwnClient=*/false);
  CI.setFileManager(llvm::makeIntrusiveRefCnt<FileManager>(Invocation->getFileSystemOpts(), All));
  CI.createSourceManager();
  MakeAction Action(Out);
  if ((!CI.ExecuteAction(Action) || !Errors.Text.empty()) && Out.Facts.Failure.empty())
    Out.Facts.Failure = Errors.Text.empty() ? "its headers cannot be precompiled" : Errors.Text;
  else if (Log->torn())
    Out.Facts.Failure = "its headers changed while they were read";
  Out.Read = Log->dependencies();
  return Out;
}

} // namespace

UmbrellaText umbrellaText(const std::vector<std::string> &Umbrellas) {
  UmbrellaText Out;
  Out.Umbrellas = Umbrellas;
  for (const std::string &Name : Umbrellas)
    Out.Text += "#include <" + Name + ">\n";
  Out.Name = "/torch-tidy-builtin/" + hashOf(Out.Text).hex() + ".h";
  return Out;
}

Hash commandHash(const CompilerInvocation &Command, const std::vector<std::string> &Umbrellas) {
  CompilerInvocation Left = withoutTheFile(Command);
  Left.getHeaderSearchOpts().UserEntries.clear();
  Left.getHeaderSearchOpts().ModuleCachePath.clear();
  // Not a new object: its bits have no initial values.
  Left.getFrontendOpts().Inputs.clear();
  Left.getCodeGenOpts() = {};
  Left.getDiagnosticOpts() = {};
  Left.getFileSystemOpts() = {};
  std::string Text = programIdentity().hex() + umbrellaText(Umbrellas).Text;
  Left.generateCC1CommandLine([&](const llvm::Twine &Word) { Text += Word.str() + '\n'; });
  return hashOf(Text);
}

MadePch makePchFor(const CompilerInvocation &Command, const UmbrellaText &Umbrella,
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  std::map<std::string, std::string> All = macrosOf(Command), Tried;
  for (const auto &[Name, Text] : All)
    if (looksRelevant(Name))
      Tried[Name] = Text;
  MadePch Made = makePch(Command, Umbrella, Tried, Files);
  bool Again = false;
  for (const auto &[Name, Text] : All)
    if (!Tried.count(Name) && Made.Facts.mentions(Name)) {
      Tried[Name] = Text;
      Again = true;
    }
  return Again ? makePch(Command, Umbrella, Tried, Files) : std::move(Made);
}

} // namespace torchtidy
