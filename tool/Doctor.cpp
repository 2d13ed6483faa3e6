#include "Doctor.h"
#include "CompileCommands.h"
#include "Git.h"
#include "Paths.h"
#include "PythonFiles.h"
#include "Sources.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace {

class Findings {
public:
  void good(const llvm::Twine &Text) { llvm::outs() << "ok       " << Text << "\n"; }
  void bad(const llvm::Twine &Text, const llvm::Twine &Advice) {
    llvm::outs() << "MISSING  " << Text << "\n         " << Advice << "\n";
    Missing = 1;
  }
  int Missing = 0;
};

/// The folder of libtorch's headers that a compile command names, empty when there is none.
std::string libtorchIn(const clang::tooling::CompileCommand &C) {
  for (const std::string &Folder : includeFolders(C, {"-isystem", "-I"}))
    if (fs::exists(Folder + "/ATen/core/TensorBody.h"))
      return Folder;
  return {};
}

/// "2.13.0" of `#define TORCH_VERSION "2.13.0"`
std::string versionIn(const std::string &Folder) {
  for (const char *Name : {"/torch/headeronly/version.h", "/torch/csrc/api/include/torch/version.h", "/torch/version.h"})
    if (auto Buffer = llvm::MemoryBuffer::getFile(Folder + Name)) {
      StringRef Rest = (*Buffer)->getBuffer().split("TORCH_VERSION \"").second;
      if (!Rest.empty())
        return " " + Rest.take_until([](char C) { return C == '"'; }).str();
    }
  return {};
}

void compileCommands(const Options &Opts, Findings &Say) {
  auto Files = ownFileSystem();
  std::vector<Job> Jobs = CompileCommands(Opts, *Files).jobs();
  size_t All = Jobs.size();
  llvm::erase_if(Jobs, [](const Job &J) { return isPythonSource(J.File); });
  if (Jobs.empty() && All)
    return Say.good("files: " + std::to_string(All) + " of Python, and none of C++");
  if (Jobs.empty())
    return Say.bad("files: no C, C++ or CUDA file here", "give files or folders: torch-tidy doctor src");
  size_t Without = llvm::count_if(Jobs, [](const Job &J) { return !J.Problem.empty() || J.Skipped; });
  std::string Count = std::to_string(Jobs.size()) + (Jobs.size() == 1 ? " file" : " files");
  if (Without == 0)
    Say.good("compile commands: " + Count);
  else
    Say.bad("compile commands: " + std::to_string(Without) + " of " + Count + " have none, such as " +
                shownPath(llvm::find_if(Jobs, [](const Job &J) { return !J.Problem.empty() || J.Skipped; })->File),
            "configure with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON and give the build folder with -p, or write the flags "
            "into compile_flags.txt, one a line");
  for (const Job &J : Jobs)
    for (const clang::tooling::CompileCommand &C : J.Commands)
      if (std::string Folder = libtorchIn(C); !Folder.empty())
        return Say.good("libtorch:" + versionIn(Folder) + " in " + Folder);
  if (Without < Jobs.size())
    Say.bad("libtorch: no compile command names its headers",
            "check a target that uses libtorch, or add --extra-arg=-isystem --extra-arg=.../torch/include");
}

void repository(Findings &Say) {
  llvm::Expected<std::string> Version = git(".", {"--version"});
  if (!Version) {
    llvm::consumeError(Version.takeError());
    return Say.bad("git: not installed", "--since and --staged need it");
  }
  llvm::Expected<std::string> Top = git(".", {"rev-parse", "--show-toplevel"});
  if (!Top)
    return Say.bad("git: " + llvm::toString(Top.takeError()), "--since and --staged work in a repository only");
  Say.good("git: " + StringRef(*Version).trim().split("git version ").second + ", repository " + StringRef(*Top).trim());
  llvm::Expected<std::string> Shallow = git(".", {"rev-parse", "--is-shallow-repository"});
  if (!Shallow)
    return llvm::consumeError(Shallow.takeError());
  if (StringRef(*Shallow).trim() == "true")
    Say.bad("git: the clone is shallow", "for --since: git fetch --unshallow (in GitHub Actions: fetch-depth: 0)");
}

