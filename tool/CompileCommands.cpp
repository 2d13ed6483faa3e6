#include "CompileCommands.h"
#include "Git.h"
#include "Includers.h"
#include "Nvcc.h"
#include "Paths.h"
#include "PythonFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

using namespace clang::tooling;
using llvm::StringRef;
namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

bool isSourceFile(StringRef File) {
  return llvm::StringSwitch<bool>(path::extension(File).lower())
      .Cases({".cpp", ".cc", ".cxx", ".c++", ".cu", ".c"}, true)
      .Cases({".h", ".hpp", ".hh", ".hxx", ".cuh"}, true)
      .Default(false);
}

std::vector<std::string> includeFolders(const CompileCommand &Command, llvm::ArrayRef<StringRef> Flags) {
  std::vector<std::string> Out;
  for (size_t I = 0; I < Command.CommandLine.size(); ++I) {
    StringRef Folder = Command.CommandLine[I];
    if (llvm::none_of(Flags, [&](StringRef Flag) { return Folder.consume_front(Flag); }))
      continue;
    if (Folder.empty() && I + 1 < Command.CommandLine.size())
      Folder = Command.CommandLine[++I];
    Out.push_back(absoluteIn(Folder, Command.Directory));
  }
  return Out;
}

static std::string absolute(StringRef File) { return absoluteIn(File, ""); }

const CompilationDatabase *CompileCommands::databaseFor(StringRef File) {
  auto Load = [&](StringRef Folder) -> const CompilationDatabase * {
    for (auto &[Where, Db] : Loaded)
      if (Where == Folder)
        return Db.get();
    std::string Error;
    auto Db = CompilationDatabase::loadFromDirectory(Folder, Error);
    llvm::SmallString<256> Json(Folder);
    path::append(Json, "compile_commands.json");
    if (!Db && fs::exists(Json))
      LoadError = Json.str().str() + ": " + StringRef(Error).take_until([](char C) { return C == '\n'; }).str();
    if (Db)
      Db = spelledForClang(inferMissingCompileCommands(std::move(Db)));
    Loaded.emplace_back(Folder.str(), std::move(Db));
    return Loaded.back().second.get();
  };
  if (!Opts.BuildPath.empty()) {
    const CompilationDatabase *Db = Load(absolute(Opts.BuildPath));
    if (!Db && LoadError.empty())
      LoadError = "no compile_commands.json or compile_flags.txt in '" + Opts.BuildPath + "'";
    return Db;
  }
  // Upwards from the file, and in the usual build folders on the way.
  for (std::string Folder = path::parent_path(File).str(); !Folder.empty(); Folder = path::parent_path(Folder).str()) {
    if (const CompilationDatabase *Db = Load(Folder))
      return Db;
    std::error_code Error;
    std::vector<std::string> Builds;
    for (fs::directory_iterator It(Folder, Error), End; It != End && !Error; It.increment(Error)) {
      StringRef Name = path::filename(It->path());
      if (Name.starts_with("build") || Name == "out" || Name.starts_with("cmake-build-"))
        Builds.push_back(It->path());
    }
    llvm::sort(Builds);
    for (const std::string &B : Builds)
      if (const CompilationDatabase *Db = Load(B))
        return Db;
    // Presets build in build/release, out/build/x64 and the like: one level more, where there is a database.
    for (const std::string &B : Builds) {
      std::vector<std::string> Inner;
      for (fs::directory_iterator It(B, Error), End; It != End && !Error; It.increment(Error))
        if (fs::exists(It->path() + "/compile_commands.json"))
          Inner.push_back(It->path());
      llvm::sort(Inner);
      if (!Inner.empty())
        if (const CompilationDatabase *Db = Load(Inner.front()))
          return Db;
    }
    if (Folder == "/")
      break;
  }
  return nullptr;
}

Job CompileCommands::jobFor(const std::string &File) {
  Job J;
  J.File = File;
  if (!Files.exists(File)) {
    J.Problem = "no such file";
    return J;
  }
  if (auto Buffer = Files.getBufferForFile(File); !Buffer) {
    J.Problem = "cannot be read: " + Buffer.getError().message();
    return J;
  }
  if (isPythonSource(File))
    return J; // needs no command
  if (!isSourceFile(File)) {
    J.Problem = checksPython() ? "is no C, C++, CUDA or Python file" : "is no C, C++ or CUDA file";
    return J;
  }
  if (Opts.HasFixedFlags) {
    std::vector<std::string> Line{"clang++"};
    if (isHeaderFile(File))
      Line.insert(Line.end(), {"-x", "c++"});
    Line.insert(Line.end(), Opts.FixedFlags.begin(), Opts.FixedFlags.end());
    Line.push_back(File);
    llvm::SmallString<256> Here;
    fs::current_path(Here);
    J.Commands.emplace_back(Here, File, Line, "");
    return J;
  }
  const CompilationDatabase *Db = databaseFor(File);
  if (Db)
    J.Commands = Db->getCompileCommands(File);
  if (!J.Commands.empty() && Opts.Missing != Options::MissingDb::Infer) {
    std::vector<std::string> Known = Db->getAllFiles();
    if (!Known.empty() && llvm::none_of(Known, [&](const std::string &K) { return absolute(K) == File; }))
      J.Commands.clear();
  }
  // One list of flags for all files says nothing of languages; a header alone would be C.
  if (isHeaderFile(File))
    for (CompileCommand &C : J.Commands)
      if (llvm::none_of(C.CommandLine, [](StringRef Word) { return Word.starts_with("-x") || Word.starts_with("--language"); }))
        C.CommandLine.insert(C.CommandLine.begin() + 1, {"-x", "c++"});
  if (J.Commands.size() > 1)
    J.Commands.resize(1); // one file in several targets: one finding once
  if (J.Commands.empty()) {
    if (Opts.Missing == Options::MissingDb::Skip)
      J.Skipped = true;
    if (!LoadError.empty())
      J.Problem = "no compile command: " + LoadError;
    else
      J.Problem = "no compile command; give a build folder with -p, or the compiler's flags after --";
  }
  return J;
}

