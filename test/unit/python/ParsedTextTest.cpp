// A text that is edited: the tree, and what is found, are those of the same text parsed anew, after each of many edits.
#include "python/ParsedText.h"
#include "python/Ast.h"
#include "python/FrontEnd.h"
#include "gtest/gtest.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <random>

using namespace torchtidy::python;

namespace {

std::vector<std::string> nodes(const Ast &A) {
  std::vector<std::string> Out;
  for (NodeId N = 1; N < A.size(); ++N)
    Out.push_back(llvm::join_items(" ", std::to_string(static_cast<int>(A[N].K)), std::to_string(static_cast<int>(A[N].R)),
                                   std::to_string(A[N].Begin), std::to_string(A[N].End), std::to_string(A[N].Parent),
                                   A[N].HasError ? "error" : "") +
                  " " + A.text(N).take_front(30).str());
  return Out;
}

std::vector<std::string> findings(llvm::StringRef Text, ParsedText *Parsed) {
  PythonOptions Options;
  Options.Whole = true;
  Options.Parsed = Parsed;
  std::vector<std::string> Out;
  for (const torchtidy::Finding &F : checkPython("a.py", Text, Options).Findings)
    Out.push_back(std::to_string(F.At.Offset) + " " + F.Check + " " + F.Message);
  return Out;
}

class Edits {
public:
  Edits(std::string Text, unsigned Seed) : Parsed(std::move(Text)), Random(Seed) {}

  void one() {
    llvm::StringRef Text = Parsed.text();
    size_t Begin = below(Text.size() + 1), End = Begin;
    std::string With;
    switch (below(4)) {
    case 0: // typing
      With = Words[below(std::size(Words))];
      break;
    case 1: // a few characters go
      End = std::min(Text.size(), Begin + below(6));
      break;
    case 2: { // a line goes, or comes again
      Begin = Text.take_front(Begin).rfind('\n') + 1;
      End = std::min(Text.find('\n', Begin), Text.size() - 1) + 1;
      if (below(2)) {
        With = Text.slice(Begin, End).str();
        End = Begin;
      }
      break;
    }
    default: // something else in the place of something
      End = std::min(Text.size(), Begin + below(40));
      With = Words[below(std::size(Words))];
    }
    Done.push_back({Begin, Text.slice(Begin, End).str(), With});
    Parsed.replace(Begin, End, With);
  }

  /// Takes all edits back since the last time that this was called, or keeps them.
  void undo(bool Keep) {
    for (; !Done.empty(); Done.pop_back())
      if (const Edit &E = Done.back(); !Keep)
        Parsed.replace(E.At, E.At + E.New.size(), E.Old);
  }

  ParsedText Parsed;

private:
  size_t below(size_t N) { return std::uniform_int_distribution<size_t>(0, N - 1)(Random); }
  std::mt19937 Random;
  struct Edit {
    size_t At;
    std::string Old, New;
  };
  std::vector<Edit> Done;
  static constexpr const char *Words[] = {"t.zero_()", "\n", "\n    ", "x", " ", "(", ")", "[", "]", "#", "'", "\"\"\"", ":", "=",
                                          "type(t).a = 1\n", "type", "(", "é", "if t:\n", "def f(a):\n    ", "torch.from_numpy(a)",
                                          "return ", ",", "lambda ", "\\\n", "\t"};
};

TEST(ParsedText, IsWhatTheParserMakesOfTheWholeText) {
  std::error_code Error;
  unsigned Files = 0, Well = 0;
  for (llvm::sys::fs::directory_iterator At(TORCH_TIDY_PYTHON_CORPUS, Error), End; At != End && !Error; At.increment(Error)) {
    auto Buffer = llvm::MemoryBuffer::getFile(At->path());
    if (!Buffer || !llvm::StringRef(At->path()).ends_with(".py"))
      continue;
    ++Files;
    Edits E((*Buffer)->getBuffer().str(), Files);
    for (unsigned I = 0; I < 200; ++I) {
      E.one();
      if (I % 3 == 1) // several edits at once
        continue;
      std::string Text = E.Parsed.text().str();
      EXPECT_EQ(findings(Text, &E.Parsed), findings(Text, nullptr)) << At->path() << ", edit " << I;
      Ast Tree(E.Parsed);
      ASSERT_EQ(nodes(Tree), nodes(Ast(Text))) << At->path() << ", edit " << I;
      Well += !Tree[0].HasError;
      E.undo(!Tree[0].HasError); // else it is broken from the first edits on
    }
  }
  EXPECT_GT(Files, 4u);
  EXPECT_GT(Well, 200u);
}

TEST(ParsedText, TypingACallOfType) {
  std::string Text = "x = 1\ntype  .a = f(2)\n";
  ParsedText Parsed(Text);
  Ast{Parsed};
  Parsed.replace(Text.find(" .a"), Text.find(" .a"), "(x)");
  EXPECT_EQ(nodes(Ast(Parsed)), nodes(Ast(Parsed.text().str())));
  EXPECT_EQ(Parsed.text(), "x = 1\ntype (x) .a = f(2)\n");
}

} // namespace
