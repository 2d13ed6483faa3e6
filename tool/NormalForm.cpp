#include "Bodies.h"
#include "CompileCommands.h"
#include "CudaHost.h"
#include "Nvcc.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Path.h"

using namespace clang::tooling;

namespace torchtidy {

using llvm::StringRef;

namespace {

/// What a compiler's front end may be told of precompiled headers that are not ours.
bool foreignPch(StringRef Flag) {
  return Flag == "-include-pch" || Flag == "-emit-pch" || Flag == "-fno-pch-timestamp" ||
         Flag == "-fno-validate-pch";
}

/// Code generation, output and strictness: nothing that the AST depends on.
bool changesNothing(const llvm::opt::Arg &A, StringRef Spelling) {
  using namespace clang::options;
  const llvm::opt::Option O = A.getOption();
  if (O.getKind() == llvm::opt::Option::UnknownClass)
    return true;
  for (unsigned Group : {OPT_O_Group, OPT_g_Group, OPT_M_Group, OPT_Link_Group})
    if (O.matches(Group))
      return true;
  for (unsigned Id : {OPT_c, OPT_S, OPT_E, OPT_o, OPT_include_pch})
    if (O.matches(Id))
      return true;
  for (StringRef Prefix : {"-fsanitize", "-fno-sanitize", "-flto", "-fno-lto", "-Werror", "-pedantic-errors",
                           "-fdiagnostics", "-fcolor-diagnostics", "-fuse-ld", "-fcf-protection", "-march=", "-mtune=",
                           "-fabi-version", "-fstack-protector", "-fprofile", "-fcoverage", "-fdebug", "-ftime-trace",
                           "-fvisibility", "-fno-plt", "-fsplit-dwarf", "-save-temps", "-Wl,", "-Winvalid-pch"})
    if (Spelling.starts_with(Prefix))
      return true;
  return llvm::StringSwitch<bool>(Spelling)
      .Cases({"-pipe", "-fPIC", "-fpic", "-fPIE", "-fpie", "-fno-pic", "-fno-pie", "-fno-PIC", "-fno-PIE"}, true)
      .Cases({"-pthread", "-rdynamic", "-shared", "-static", "-fno-strict-aliasing", "-fno-omit-frame-pointer"}, true)
      .Cases({"-fno-semantic-interposition", "-ffunction-sections", "-fdata-sections", "-fomit-frame-pointer"}, true)
      .Default(false);
}

} // namespace

bool isCuda(StringRef File, llvm::ArrayRef<std::string> Args) {
  bool Cuda = llvm::sys::path::extension(File) == ".cu";
  for (size_t I = 0; I < Args.size() && Args[I] != "--"; ++I) {
    StringRef Word = Args[I];
    if (Word == "-x" && I + 1 < Args.size())
      Cuda = StringRef(Args[I + 1]).starts_with("cu"); // nvcc says `cu`, Clang says `cuda` and takes both
    else if (Word.consume_front("-x"))
      Cuda = Word.starts_with("cu");
  }
  return Cuda;
}

ArgumentsAdjuster normalForm(ExtraFlags Extra) {
  return [Extra](const CommandLineArguments &Args, StringRef File) {
    // The words that are flags, up to `--`; nvcc's pairs go first.
    size_t End = llvm::find(Args, "--") - Args.begin();
    std::vector<const char *> Words;
    for (size_t I = 1; I < End; ++I) {
      StringRef Word = Args[I];
      if (llvm::is_contained(Extra.Removed, Word))
        continue;
      if (foreignWithValue(Word, I + 1 < End ? StringRef(Args[I + 1]) : ""))
        ++I;
      else if (Word == "-Xclang" && I + 1 < End && foreignPch(Args[I + 1]))
        I += Args[I + 1] == "-include-pch" ? 3 : 1; // its value comes by a second -Xclang
      else
        Words.push_back(Args[I].c_str());
    }
    unsigned MissingAt, MissingCount;
    llvm::opt::InputArgList Parsed = clang::getDriverOptTable().ParseArgs(
        Words, MissingAt, MissingCount, llvm::opt::Visibility(clang::options::ClangOption));
    CommandLineArguments Out{Args.empty() ? "clang++" : Args.front()};
    llvm::append_range(Out, Extra.Before);
    // libtorch is no code of the user's, however it is included.
    for (const char *Prefix : TorchHeaderPrefixes)
      Out.push_back(std::string("--system-header-prefix=") + Prefix);
    for (const char *Flag : {"-Qunused-arguments", "-Wno-unknown-warning-option", "-ferror-limit=0",
                             "-fno-caret-diagnostics"}) // the latter: no "1 warning generated."
      Out.push_back(Flag);
    if (isCuda(File, Args))
      for (const char *Flag : {"--cuda-host-only", "-nocudalib", "-Wno-unknown-cuda-version", "-include", CudaHostHeader})
        Out.push_back(Flag);
    unsigned Kept = Words.size() - MissingCount; // a last flag without its value is left out
    if (MissingCount)
      Kept = MissingAt;
    std::vector<const llvm::opt::Arg *> All(Parsed.begin(), Parsed.end());
    for (size_t I = 0; I < All.size(); ++I) {
      unsigned Begin = All[I]->getIndex(), Next = I + 1 < All.size() ? All[I + 1]->getIndex() : Kept;
      if (!changesNothing(*All[I], Words[Begin]))
        for (unsigned W = Begin; W < Next && W < Words.size(); ++W)
          Out.push_back(Words[W]);
    }
    llvm::append_range(Out, Extra.After);
    Out.insert(Out.end(), Args.begin() + End, Args.end());
    return Out;
  };
}

} // namespace torchtidy
