#include "Completions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

using llvm::StringRef;

/// In single quotes, for every shell.
static std::string quoted(StringRef Text) {
  std::string Out = "'";
  for (char C : Text)
    Out += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Out + "'";
}

static void bash(llvm::ArrayRef<CompletedOption> Options, llvm::ArrayRef<StringRef> Commands) {
  llvm::outs() << "_torch_tidy() {\n  local words='" << llvm::join(Commands, " ");
  for (const CompletedOption &O : Options)
    llvm::outs() << " --" << O.Name << (O.TakesValue ? "=" : "");
  llvm::outs() << "'\n"
                  "  local word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
                  "  [[ $word == -* || $COMP_CWORD == 1 ]] && COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                  "  [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- \"$word\"))\n"
                  "  [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
                  "  return 0\n"
                  "}\n"
                  "complete -o filenames -F _torch_tidy torch-tidy\n";
}

static void zsh(llvm::ArrayRef<CompletedOption> Options, llvm::ArrayRef<StringRef> Commands) {
  llvm::outs() << "#compdef torch-tidy\n_torch_tidy() {\n  _arguments \\\n";
  for (const CompletedOption &O : Options) {
    std::string Help;
    for (char C : O.Help)
      Help += StringRef("[]:\\").contains(C) ? std::string("\\") + C : std::string(1, C);
    llvm::outs() << "    "
                 << quoted("--" + O.Name.str() + (O.TakesValue ? "=" : "") + "[" + Help + "]" +
                           (O.TakesValue ? ":value:" : ""))
                 << " \\\n";
  }
  llvm::outs() << "    '1: :_alternative \"commands:command:(" << llvm::join(Commands, " ")
               << ")\" \"files:file:_files\"' \\\n    '*:file:_files'\n}\ncompdef _torch_tidy torch-tidy\n";
}

static void fish(llvm::ArrayRef<CompletedOption> Options, llvm::ArrayRef<StringRef> Commands) {
  for (StringRef C : Commands)
    llvm::outs() << "complete -c torch-tidy -n __fish_use_subcommand -a " << C << "\n";
  for (const CompletedOption &O : Options)
    llvm::outs() << "complete -c torch-tidy -l " << O.Name << (O.TakesValue ? " -r" : "") << " -d " << quoted(O.Help) << "\n";
}

int printCompletions(StringRef Shell, llvm::ArrayRef<CompletedOption> Options, llvm::ArrayRef<StringRef> Commands) {
  auto *Print = Shell == "bash" ? bash : Shell == "zsh" ? zsh : Shell == "fish" ? fish : nullptr;
  if (!Print) {
    llvm::errs() << "torch-tidy: completions for which shell? bash, zsh or fish\n";
    return 2;
  }
  Print(Options, Commands);
  return 0;
}

} // namespace torchtidy
