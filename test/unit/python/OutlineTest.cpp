// What is passed over before parsing: nothing in which a finding lies, and all that can be.
//
//   unit_python [FILE...]   also compares the findings of these files with and without it
#include "python/FrontEnd.h"
#include "python/Outline.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

using namespace torchtidy;
using namespace torchtidy::python;

namespace {

std::vector<std::string> &moreFiles() {
  static std::vector<std::string> Files;
  return Files;
}

/// The texts of the bodies that are passed over.
std::vector<std::string> plain(llvm::StringRef Text) {
  std::vector<std::string> Out;
  for (const Body &B : outlineOf(Text).Plain)
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
  // Another name for a factory, for all to use.
  EXPECT_EQ(plain("make = torch.zeros\ndef f(x):\n    return make(x.shape)\n\ndef g():\n    return torch.ones(3)\n"), Texts{});
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

} // namespace

int main(int Argc, char **Argv) {
  testing::InitGoogleTest(&Argc, Argv);
  moreFiles().assign(Argv + 1, Argv + Argc);
  return RUN_ALL_TESTS();
}
