// The places where torch-clangd takes part in clangd: functions of clangd and Clang which the linker's --wrap sends here.
// Their names in the linker's words stand in CMakeLists.txt too, which looks for them in clangd's archives.
#include "Bodies.h"
#include "CheckGlobs.h"
#include "CompileCommands.h"
#include "CudaHost.h"
#include "Filter.h"
#include "Nvcc.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <cstdio>
#include <optional>

using namespace clang;
using llvm::StringRef;

#define TORCH_TIDY_WRAP(Name) __asm__("__wrap_" Name)
#define TORCH_TIDY_REAL(Name) __asm__("__real_" Name)

namespace torchtidy::seams {

#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
std::optional<bool> realIsFast(StringRef Check) TORCH_TIDY_REAL(IS_FAST);

#define OPTIONS_FOR \
  "_ZN5clang6clangd21getTidyOptionsForFileEN4llvm12function_refIFvRNS_4tidy16ClangTidyOptionsENS1_9StringRefEEEES6_"
using TidyProvider = llvm::function_ref<void(tidy::ClangTidyOptions &, StringRef)>;
tidy::ClangTidyOptions realOptionsFor(TidyProvider Provider, StringRef File) TORCH_TIDY_REAL(OPTIONS_FOR);

#define BUILD_PREAMBLE \
  "_ZN5clang19PrecompiledPreamble5BuildERKNS_18CompilerInvocationEPKN4llvm12MemoryBufferENS_14PreambleBoundsENS4_" \
  "18IntrusiveRefCntPtrINS_17DiagnosticsEngineEEENS9_INS4_3vfs10FileSystemEEESt10shared_ptrINS_22PCHContainerOperations" \
  "EEbNS4_9StringRefERNS_17PreambleCallbacksE"
llvm::ErrorOr<PrecompiledPreamble> realBuild(const CompilerInvocation &, const llvm::MemoryBuffer *, PreambleBounds,
                                             llvm::IntrusiveRefCntPtr<DiagnosticsEngine>,
                                             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>,
                                             std::shared_ptr<PCHContainerOperations>, bool, StringRef,
                                             PreambleCallbacks &) TORCH_TIDY_REAL(BUILD_PREAMBLE);

#define NEW_TRANSPORT "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_bNS0_15JSONStreamStyleE"
std::unique_ptr<clangd::Transport> realTransport(std::FILE *, llvm::raw_ostream &, llvm::raw_ostream *, bool,
                                                 clangd::JSONStreamStyle) TORCH_TIDY_REAL(NEW_TRANSPORT);

// Members of classes: the object comes first.
#define MANGLE "_ZNK5clang6clangd14CommandManglerclERNS_7tooling14CompileCommandEN4llvm9StringRefE"
void realMangle(const void *Mangler, tooling::CompileCommand &, StringRef File) TORCH_TIDY_REAL(MANGLE);

#define VIEW "_ZNK5clang6clangd12ThreadsafeFS4viewEN4llvm9StringRefE"
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;
FileSystem realView(const void *Files, StringRef Folder) TORCH_TIDY_REAL(VIEW);

} // namespace torchtidy::seams

using namespace torchtidy::seams;

namespace {

/// clangd's own callbacks, but for which bodies are skipped.
class Callbacks : public PreambleCallbacks {
public:
  explicit Callbacks(PreambleCallbacks &Inner) : Inner(Inner) {}
  void BeforeExecute(CompilerInstance &CI) override {
    Sources = &CI.getSourceManager();
    Inner.BeforeExecute(CI);
  }
  void AfterExecute(CompilerInstance &CI) override { Inner.AfterExecute(CI); }
  void AfterPCHEmitted(ASTWriter &Writer) override { Inner.AfterPCHEmitted(Writer); }
  void HandleTopLevelDecl(DeclGroupRef Group) override { Inner.HandleTopLevelDecl(Group); }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override { return Inner.createPPCallbacks(); }
  CommentHandler *getCommentHandler() override { return Inner.getCommentHandler(); }
  bool shouldSkipFunctionBody(Decl *D) override {
    return torchtidy::skipsBody(*D, *Sources) && Inner.shouldSkipFunctionBody(D);
  }

private:
  PreambleCallbacks &Inner;
  const SourceManager *Sources = nullptr;
};

/// The files of the disk, and CudaHostHeader.
class WithCudaHost : public llvm::vfs::ProxyFileSystem {
public:
  explicit WithCudaHost(torchtidy::seams::FileSystem Disk)
      : ProxyFileSystem(std::move(Disk)), Builtins(llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>()) {
    Builtins->addFile(torchtidy::CudaHostHeader, 0, llvm::MemoryBuffer::getMemBuffer(torchtidy::CudaHostText));
  }
  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override { return at(Path).status(Path); }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override {
    return at(Path).openFileForRead(Path);
  }

private:
  llvm::vfs::FileSystem &at(const llvm::Twine &Path) {
    llvm::SmallString<256> Memory;
    if (Path.toStringRef(Memory).starts_with(llvm::sys::path::parent_path(torchtidy::CudaHostHeader)))
      return *Builtins;
    return getUnderlyingFS();
  }
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Builtins;
};

/// --clang-tidy=0, wherever it was said: on the command line or in CLANGD_FLAGS.
bool isOff() {
  auto &Known = llvm::cl::getRegisteredOptions();
  auto It = Known.find("clang-tidy");
  return It != Known.end() && !static_cast<llvm::cl::opt<bool> *>(It->second)->getValue();
}

} // namespace

