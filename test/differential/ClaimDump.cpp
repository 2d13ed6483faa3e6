// claim-dump: prints what the flow analysis claims about the tensors of a file, for run.py to hold against what they do.
//
// A file asks with `torch::see(POINT, NUMBER, tensor)`. The function only observes, so asking changes nothing. Lines:
//   function NAME
//   see POINT NUMBER BLOCK INDEX | STORAGE... | dtype=K device=K contiguous=K
//   write LINE BLOCK INDEX must|may NAME | STORAGE...
//   flow BLOCK NEXT...
//   given-up NAME
// STORAGE is what the tensor's memory is: `fresh`, `unknown`, `param:p`, `memory:v`, each with `!` (on every path that
// comes here) or `?` behind it. BLOCK and INDEX order the events of one function.
#include "api/TorchModel.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/CommonOptionsParser.h"
#include "clang/Tooling/Tooling.h"
#include "flow/Fault.h"
#include "flow/TuAnalysis.h"
#include "llvm/Support/CommandLine.h"
#include <map>

using namespace clang;
using namespace torchtidy;
using namespace torchtidy::flow;

static llvm::cl::OptionCategory Category("claim-dump");
static llvm::cl::opt<Fault> FaultOption(
    "fault", llvm::cl::cat(Category), llvm::cl::desc("put a fault into the analysis"),
    llvm::cl::values(clEnumValN(Fault::LostAlias, "LostAlias", ""), clEnumValN(Fault::JoinIsMust, "JoinIsMust", ""),
                     clEnumValN(Fault::ElementReplaces, "ElementReplaces", ""),
                     clEnumValN(Fault::SummaryLosesWrites, "SummaryLosesWrites", ""),
                     clEnumValN(Fault::SummaryLosesStores, "SummaryLosesStores", ""),
                     clEnumValN(Fault::CaptureByReference, "CaptureByReference", ""),
                     clEnumValN(Fault::RvalueRebinds, "RvalueRebinds", ""),
                     clEnumValN(Fault::ToAlwaysCopies, "ToAlwaysCopies", ""),
                     clEnumValN(Fault::ToNeverCopies, "ToNeverCopies", ""),
                     clEnumValN(Fault::OutIsNotWritten, "OutIsNotWritten", ""),
                     clEnumValN(Fault::TensorIndexIsView, "TensorIndexIsView", ""),
                     clEnumValN(Fault::LoopRunsOnce, "LoopRunsOnce", "")));

namespace {

/// Storage -> whether it is claimed for every path.
using Claim = std::map<std::string, bool>;

class Printer {
public:
  Printer(const FunctionAnalysis &F, const SourceManager &SM) : F(F), SM(SM) {}

  void print() {
    llvm::outs() << "function " << F.function().getQualifiedNameAsString() << "\n";
    flow();
    for (unsigned B = 0; B < F.events().size(); ++B)
      for (unsigned I = 0; I < F.events()[B].size(); ++I) {
        const Event &E = F.events()[B][I];
        if (E.Kind == EventKind::Use)
          see(E, B, I);
        else if (E.Kind == EventKind::Write)
          write(F.writes()[E.Write], B, I);
      }
  }

private:
  void flow() {
    if (const CFG *Graph = F.cfg())
      for (const CFGBlock *Block : *Graph) {
        llvm::outs() << "flow " << Block->getBlockID();
        for (const CFGBlock *Next : Block->succs())
          if (Next)
            llvm::outs() << " " << Next->getBlockID();
        llvm::outs() << "\n";
      }
  }

  void see(const Event &E, unsigned Block, unsigned Index) {
    const auto *Call = dyn_cast_or_null<CallExpr>(E.Site);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || Callee->getQualifiedNameAsString() != "torch::see")
      return;
    auto Number = [&](unsigned I) {
      Expr::EvalResult R;
      return Call->getArg(I)->EvaluateAsInt(R, F.tu().context()) ? R.Val.getInt().getExtValue() : -1;
    };
    llvm::outs() << "see " << Number(0) << " " << Number(1) << " " << Block << " " << Index << " |";
    print(claimOf(E.Value));
    llvm::outs() << " |";
    const Attrs &A = F.values()[E.Value].Attributes;
    for (auto [Which, Name] : {std::pair(flow::Attr::Dtype, "dtype"), {flow::Attr::Device, "device"},
                               {flow::Attr::Contiguous, "contiguous"}}) {
      uint32_t Key = 0;
      if (const AttrSet *Set = A.find(Which); Set && Set->single(Key))
        llvm::outs() << " " << Name << "=" << Key;
    }
    llvm::outs() << "\n";
  }

