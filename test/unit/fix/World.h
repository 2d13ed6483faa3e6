// Functions of a test, parsed and analysed on libtorch's real headers, and their text with edits applied.
#pragma once

#include "TestConfig.h"
#include "api/TorchModel.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Tooling.h"
#include "flow/TuAnalysis.h"

namespace torchtidy {

struct TestFunction {
  std::string Name, Parameters, Body;
};

class World {
public:
  World(const std::string &Head, const std::vector<TestFunction> &Functions) {
    std::string Code = Head;
    for (const TestFunction &F : Functions)
      Code += "auto " + F.Name + "(" + F.Parameters + ") {" + F.Body + "}\n";
    Unit = clang::tooling::buildASTFromCodeWithArgs(Code, {TORCH_TIDY_TEST_TORCH_FLAGS, "-include-pch", TORCH_TIDY_TEST_PCH}, "input.cpp",
                                                    TORCH_TIDY_TEST_CLANG);
    Model = std::make_unique<api::TorchModel>(Unit->getASTContext());
    Analysis = std::make_unique<flow::TuAnalysis>(Unit->getASTContext(), *Model);
  }

  /// Whether all of it compiles.
  bool sound() const { return !Unit->getDiagnostics().hasErrorOccurred(); }
  const api::TorchModel &model() const { return *Model; }

  /// Null when there is none of that name, or nothing may be said about it.
  const flow::FunctionAnalysis *function(llvm::StringRef Name) const {
    for (const flow::FunctionAnalysis *F : Analysis->functions())
      if (F->function().getNameAsString() == Name)
        return F;
    return nullptr;
  }

  /// The function's body with these edits.
  std::string apply(const flow::FunctionAnalysis &F, llvm::ArrayRef<clang::FixItHint> Edits) const {
    const clang::SourceManager &SM = Unit->getSourceManager();
    const clang::LangOptions &Lang = Unit->getLangOpts();
    clang::SourceRange Body = F.function().getBody()->getSourceRange();
    unsigned Start = SM.getFileOffset(Body.getBegin()) + 1, End = SM.getFileOffset(Body.getEnd());
    std::string Text = SM.getBufferData(SM.getMainFileID()).substr(Start, End - Start).str();
    struct Edit {
      unsigned Offset, Length;
      std::string Text;
    };
    std::vector<Edit> Sorted;
    for (const clang::FixItHint &E : Edits) {
      clang::CharSourceRange Range = clang::Lexer::makeFileCharRange(E.RemoveRange, SM, Lang);
      Sorted.push_back({SM.getFileOffset(Range.getBegin()) - Start,
                        SM.getFileOffset(Range.getEnd()) - SM.getFileOffset(Range.getBegin()), E.CodeToInsert});
    }
    llvm::sort(Sorted, [](const Edit &L, const Edit &R) { return L.Offset > R.Offset; });
    for (const Edit &E : Sorted)
      Text.replace(E.Offset, E.Length, E.Text);
    return Text;
  }

private:
  std::unique_ptr<clang::ASTUnit> Unit;
  std::unique_ptr<api::TorchModel> Model;
  std::unique_ptr<flow::TuAnalysis> Analysis;
};

} // namespace torchtidy