struct StartFile {
  const char *Name, *What;
  const char *Host; ///< only where the repository comes from a host with this in its name
  const char *Text;
};
constexpr StartFile StartFiles[] = {
    {".clang-tidy", "the configuration", "", R"(# Which checks, of torch-tidy: recommended or strict.
CheckOptions:
  torch-tidy.Level: recommended
)"},
    {".pre-commit-config.yaml", "the hook, for pre-commit", "", R"(repos:
  - repo: local
    hooks:
      - id: torch-tidy
        name: torch-tidy
        entry: torch-tidy --staged
        language: system
        types_or: [c, c++, cuda, python, pyi, jupyter]
        require_serial: true
)"},
    // Folders are made as needed.
    {".github/workflows/torch-tidy.yml", "the review of pull requests", "github", R"(name: torch-tidy
on: pull_request
permissions:
  contents: read
  security-events: write
jobs:
  torch-tidy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      # Here belongs what puts torch-tidy on the PATH.
      - run: cmake -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
      - run: torch-tidy -p build --since="origin/$GITHUB_BASE_REF" --format=github --format=sarif:torch-tidy.sarif .
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: torch-tidy.sarif
)"},
    {".gitlab-ci.yml", "the review of merge requests", "gitlab", R"(torch-tidy:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0"
  script:
    # Here belongs what puts torch-tidy on the PATH.
    - cmake -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    - torch-tidy -p build --since="$CI_MERGE_REQUEST_DIFF_BASE_SHA" --format=text --format=gitlab:gl-code-quality-report.json .
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
)"},
};

/// Where the repository of the current folder comes from; empty when that is nowhere.
std::string origin() {
  llvm::Expected<std::string> Address = git(".", {"remote", "get-url", "origin"});
  if (Address)
    return *Address;
  llvm::consumeError(Address.takeError());
  return {};
}

} // namespace

int doctor(const Options &Opts) {
  Findings Say;
  if (fs::is_directory(TORCH_TIDY_RESOURCE_DIR))
    Say.good("LLVM: " TORCH_TIDY_LLVM_VERSION ", headers in " TORCH_TIDY_RESOURCE_DIR);
  else
    Say.bad("LLVM: " TORCH_TIDY_LLVM_VERSION ", without the compiler's headers in " TORCH_TIDY_RESOURCE_DIR,
            "install clang-22, or put them beside the program: lib/clang/22");
  compileCommands(Opts, Say);
  Say.good(checksPython() ? "Python sources: checked; they need no compile command"
                          : "Python sources: not in this build (-DTORCH_TIDY_PYTHON=ON)");
  repository(Say);
  return Say.Missing;
}

int init(const Options &Opts) {
  int Status = 0;
  std::string Origin = origin();
  for (const StartFile &F : StartFiles) {
    if (!StringRef(Origin).contains(F.Host))
      continue;
    if (fs::exists(F.Name)) {
      llvm::outs() << F.Name << " is there already and stays as it is\n";
      continue;
    }
    if (!Opts.Yes) {
      llvm::outs() << "Write " << F.Name << ", " << F.What << "? [y/N] ";
      llvm::outs().flush();
      char Answer[16] = {};
      if (!std::fgets(Answer, sizeof Answer, stdin) || llvm::toLower(Answer[0]) != 'y') {
        llvm::outs() << (Answer[0] ? "" : "\n");
        continue;
      }
    }
    if (StringRef Folder = llvm::sys::path::parent_path(F.Name); !Folder.empty())
      (void)fs::create_directories(Folder); // where it cannot be made, the file cannot be written
    std::error_code Error;
    llvm::raw_fd_ostream OS(F.Name, Error, fs::CD_CreateNew);
    if (!Error) {
      OS << F.Text;
      OS.close();
      Error = OS.error();
      OS.clear_error();
    }
    if (Error) {
      llvm::errs() << "torch-tidy: cannot write '" << F.Name << "': " << Error.message() << "\n";
      Status = 2;
    } else {
      llvm::outs() << "wrote " << F.Name << "\n";
    }
  }
  return Status;
}

} // namespace torchtidy