/// Whether what is in a folder was made by a build, and not only built in the folder of its sources.
static bool isBuildFolder(StringRef Folder) {
  return (fs::exists(Folder + "/CMakeCache.txt") || fs::exists(Folder + "/build.ninja")) &&
         !fs::exists(Folder + "/CMakeLists.txt");
}

static bool inBuildFolder(StringRef File, StringRef Root) {
  for (StringRef Folder = path::parent_path(File); Folder.size() > Root.size(); Folder = path::parent_path(Folder))
    if (isBuildFolder(Folder))
      return true;
  return false;
}

/// What git knows in a folder; with `Untracked` what it would add.
static std::vector<std::string> gitFiles(const std::string &Folder, bool Untracked) {
  std::vector<StringRef> Arguments{"ls-files", "-z", "--cached"};
  if (Untracked)
    Arguments.insert(Arguments.end(), {"--others", "--exclude-standard"});
  std::vector<std::string> Out;
  auto Listed = git(Folder, Arguments);
  if (!Listed) {
    llvm::consumeError(Listed.takeError());
    return Out;
  }
  for (StringRef Name : llvm::split(*Listed, '\0'))
    if (!Name.empty())
      Out.push_back(absoluteIn(Name, Folder));
  return Out;
}

/// The C, C++ and CUDA files of a database, in their full names.
static std::vector<std::string> filesOf(const CompilationDatabase &Db) {
  std::vector<std::string> Out;
  for (const std::string &F : Db.getAllFiles())
    if (std::string A = absolute(F); isSourceFile(A))
      Out.push_back(A);
  return Out;
}

void CompileCommands::addFolder(StringRef Folder, std::vector<std::string> &Out) {
  std::string Root = absolute(Folder);
  bool Database = false;
  if (const CompilationDatabase *Db = databaseFor(Root + "/x"))
    for (std::string &F : filesOf(*Db))
      if (StringRef(F).starts_with(Root == "/" ? "/" : Root + "/") && !inBuildFolder(F, Root)) {
        Out.push_back(std::move(F));
        Database = true;
      }
  // Else what git knows there; of Python that is all there is to know.
  for (std::string &F : gitFiles(Root, /*Untracked=*/true))
    if (isPythonSource(F) || (!Database && isSourceFile(F) && !isHeaderFile(F) && !inBuildFolder(F, Root)))
      Out.push_back(std::move(F));
}

std::vector<std::string> CompileCommands::sourcesAround(const std::string &Header) {
  const CompilationDatabase *Db = databaseFor(Header);
  if (!Db)
    return {};
  std::vector<std::string> Out = filesOf(*Db);
  if (Out.empty()) { // one list of flags for all files
    // A hook's environment names the repository, and git then takes any folder for its top.
    auto Top = git(path::parent_path(Header), {"rev-parse", "--show-toplevel"}, /*Outside=*/true);
    if (!Top)
      llvm::consumeError(Top.takeError());
    else
      Out = gitFiles(StringRef(*Top).trim('\n').str(), /*Untracked=*/false);
  }
  llvm::erase_if(Out, [](const std::string &F) { return !isSourceFile(F) || isHeaderFile(F); });
  return Out;
}

void CompileCommands::addHeader(const std::string &Header, std::vector<Job> &Jobs) {
  if (!Opts.HasFixedFlags && Files.exists(Header)) {
    Includers Search(Files, Header, [&](const std::string &Source) -> std::optional<CompileCommand> {
      Job J = jobFor(Source);
      return J.Commands.empty() ? std::nullopt : std::optional(J.Commands.front());
    });
    auto Known = llvm::find_if(Jobs, [&](const Job &J) { return !isHeaderFile(J.File) && Search.reach(J.File); });
    if (Known != Jobs.end())
      return Known->Headers.push_back(Header);
    if (std::optional<std::string> Through = Search.nearest(sourcesAround(Header))) {
      Jobs.push_back(jobFor(*Through));
      Jobs.back().Headers = {Header};
      Jobs.back().OnlyHeaders = true;
      return;
    }
  }
  Jobs.push_back(jobFor(Header));
}

std::vector<Job> CompileCommands::jobs() {
  std::vector<std::string> Names;
  for (const std::string &F : Opts.Files) {
    if (fs::is_directory(F))
      addFolder(F, Names);
    else
      Names.push_back(absolute(F));
  }
  llvm::sort(Names);
  Names.erase(std::unique(Names.begin(), Names.end()), Names.end());
  std::vector<Job> Out;
  for (const std::string &F : Names)
    if (!isHeaderFile(F))
      Out.push_back(jobFor(F));
  for (const std::string &F : Names)
    if (isHeaderFile(F))
      addHeader(F, Out);
  llvm::sort(Out, [](const Job &A, const Job &B) { return A.File < B.File; });
  return Out;
}

} // namespace torchtidy