  void write(const WriteFact &W, unsigned Block, unsigned Index) {
    llvm::outs() << "write " << SM.getExpansionLineNumber(W.Site->getBeginLoc()) << " " << Block << " " << Index << " "
                 << (W.May || W.Deferred || W.Paths != OnPaths::Every ? "may" : "must") << " " << W.Name << " |";
    print(claimOf(W.Value));
    llvm::outs() << "\n";
  }

  static void print(const Claim &C) {
    for (const auto &[Storage, Must] : C)
      llvm::outs() << " " << Storage << (Must ? "!" : "?");
  }

  Claim claimOf(ValueId V) const {
    Claim Out;
    const Value &Held = F.values()[V];
    for (const OriginRef &R : Held.Origins)
      add(Out, R, true, 0);
    for (const MemoryRef &M : Held.Memory) // raw memory that is written
      add(Out, M, Held.Memory.size() + Held.Origins.size() == 1);
    return Out;
  }

  static void join(Claim &Out, const std::string &Storage, bool Must) {
    auto [It, New] = Out.try_emplace(Storage, Must);
    It->second = It->second || (!New && Must);
  }

  void add(Claim &Out, const OriginRef &R, bool Must, unsigned Depth) const {
    const Origin &O = F.origin(R.Origin);
    Must &= R.must();
    switch (O.Kind) {
    case OriginKind::Fresh:
      return join(Out, "fresh", Must);
    case OriginKind::Unknown:
      return join(Out, "unknown", Must);
    case OriginKind::Param:
      return join(Out, "param:" + name(O.Place), Must);
    case OriginKind::Borrow:
      break;
    }
    const Value &Pointer = F.borrows()[O.Borrow].Pointer;
    bool One = Pointer.Memory.size() + Pointer.Origins.size() == 1;
    if (Pointer.Memory.empty() && Pointer.Origins.empty())
      join(Out, "unknown", Must);
    for (const MemoryRef &M : Pointer.Memory)
      add(Out, M, Must && One);
    for (const OriginRef &Of : Pointer.Origins) // memory of another tensor
      if (Depth < 8)
        add(Out, Of, Must && One, Depth + 1);
  }

  void add(Claim &Out, const MemoryRef &M, bool Must) const {
    join(Out, M.Target == NoPlace ? "unknown" : "memory:" + name(M.Target), Must && !M.May);
  }

  /// The nearest variable or field; an allocation by its line.
  std::string name(PlaceId P) const {
    const PlaceTable &Places = F.places();
    for (PlaceId Q = P; Q != NoPlace; Q = Places[Q].Parent)
      switch (Places[Q].Kind) {
      case PlaceKind::Allocation:
        return "line" + std::to_string(SM.getExpansionLineNumber(Places.expr(Q)->getBeginLoc()));
      case PlaceKind::Pointee:
        return "*" + name(Places[Q].Parent);
      case PlaceKind::Variable:
      case PlaceKind::Field:
      case PlaceKind::This:
      case PlaceKind::Capture:
        return Places.name(Q);
      default:
        break;
      }
    return "?";
  }

  const FunctionAnalysis &F;
  const SourceManager &SM;
};

class Consumer : public ASTConsumer {
  void HandleTranslationUnit(ASTContext &Context) override {
    api::TorchModel Model(Context);
    TuAnalysis Analysis(Context, Model);
    for (const FunctionAnalysis *F : Analysis.functions())
      Printer(*F, Context.getSourceManager()).print();
    llvm::outs() << "given-up " << Analysis.statistics().GivenUp << "\n";
  }
};

class Action : public ASTFrontendAction {
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, StringRef) override {
    return std::make_unique<Consumer>();
  }
};

} // namespace

int main(int Count, const char **Arguments) {
  auto Parsed = tooling::CommonOptionsParser::create(Count, Arguments, Category);
  if (!Parsed) {
    llvm::errs() << llvm::toString(Parsed.takeError());
    return 2;
  }
#ifdef TORCH_TIDY_FAULTS
  Injected = FaultOption;
#endif
  tooling::ClangTool Tool(Parsed->getCompilations(), Parsed->getSourcePathList());
  return Tool.run(tooling::newFrontendActionFactory<Action>().get());
}
