// Makes the precompiled header that the tests of the checks share:  make_pch FLAGS... HEADER -o PCH
// Bodies are skipped by the rule of torch-tidy, so that user code which the standard library calls is seen.

#include "Bodies.h"
#include "clang/AST/DeclBase.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>
#include <string>
#include <vector>

using namespace clang;

namespace {

class BodyRule : public ASTConsumer {
public:
  explicit BodyRule(const SourceManager &Sources) : Sources(Sources) {}
  bool shouldSkipFunctionBody(Decl *D) override { return torchtidy::skipsBody(*D, Sources); }

private:
  const SourceManager &Sources;
};

class MakePchAction : public GeneratePCHAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, llvm::StringRef File) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    std::unique_ptr<ASTConsumer> Writer = GeneratePCHAction::CreateASTConsumer(CI, File);
    if (!Writer)
      return nullptr;
    std::vector<std::unique_ptr<ASTConsumer>> Both;
    Both.push_back(std::make_unique<BodyRule>(CI.getSourceManager()));
    Both.push_back(std::move(Writer));
    return std::make_unique<MultiplexConsumer>(std::move(Both));
  }
};

} // namespace

int main(int Count, char **Arguments) {
  // The compiler's own headers are found from its path.
  std::vector<std::string> Command = {TORCH_TIDY_TEST_CLANG, "-x", "c++-header"};
  Command.insert(Command.end(), Arguments + 1, Arguments + Count);
  auto Files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), llvm::vfs::getRealFileSystem());
  tooling::ToolInvocation Invocation(Command, std::make_unique<MakePchAction>(), Files.get());
  return Invocation.run() ? 0 : 1;
}
