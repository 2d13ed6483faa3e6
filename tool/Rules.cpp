#include "Rules.h"
#include "Suppressions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <vector>

namespace torchtidy {

using llvm::StringRef;

namespace {

struct Page {
  StringRef Check, Text;
};
constexpr Page Pages[] = {
#include "RulePages.inc"
};

/// "FixKind::Safe" -> "safe"
std::string word(StringRef Enumerator) { return Enumerator.substr(Enumerator.rfind(':') + 1).lower(); }

} // namespace

llvm::ArrayRef<Rule> rules() {
  struct Row {
    const char *Id, *Level, *Fix, *Sentence;
  };
  static constexpr Row Rows[] = {
#define TORCH_CHECK(Class, Id, Level, Fix, Sentence) {"torch-" Id, #Level, #Fix, Sentence},
#ifdef TORCH_TIDY_PYTHON
#define TORCH_PYTHON_CHECK(Id, Level, Fix, Sentence) {"torch-" Id, #Level, #Fix, Sentence},
#endif
#include "Checks.def"
  };
  static const std::vector<std::string> Words = [] {
    std::vector<std::string> Out;
    for (const Row &R : Rows)
      Out.insert(Out.end(), {word(R.Level), word(R.Fix)});
    return Out;
  }();
  static const std::vector<Rule> Rules = [] {
    std::vector<Rule> Out;
    size_t I = 0;
    for (const Row &R : Rows) {
      // A check for both languages has a row for each; the first counts.
      if (llvm::none_of(Out, [&](const Rule &O) { return O.Id == R.Id; }))
        Out.push_back({R.Id, Words[2 * I], Words[2 * I + 1], R.Sentence});
      ++I;
    }
    return Out;
  }();
  return Rules;
}

const Rule *ruleOf(StringRef Check) {
  auto It = llvm::find_if(rules(), [&](const Rule &R) { return R.Id == Check; });
  return It == rules().end() ? nullptr : &*It;
}

std::string sentenceOf(StringRef Check) {
  if (const Rule *Ours = ruleOf(Check))
    return Ours->Sentence.str();
  if (Check == UnusedSuppression)
    return "Finds comments that silence torch checks and hide nothing.";
  return (llvm::Twine("The check '") + Check + "' of clang-tidy.").str();
}

StringRef pageOf(StringRef Check) {
  for (const Page &P : Pages)
    if (P.Check == Check)
      return P.Text;
  return {};
}

std::string linkOf(StringRef Check) {
  if (Check.starts_with("torch-") || Check.starts_with("clang-diagnostic-") || !Check.contains('-'))
    return {};
  // Modules are one word, but for these.
  size_t Dash = Check.starts_with("clang-analyzer-") ? StringRef("clang-analyzer").size() : Check.find('-');
  return (llvm::Twine("https://clang.llvm.org/extra/clang-tidy/checks/") + Check.take_front(Dash) + "/" + Check.drop_front(Dash + 1) +
          ".html")
      .str();
}

std::string addressOf(StringRef Check) {
  if (std::string Link = linkOf(Check); !Link.empty())
    return Link;
  static int Anchor;
  llvm::SmallString<256> Page(llvm::sys::path::parent_path(
      llvm::sys::path::parent_path(llvm::sys::fs::getMainExecutable(nullptr, &Anchor))));
  Check.consume_front("torch-");
  llvm::sys::path::append(Page, "share", "doc", "torch-tidy");
  llvm::sys::path::append(Page, "docs", "checks", Check + ".md");
  return llvm::sys::fs::exists(Page) ? ("file://" + Page).str() : std::string();
}

Weakness weaknessOf(StringRef Check) {
  return llvm::StringSwitch<Weakness>(Check)
      .Case("torch-from-blob-dangling", {825, "Expired Pointer Dereference"})
      .Case("torch-from-blob-dtype", {843, "Access of Resource Using Incompatible Type ('Type Confusion')"})
      .Case("torch-shared-memory-write", {471, "Modification of Assumed-Immutable Data (MAID)"})
      .Default({});
}

} // namespace torchtidy
