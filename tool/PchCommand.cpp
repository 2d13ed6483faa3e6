#include "PchCommand.h"
#include "CompileCommands.h"
#include "Paths.h"
#include "ResourceFolder.h"
#include "Schedule.h"
#include "cache/PchMaker.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace torchtidy {

using llvm::StringRef;

namespace {

/// What most programs include, the most of it first: the first that is there is precompiled.
constexpr const char *Umbrellas[] = {"torch/torch.h", "torch/extension.h", "torch/script.h", "torch/types.h", "ATen/ATen.h"};

/// The one command of the run, as the compiler takes it.
class Takes : public tooling::ToolAction {
public:
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Manager,
                     std::shared_ptr<PCHContainerOperations>, DiagnosticConsumer *) override {
    Folders = searchFolders(*Invocation, *Manager);
    Command = std::move(Invocation);
    return true;
  }
  std::shared_ptr<CompilerInvocation> Command;
  std::vector<SearchFolder> Folders;
};

int fail(const llvm::Twine &Why) {
  llvm::errs() << "torch-tidy: cache pch: " << Why << "\n";
  return 2;
}

/// The command to take the flags from: of a file, or of none.
std::vector<std::string> commandLine(const Options &Opts, std::string &Folder, std::string &Problem) {
  if (Opts.Files.empty()) {
    std::vector<std::string> Out{"clang++"};
    llvm::append_range(Out, Opts.FixedFlags);
    return Out;
  }
  auto Files = ownFileSystem();
  Job J = CompileCommands(Opts, *Files).jobFor(absoluteIn(Opts.Files.front(), ""));
  Problem = J.Problem;
  if (J.Commands.empty()) {
    Problem = Problem.empty() ? "no compile command" : Problem;
    return {};
  }
  Folder = J.Commands.front().Directory;
  std::vector<std::string> Out;
  for (const std::string &Word : J.Commands.front().CommandLine)
    if (Word != J.Commands.front().Filename && absoluteIn(Word, Folder) != J.File && Word != "--")
      Out.push_back(Word);
  return Out;
}

} // namespace

int cachePch(const Options &Opts) {
  auto Cache = openCache(Opts);
  if (!Cache)
    return 2;
  std::string Here = absoluteIn(".", ""), Problem;
  std::vector<std::string> Line = commandLine(Opts, Here, Problem);
  if (!Problem.empty())
    return fail(Opts.Files.front() + ": " + Problem);
  if (Opts.Files.empty() && !Opts.HasFixedFlags)
    return fail("give a file of the project, or the compiler's flags after --");
  std::vector<std::string> Normal = normalForm({Opts.ExtraArgsBefore, Opts.ExtraArgs, Opts.RemovedArgs})(Line, "x.cpp");

  std::string Text;
  for (const std::string &Word : Normal)
    Text += Word + "\n";
  std::string Recipe = hashOf(Text + Here).hex(), Stem = Cache->recipePath(Recipe);
  std::string Source = Stem + ".cpp"; // nothing is there
  auto Files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(ownFileSystem());
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Memory->addFile(Source, 0, llvm::MemoryBuffer::getMemBuffer(""));
  Files->pushOverlay(Memory);
  Files->setCurrentWorkingDirectory(Here);
  tooling::FixedCompilationDatabase Database(Here, std::vector<std::string>(Normal.begin() + 1, Normal.end()));
  tooling::ClangTool Tool(Database, {Source}, std::make_shared<PCHContainerOperations>(), Files);
  IgnoringDiagConsumer Ignore;
  Tool.setDiagnosticConsumer(&Ignore);
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster({"-resource-dir", resourceFolder()},
                                                                  tooling::ArgumentInsertPosition::BEGIN));
  Takes Taken;
  Tool.run(&Taken);
  if (!Taken.Command)
    return fail("the compiler does not take these flags");
  IncludeScan Scan(*Files, Taken.Folders);
  MadePch Made;
  UmbrellaText Header;
  Made.Facts.Failure = "no libtorch header in the include folders of these flags; add its folders with -isystem";
  for (const char *Name : Umbrellas) {
    if (Made.Facts.Failure.empty() || Scan.resolve({Name, true}, "").first.empty())
      continue;
    llvm::errs() << "precompiling <" << Name << ">...\n";
    Header = umbrellaText({Name});
    Header.Name = Stem + ".h"; // a real file: who uses the precompiled one looks at it
    Made = makePchFor(*Taken.Command, Header, Files);
  }
  if (!Made.Facts.Failure.empty())
    return fail(Made.Facts.Failure);
  if (!Cache->putRecipe(Recipe + ".h", Header.Text) ||
      !Cache->putRecipe(Recipe + ".pch", StringRef(Made.Bytes.data(), Made.Bytes.size())))
    return fail(Cache->problem());
  llvm::outs() << "--extra-arg=-include-pch\n--extra-arg=" << Stem << ".pch\n";
  for (size_t I = 1; I < Line.size(); ++I)
    if (!llvm::is_contained(Normal, Line[I]) && Line[I] != "-c" && Line[I] != "-o")
      llvm::outs() << "--removed-arg=" << Line[I] << "\n";
  return 0;
}

} // namespace torchtidy
