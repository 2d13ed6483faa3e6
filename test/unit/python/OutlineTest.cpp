// What is passed over before parsing: nothing in which a finding lies, and all that can be.
//
//   unit_python [FILE...]           also compares the findings of these files with and without it
//   unit_python --calls FILE...     only prints the calls in each: file, first byte, end, line, column, of the whole file
//                                   and again without what cannot matter (test/python/run/positions.py reads it)
#include "python/Ast.h"
#include "python/FrontEnd.h"
#include "python/Outline.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace torchtidy;
using namespace torchtidy::python;

namespace {

std::vector<std::string> &moreFiles() {
  static std::vector<std::string> Files;
  return Files;
}

/// What is cut out of strings and comments.
std::vector<std::string> gaps(llvm::StringRef Text) {
  std::vector<std::string> Out;
  for (const Body &B : outlineOf(Text).Plain)
    if (B.Gap)
      Out.push_back(Text.slice(B.Begin, B.End).str());
  return Out;
}

/// The texts of the bodies that are passed over.
std::vector<std::string> plain(llvm::StringRef Text) {
  std::vector<std::string> Out;
  for (const Body &B : outlineOf(Text).Plain)
    if (!B.Gap)
      Out.push_back(Text.slice(B.Begin, B.End).str());
  return Out;
}

std::string findings(llvm::StringRef Name, llvm::StringRef Text, bool Strict, bool Whole) {
  PythonOptions Options;
  Options.Strict = Strict;
  Options.Whole = Whole;
  PythonResult R = checkPython(Name, Text, Options);
  std::string Out = std::to_string(R.StrictOnly) + " more\n";
  for (const Finding &F : R.Findings)
    Out += std::to_string(F.At.Offset) + " " + F.Check + " " + F.Message + " " + F.Code + "\n";
  return Out;
}

using Texts = std::vector<std::string>;

TEST(Outline, PassesOverWhatHasNoWord) {
  EXPECT_EQ(plain("def f(x):\n    return x + 1\n\n\ndef g(t):\n    t = torch.zeros(3)\n    return t\n"), Texts{"return x + 1"});
  EXPECT_TRUE(outlineOf("def f(x):\n    return x + 1\n").Nothing);
}

TEST(Outline, LooksIntoFormattedStrings) {
  EXPECT_FALSE(outlineOf("print(f'{torch.tensor(x).median():.4f}s')\n").Nothing);
  EXPECT_TRUE(outlineOf("print('{torch.tensor(x)}')\n").Nothing);
}

TEST(Outline, KeepsWhatIsCalled) {
  EXPECT_EQ(plain("def h(x):\n    x += 1\n\n\ndef g(t):\n    h(torch.from_numpy(t))\n"), Texts{});
}

TEST(Outline, KeepsWhatSetsAnAttributeThatIsRead) {
  llvm::StringRef Text = "class A:\n    def __init__(self, t):\n        self.t = t\n\n    def other(self):\n        return 3\n\n"
                         "    def f(self):\n        self.t.to(torch.float16)\n";
  EXPECT_EQ(plain(Text), Texts{"return 3"});
}

TEST(Outline, KeepsWhoIsGivenABorrow) {
  llvm::StringRef Text = "class A:\n    def __init__(self, a):\n        self.t = torch.from_numpy(a)\n\n"
                         "    def f(self):\n        self.t += 1\n\n    def g(self):\n        return 3\n";
  EXPECT_EQ(plain(Text), Texts{"return 3"});
}

TEST(Outline, ReadsStringsBracketsAndComments) {
  llvm::StringRef Text = "def f(x):\n    '''\ndef no():\n    '''  # ' \" (\n    y = f\"{x[\"a\"]:>{w}} {{ }} '\"\n    z = [1,\n2]\n"
                         "    return r'\\\\' + b\"\\\"\" + y \\\n        + z\n\ndef g():\n    return torch.ones(3)\n";
  ASSERT_EQ(plain(Text).size(), 1u);
  EXPECT_TRUE(llvm::StringRef(plain(Text)[0]).ends_with("+ z"));
}

TEST(Outline, LeavesAloneWhatItDoesNotUnderstand) {
  for (llvm::StringRef Broken : {"x = 'a\n", "x = (1\n", "x = 1)\n", "y = '''a\n"})
    EXPECT_EQ(plain((Broken + "def f(x):\n    return x\n\ndef g():\n    return torch.ones(3)\n").str()), Texts{}) << Broken.str();
  for (llvm::StringRef Broken : {"def", "async def", "def\n", "async", "class", "class\n", "def f", "def (", "def f(:\n", "class A", "x[", "]",
                                 "def f(x):", "def f(x):\n", "return", "as", "from", "import", "x = ", "=", ".", "\"", "f'{", "torch.zeros"})
    for (llvm::StringRef Rest : {"", "\n", "\n    x = torch.zeros(3)\n", " = torch.zeros\n"})
      findings("a.py", ("import torch\n" + Broken + Rest).str(), true, false);
  // Another name for a factory, for all to use.
  EXPECT_EQ(plain("make = torch.zeros\ndef f(x):\n    return make(x.shape)\n\ndef g():\n    return torch.ones(3)\n"), Texts{});
}

const char *const Made = "\n\ndef g():\n    return torch.ones(3)\n";

TEST(Outline, WhatALineNamesMattersOnlyWhereTheLineDoes) {
  std::string F = "def f(x):\n    return x + 1\n";
  EXPECT_EQ(plain(F + Made + "\n\nif __name__ == '__main__':\n    f(3)\n"), Texts{"return x + 1"});
  EXPECT_EQ(plain(F + "\n\ny = f(3)\n\n\ndef g():\n    return y * torch.ones(3)\n"), Texts{});
  EXPECT_EQ(plain(F + "\n\nwith open(p) as a, f(a) as y:\n    pass\n\n\ndef g():\n    return y * torch.ones(3)\n"), Texts{});
  EXPECT_EQ(plain(F + "\n\ny = z = f(3)\n\n\ndef g():\n    return z * torch.ones(3)\n"), Texts{});
}

TEST(Outline, KeepsWhoIsGivenABorrowByTheModule) {
  llvm::StringRef Text = "def make(a):\n    return torch.from_numpy(a)\n\n\nx = make(a)\n\n\ndef f():\n    x.zero_()\n\n\n"
                         "def g():\n    return 3\n";
  EXPECT_EQ(plain(Text), Texts{"return 3"});
}

TEST(Outline, ReadsDefaultsAndBodiesOnTheLineOfTheHead) {
  for (llvm::StringRef Text : {"import torch\ndef f(x=torch.zeros(3).to('cuda')):\n    return x\n",
                               "import torch\ndef f(x): return torch.zeros(3).to(x.device)\n"}) {
    EXPECT_FALSE(outlineOf(Text).Nothing) << Text.str();
    EXPECT_EQ(findings("a.py", Text, true, false), findings("a.py", Text, true, true)) << Text.str();
  }
}

TEST(Outline, TypesAndArgumentsAreNoNewNames) {
  std::string F = "def f(x):\n    return x + 1\n";
  for (std::string Line : {"T = Union[torch.Tensor, None]\n", "@register(torch.zeros)\n", "register(torch.zeros, 1)\n",
                           "from torch import zeros\n", "make = torch.zeros\n"})
    EXPECT_EQ(plain(Line + F + Made), Texts{"return x + 1"}) << Line;
  for (std::string Line : {"makes = [torch.zeros]\n", "for make in (torch.zeros, torch.ones):\n    make(3)\n"})
    EXPECT_EQ(plain(Line + F + Made), Texts{}) << Line;
  EXPECT_EQ(plain(F + "\n\nmake = torch.zeros\n" + Made), Texts{}); // f may have called it
  EXPECT_EQ(plain("make = torch.zeros\n\n\ndef f(x):\n    return make(x.shape).to(x.device)\n"), Texts{});
}

TEST(Outline, CutsLongStringsAndComments) {
  std::string Long(40, 'x');
  EXPECT_EQ(gaps("def g():\n    \"\"\"" + Long + "\"\"\"\n    return torch.ones(3)  # " + Long + "\n"), (Texts{Long, "# " + Long}));
  EXPECT_EQ(gaps("s = 'a" + Long + "'\n" + Made), Texts{Long}); // never '' with another quote behind it
  for (std::string Kept : {"s = f'" + Long + "'\n", "s = '\\n" + Long + "'\n", "# noqa: " + Long + "\n", std::string("# torch\n")})
    EXPECT_EQ(gaps(Kept + Made), Texts{}) << Kept;
  for (std::string Text : {"\"\"\"" + Long + "\"\"\"", "'" + Long + "''" + Long + "'", "r'" + Long + "\\\\'",
                           "b\"\"\"\n" + Long + "\n\"\"\"", "[  # " + Long + "\n1]", "'''\n" + Long + "\\''''"}) {
    std::string File = "import torch\ns = " + Text + "\n\n\ndef f(n):\n  # " + Long + "\n    t = torch.zeros(n).to('cuda')  # " + Long +
                       "\n# " + Long + "\n    t.clone()\n    return t\n";
    std::string Here = findings("a.py", File, true, false);
    EXPECT_EQ(Here, findings("a.py", File, true, true)) << File;
    EXPECT_NE(Here.find("torch-factory-options"), std::string::npos) << File;
    EXPECT_NE(Here.find("torch-discarded-result"), std::string::npos) << File;
  }
}

TEST(Outline, SameFindings) {
  Texts Files = moreFiles();
  std::error_code Error;
  for (llvm::sys::fs::directory_iterator It(TORCH_TIDY_PYTHON_CORPUS, Error), End; It != End && !Error; It.increment(Error))
    if (llvm::StringRef(It->path()).ends_with(".py"))
      Files.push_back(It->path());
  EXPECT_GE(Files.size(), 5u);
  for (const std::string &Name : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(Name);
    ASSERT_TRUE(bool(Buffer)) << Name;
    for (bool Strict : {false, true})
      EXPECT_EQ(findings(Name, (*Buffer)->getBuffer(), Strict, false), findings(Name, (*Buffer)->getBuffer(), Strict, true))
          << Name;
  }
}

bool inFormattedString(const Ast &A, NodeId N) {
  for (; N; N = A[N].Parent)
    if (A.is(N, Kind::Interpolation))
      return true;
  return false;
}

void printCalls(llvm::StringRef Name, const Ast &A, llvm::StringRef How) {
  for (NodeId N = 1; N < A.size(); ++N)
    if (A.is(N, Kind::Call) && !A[N].HasError && !inFormattedString(A, N))
      llvm::outs() << How << "\t" << Name << "\t" << A[N].Begin << "\t" << A[N].End << "\t" << A.line(A[N].Begin) << "\t"
                   << A.column(A[N].Begin) << "\n";
}

int printCalls(llvm::ArrayRef<char *> Files) {
  for (llvm::StringRef Name : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(Name);
    if (!Buffer)
      return 2;
    llvm::StringRef Text = (*Buffer)->getBuffer();
    printCalls(Name, Ast(Text), "whole");
    if (Outline Known = outlineOf(Text); !Known.Plain.empty())
      printCalls(Name, Ast(Text, Known.Plain), "parts");
  }
  return 0;
}

} // namespace

int main(int Argc, char **Argv) {
  if (Argc > 1 && llvm::StringRef(Argv[1]) == "--calls")
    return printCalls(llvm::ArrayRef(Argv + 2, Argv + Argc));
  testing::InitGoogleTest(&Argc, Argv);
  moreFiles().assign(Argv + 1, Argv + Argc);
  return RUN_ALL_TESTS();
}
