#include "Nvcc.h"
#include "Paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

namespace torchtidy {

using namespace clang::tooling;
using llvm::StringRef;

namespace {

/// How deep files of options may name each other.
constexpr unsigned MostNested = 8;

/// Flags that pass their value on to another program: it may look like a flag itself.
bool passesOn(StringRef Flag) {
  return llvm::StringSwitch<bool>(Flag)
      .Cases({"-Xcompiler", "--compiler-options", "-Xptxas", "--ptxas-options", "-Xcudafe", "-Xfatbin"}, true)
      .Cases({"--fatbin-options", "-Xnvlink", "--nvlink-options", "-Xarchive", "--archive-options"}, true)
      .Default(false);
}

bool foreign(StringRef Flag) {
  return llvm::StringSwitch<bool>(Flag)
      .Cases({"-ccbin", "--compiler-bindir", "-gencode", "--generate-code", "-arch", "--gpu-architecture", "-code"}, true)
      .Cases({"--gpu-code", "-rdc", "--relocatable-device-code", "-maxrregcount", "--maxrregcount", "--threads", "-t"}, true)
      .Cases({"-diag-suppress", "--diag-suppress", "--diag-warn", "--diag-error", "--dependency-output"}, true)
      .Cases({"-dumpbase", "-dumpbase-ext", "-dumpdir"}, true)
      .Default(false);
}

/// Flags of nvcc that are others, with or without a value, in Clang.
bool nvccOnly(StringRef Flag) {
  return llvm::StringSwitch<bool>(Flag)
      .Cases({"-odir", "--output-directory", "--dependency-target-name", "-cudart", "--cudart", "-cudadevrt", "--cudadevrt"}, true)
      .Cases({"-ldir", "--libdevice-directory", "-target-dir", "--target-directory", "-arbin", "--archiver-binary"}, true)
      .Cases({"-keep-dir", "--keep-dir", "-time", "--time", "-dopt", "--dopt", "-opt-info", "--optimization-info"}, true)
      .Cases({"-split-compile", "--split-compile", "-default-stream", "--default-stream", "-m", "--machine"}, true)
      .Cases({"-Werror", "--Werror", "-ftz", "--ftz", "-prec-div", "--prec-div", "-prec-sqrt", "--prec-sqrt"}, true)
      .Cases({"-fmad", "--fmad", "-O", "--optimize", "-Xlinker", "--linker-options", "-l", "--library"}, true)
      .Cases({"-L", "--library-path", "-run-args", "--run-args", "-hls", "--host-linker-script"}, true)
      .Default(false);
}

/// What Clang calls a flag of nvcc that takes a value; empty where nothing is like it.
StringRef clangName(StringRef Flag) {
  return llvm::StringSwitch<StringRef>(Flag)
      .Cases({"-isystem", "--system-include"}, "-isystem")
      .Cases({"-I", "--include-path"}, "-I")
      .Cases({"-include", "--pre-include"}, "-include")
      .Cases({"-D", "--define-macro"}, "-D")
      .Cases({"-U", "--undefine-macro"}, "-U")
      .Cases({"-std", "--std"}, "-std=")
      .Cases({"-x", "--x"}, "-x")
      .Default("");
}

/// Of what goes to the host's compiler, what the text of a program can tell.
bool tellsThePreprocessor(StringRef Flag) {
  return Flag.starts_with("-D") || Flag.starts_with("-U") || Flag.starts_with("-I") || Flag.starts_with("-fopenmp");
}

/// Puts the words of the files of options into their places.
std::vector<std::string> expanded(std::vector<std::string> Words, StringRef Folder, llvm::vfs::FileSystem &Files,
                                  unsigned Depth = 0) {
  std::vector<std::string> Out;
  for (size_t I = 0; I < Words.size(); ++I) {
    StringRef Word = Words[I], Name;
    if (Word == "--options-file" || Word == "-optf") {
      if (I + 1 < Words.size())
        Name = Words[++I];
    } else if (Word.consume_front("--options-file=") || Word.consume_front("-optf="))
      Name = Word;
    else {
      Out.push_back(std::move(Words[I]));
      continue;
    }
    auto Text = Files.getBufferForFile(absoluteIn(Name, Folder));
    if (!Text || Depth == MostNested)
      continue;
    llvm::BumpPtrAllocator Memory;
    llvm::StringSaver Saver(Memory);
    llvm::SmallVector<const char *> Inner;
    llvm::cl::TokenizeGNUCommandLine((*Text)->getBuffer(), Saver, Inner);
    llvm::append_range(Out, expanded({Inner.begin(), Inner.end()}, Folder, Files, Depth + 1));
  }
  return Out;
}

} // namespace

bool foreignWithValue(StringRef Flag, StringRef Next) {
  return passesOn(Flag) || (foreign(Flag) && !Next.starts_with("-")); // a value may have been taken for a file already
}

void spellForClang(CompileCommand &Command, llvm::vfs::FileSystem &Files) {
  std::vector<std::string> &Line = Command.CommandLine;
  if (Line.empty() || llvm::sys::path::stem(Line.front()) != "nvcc")
    return;
  std::vector<std::string> Words = expanded({Line.begin() + 1, Line.end()}, Command.Directory, Files);
  std::vector<std::string> Out{Line.front()};
  for (size_t I = 0; I < Words.size(); ++I) {
    // A value stands behind `=`, or is the next word.
    StringRef Flag = StringRef(Words[I]).take_until([](char C) { return C == '='; });
    bool Alone = Flag.size() == Words[I].size();
    auto Take = [&]() -> StringRef {
      if (!Alone)
        return StringRef(Words[I]).drop_front(Flag.size() + 1);
      return I + 1 < Words.size() ? StringRef(Words[++I]) : "";
    };
    if (Flag == "-G")
      continue; // debugging of the device; for Clang a flag with a value
    if (Flag == "-Xcompiler" || Flag == "--compiler-options") {
      for (StringRef Part : llvm::split(Take(), ','))
        if (tellsThePreprocessor(Part))
          Out.push_back(Part.str());
    } else if (StringRef Name = clangName(Flag); !Name.empty()) {
      std::string Said = Take().str();
      if (Name.ends_with("="))
        Out.push_back(Name.str() + Said);
      else
        Out.insert(Out.end(), {Name.str(), Said});
    } else if (passesOn(Flag) || foreign(Flag) || nvccOnly(Flag)) {
      if (Alone && (passesOn(Flag) || (I + 1 < Words.size() && !StringRef(Words[I + 1]).starts_with("-"))))
        ++I;
    } else
      Out.push_back(Words[I]);
  }
  Line = std::move(Out);
}

namespace {

class Spelled : public CompilationDatabase {
public:
  explicit Spelled(std::unique_ptr<CompilationDatabase> Inner) : Inner(std::move(Inner)) {}
  std::vector<CompileCommand> getCompileCommands(StringRef File) const override {
    return spelled(Inner->getCompileCommands(File));
  }
  std::vector<std::string> getAllFiles() const override { return Inner->getAllFiles(); }
  std::vector<CompileCommand> getAllCompileCommands() const override { return spelled(Inner->getAllCompileCommands()); }

private:
  std::vector<CompileCommand> spelled(std::vector<CompileCommand> Commands) const {
    for (CompileCommand &C : Commands)
      spellForClang(C, *llvm::vfs::getRealFileSystem());
    return Commands;
  }
  std::unique_ptr<CompilationDatabase> Inner;
};

} // namespace

std::unique_ptr<CompilationDatabase> spelledForClang(std::unique_ptr<CompilationDatabase> Inner) {
  return std::make_unique<Spelled>(std::move(Inner));
}

} // namespace torchtidy
