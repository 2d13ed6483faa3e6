// schema-dump: prints what checks/api reads out of a file that includes libtorch.
//   --schemas   one schema a line, of every record in at::_ops
//   --mapping   one line per function of the C++ API: whether its body calls an operator, name and type, operator,
//               sources of the operator's arguments
//   --effects   per operator: schema, what the model says of each tensor argument, of the result, and of its sources
// With --skip-bodies the parser drops function bodies, as header caches and editors do.
#include "api/CallMap.h"
#include "api/OpEffects.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/CommonOptionsParser.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/CommandLine.h"
#include <chrono>

using namespace clang;
using namespace torchtidy::api;

static llvm::cl::OptionCategory Category("schema-dump");
static llvm::cl::opt<bool> Schemas("schemas", llvm::cl::cat(Category));
static llvm::cl::opt<bool> Mapping("mapping", llvm::cl::cat(Category));
static llvm::cl::opt<bool> Effects("effects", llvm::cl::cat(Category));
static llvm::cl::opt<bool> SkipBodies("skip-bodies", llvm::cl::cat(Category));

namespace {

/// Independent of CallMap: does the body name the `call` of exactly one operator?
class Wraps : public RecursiveASTVisitor<Wraps> {
public:
  llvm::SmallPtrSet<const Decl *, 2> Records;
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl());
    const auto *R = F ? dyn_cast<CXXRecordDecl>(F->getDeclContext()) : nullptr;
    if (R && F->getNameAsString() == "call" && StringRef(R->getQualifiedNameAsString()).starts_with("at::_ops::"))
      Records.insert(R->getCanonicalDecl());
    return true;
  }
};

/// Of the operands nothing is known.
class NoAttrs : public torchtidy::flow::OperandReader {
  torchtidy::flow::Attrs Unknown;

public:
  const torchtidy::flow::Attrs &attrs(unsigned) const override { return Unknown; }
};

class Dump : public ASTConsumer {
public:
  bool shouldSkipFunctionBody(Decl *) override { return SkipBodies; }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (Schemas)
      dumpSchemas(Context);
    if (Mapping)
      dumpMapping(Context);
    if (Effects)
      dumpEffects(Context);
  }