/// clangd runs a check only if it is known to be fast, or FastCheckFilter is given. Ours are.
std::optional<bool> wrappedIsFast(StringRef Check) TORCH_TIDY_WRAP(IS_FAST);
std::optional<bool> wrappedIsFast(StringRef Check) {
  if (Check.starts_with("torch-"))
    return true;
  return realIsFast(Check);
}

/// Turns the torch checks on, as the user's .clang-tidy and .clangd say.
tidy::ClangTidyOptions wrappedOptionsFor(TidyProvider Provider, StringRef File) TORCH_TIDY_WRAP(OPTIONS_FOR);
tidy::ClangTidyOptions wrappedOptionsFor(TidyProvider Provider, StringRef File) {
  tidy::ClangTidyOptions Options = realOptionsFor(Provider, File);
  if (isOff()) {
    Options.Checks = "-*"; // an empty list is laid over our module's own, which is on by itself
    return Options;
  }
  std::string Checks = Options.Checks.value_or("");
  Options.Checks = Checks + "," + torchtidy::torchGlobs(Checks);
  return Options;
}

/// Keeps the bodies of the user's headers, which clangd's preamble leaves out.
llvm::ErrorOr<PrecompiledPreamble> wrappedBuild(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *Text,
                                                PreambleBounds Bounds,
                                                llvm::IntrusiveRefCntPtr<DiagnosticsEngine> Diagnostics,
                                                llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                                std::shared_ptr<PCHContainerOperations> Containers, bool InMemory,
                                                StringRef Folder, PreambleCallbacks &Theirs) TORCH_TIDY_WRAP(BUILD_PREAMBLE);
llvm::ErrorOr<PrecompiledPreamble> wrappedBuild(const CompilerInvocation &Invocation, const llvm::MemoryBuffer *Text,
                                                PreambleBounds Bounds,
                                                llvm::IntrusiveRefCntPtr<DiagnosticsEngine> Diagnostics,
                                                llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                                std::shared_ptr<PCHContainerOperations> Containers, bool InMemory,
                                                StringRef Folder, PreambleCallbacks &Theirs) {
  CompilerInvocation Ours(Invocation);
  for (const char *Prefix : torchtidy::TorchHeaderPrefixes)
    Ours.getHeaderSearchOpts().AddSystemHeaderPrefix(Prefix, /*IsSystemHeader=*/true);
  Ours.getLangOpts().PCHInstantiateTemplates = true;
  Callbacks Both(Theirs);
  return realBuild(Ours, Text, Bounds, std::move(Diagnostics), std::move(Files), std::move(Containers), InMemory, Folder,
                   Both);
}

/// Gives a CUDA source the flags with which torch-tidy reads it, before clangd's own and those of .clangd.
void wrappedMangle(const void *Mangler, tooling::CompileCommand &Command, StringRef File) TORCH_TIDY_WRAP(MANGLE);
void wrappedMangle(const void *Mangler, tooling::CompileCommand &Command, StringRef File) {
  torchtidy::spellForClang(Command, *llvm::vfs::getRealFileSystem());
  if (torchtidy::isCuda(File, Command.CommandLine))
    Command.CommandLine = torchtidy::normalForm({})(Command.CommandLine, File);
  realMangle(Mangler, Command, File);
}

/// The header that these flags name is on no disk.
FileSystem wrappedView(const void *Files, StringRef Folder) TORCH_TIDY_WRAP(VIEW);
FileSystem wrappedView(const void *Files, StringRef Folder) {
  return llvm::makeIntrusiveRefCnt<WithCudaHost>(realView(Files, Folder));
}

/// Lays the filter between clangd and its client.
std::unique_ptr<clangd::Transport> wrappedTransport(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror,
                                                    bool Pretty, clangd::JSONStreamStyle Style) TORCH_TIDY_WRAP(NEW_TRANSPORT);
std::unique_ptr<clangd::Transport> wrappedTransport(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror,
                                                    bool Pretty, clangd::JSONStreamStyle Style) {
  return torchtidy::filtered(realTransport(In, Out, Mirror, Pretty, Style));
}