private:
  void dumpSchemas(ASTContext &Context) {
    const NamespaceDecl *Ops = findNamespace(Context, {"at", "_ops"});
    SchemaReader Reader(Context);
    unsigned Read = 0, Unreadable = 0;
    if (Ops)
      for (const NamespaceDecl *Part : Ops->redecls())
        for (const Decl *D : Part->decls())
          if (const auto *R = dyn_cast<CXXRecordDecl>(D); R && R->isThisDeclarationADefinition()) {
            // Through the lookup by name, as the model does it.
            const Operator *Op = Reader.find(R->getName());
            if (Op && Op->Record == R) {
              ++Read;
              llvm::outs() << SchemaReader::textOf(*R, Context) << "\n";
            } else {
              ++Unreadable;
              llvm::errs() << "unreadable " << R->getName() << "\n";
            }
          }
    llvm::errs() << "records read " << Read << " unreadable " << Unreadable << "\n";
  }

  static StringRef write(const torchtidy::flow::OperandEffect &E) {
    if (E.Metadata)
      return "metadata";
    if (E.Writes == torchtidy::flow::WriteKind::None)
      return "none";
    if (E.MayWriteOnly)
      return "maywrite";
    return E.Writes == torchtidy::flow::WriteKind::Constant ? "fill" : "write";
  }

  static StringRef result(torchtidy::flow::ResultKind Kind) {
    using torchtidy::flow::ResultKind;
    switch (Kind) {
    case ResultKind::None:
      return "none";
    case ResultKind::Fresh:
      return "fresh";
    case ResultKind::View:
      return "view";
    case ResultKind::Same:
    case ResultKind::Copy:
      return "same";
    default:
      return "unknown";
    }
  }

  /// The effect of a call of at::_ops::X::call with arguments of which nothing is known.
  void dumpEffects(ASTContext &Context) {
    const NamespaceDecl *Ops = findNamespace(Context, {"at", "_ops"});
    SchemaReader Reader(Context);
    ElementTypes Types(Context);
    Attributes Values(Context, Types);
    OpEffects Model(Context, Values);
    if (!Ops)
      return;
    for (const NamespaceDecl *Part : Ops->redecls())
      for (const Decl *D : Part->decls()) {
        const auto *R = dyn_cast<CXXRecordDecl>(D);
        if (!R || !R->isThisDeclarationADefinition())
          continue;
        OpCall Op;
        Op.Op = Reader.find(R->getName());
        torchtidy::flow::CallSite Call;
        for (const CXXMethodDecl *M : R->methods())
          if (M->getDeclName().isIdentifier() && M->getName() == "call")
            Call.Callee = M;
        if (!Op.Op || !Call.Callee)
          continue;
        const Schema &S = Op.Op->Signature;
        for (unsigned I = 0; I < Call.Callee->getNumParams(); ++I) {
          QualType Type = Call.Callee->getParamDecl(I)->getType().getNonReferenceType();
          Op.Sources.push_back(static_cast<int>(I));
          Call.Operands.push_back(new (Context) OpaqueValueExpr(SourceLocation(), Type, VK_LValue));
        }
        if (Op.Sources.size() != S.Arguments.size())
          continue;
        torchtidy::flow::Effect E = Model.effectOf(Op, Call, NoAttrs());
        llvm::outs() << SchemaReader::textOf(*R, Context) << "\t";
        for (unsigned I = 0; I < S.Arguments.size(); ++I)
          if (S.Arguments[I].Type.isTensor())
            llvm::outs() << StringRef(S.Arguments[I].Name) << "=" << write(E.operand(I)) << " ";
        llvm::outs() << "\t" << result(E.Result) << "\t";
        for (const torchtidy::flow::ViewOf &From : E.From)
          llvm::outs() << StringRef(S.Arguments[From.Operand].Name) << "=" << (From.May ? "may" : "must") << " ";
        if (E.RebindFrom >= 0)
          llvm::outs() << StringRef(S.Arguments[E.RebindFrom].Name) << "=may ";
        llvm::outs() << "\n";
      }
  }

  void one(const FunctionDecl &F, CallMap &Map, ASTContext &Context) {
    if (!Seen.insert(F.getCanonicalDecl()).second || F.isDeleted() || F.isImplicit())
      return;
    Wraps W;
    const FunctionDecl *Definition = nullptr;
    if (F.hasBody(Definition) && Definition->getBody())
      W.TraverseStmt(Definition->getBody());
    auto Start = std::chrono::steady_clock::now();
    const OpCall *Call = Map.find(F);
    Elapsed += std::chrono::steady_clock::now() - Start;
    std::string Sources = "-";
    if (Call) {
      Sources.clear();
      for (int S : Call->Sources)
        Sources += std::to_string(S) + ",";
    }
    PrintingPolicy Policy(Context.getLangOpts());
    llvm::outs() << W.Records.size() << "\t" << F.getQualifiedNameAsString() << " "
                 << F.getType().getCanonicalType().getAsString(Policy) << "\t"
                 << (Call ? Call->Op->Record->getName() : "-") << "\t" << Sources << "\n";
  }

  void scope(const DeclContext &DC, CallMap &Map, ASTContext &Context) {
    for (const Decl *D : DC.decls()) {
      if (const auto *F = dyn_cast<FunctionDecl>(D))
        one(*F, Map, Context);
      else if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
        one(*T->getTemplatedDecl(), Map, Context);
    }
  }

  void dumpMapping(ASTContext &Context) {
    SchemaReader Reader(Context);
    CallMap Map(Context, Reader);
    using Path = llvm::SmallVector<StringRef, 3>;
    for (const Path &P : {Path{"at"}, Path{"at", "symint"}, Path{"torch"}, Path{"torch", "fft"}, Path{"torch", "linalg"},
                          Path{"torch", "special"}, Path{"torch", "sparse"}, Path{"torch", "nested"}})
      if (const NamespaceDecl *NS = findNamespace(Context, P))
        for (const NamespaceDecl *Part : NS->redecls()) {
          scope(*Part, Map, Context);
          if (P.size() == 1)
            for (const Decl *D : Part->decls())
              if (const auto *R = dyn_cast<CXXRecordDecl>(D); R && R->isThisDeclarationADefinition() &&
                                                              (R->getName() == "Tensor" || R->getName() == "TensorBase"))
                scope(*R, Map, Context);
        }
    llvm::errs() << "mapped " << Seen.size() << " functions in "
                 << std::chrono::duration_cast<std::chrono::milliseconds>(Elapsed).count() << " ms\n";
  }

  llvm::DenseSet<const FunctionDecl *> Seen;
  std::chrono::steady_clock::duration Elapsed{};
};

class Action : public ASTFrontendAction {
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    CI.getFrontendOpts().SkipFunctionBodies = SkipBodies;
    return std::make_unique<Dump>();
  }
};

} // namespace

int main(int Count, const char **Arguments) {
  auto Parsed = tooling::CommonOptionsParser::create(Count, Arguments, Category);
  if (!Parsed) {
    llvm::errs() << llvm::toString(Parsed.takeError());
    return 2;
  }
  tooling::ClangTool Tool(Parsed->getCompilations(), Parsed->getSourcePathList());
  return Tool.run(tooling::newFrontendActionFactory<Action>().get());
}
