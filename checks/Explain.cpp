#include "Explain.h"
#include "Analyses.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Query.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

static llvm::StringRef kindName(WriteKind K) {
  switch (K) {
  case WriteKind::Constant:
    return "sets every element it covers to a constant";
  case WriteKind::Random:
    return "fills with random numbers";
  case WriteKind::Data:
    return "writes data";
  case WriteKind::None:
    break;
  }
  return "writes nothing";
}

static llvm::StringRef ownerName(OwnerKind K) {
  switch (K) {
  case OwnerKind::LocalObject:
    return "a local object";
  case OwnerKind::LocalAllocation:
    return "memory allocated in this function";
  case OwnerKind::Parameter:
    return "the caller's memory";
  case OwnerKind::Member:
    return "memory of a member";
  case OwnerKind::Static:
    return "static memory";
  case OwnerKind::Temporary:
    return "a temporary";
  case OwnerKind::Tensor:
    return "another tensor's storage";
  case OwnerKind::Unknown:
    break;
  }
  return "memory of unknown origin";
}

static void explainWrite(llvm::raw_ostream &OS, const FunctionAnalysis &F, const WriteFact &W) {
  Query Q(F);
  OS << "  '" << W.Name << "' " << kindName(W.Kind) << "; target: " << F.describe(W.Value) << "\n";
  for (const OriginRef &R : F.values()[W.Value].Origins) {
    const Origin &O = F.origin(R.Origin);
    if (O.Kind != OriginKind::Borrow) {
      OS << "    silent for " << (O.Kind == OriginKind::Fresh ? "storage of its own" : "storage that came from outside")
         << "\n";
      continue;
    }
    const BorrowSite &B = F.borrows()[O.Borrow];
    BufferInfo Buffer = Q.buffer(B);
    OS << "    shares " << ownerName(Buffer.Owner) << (Buffer.Name.empty() ? "" : " '" + Buffer.Name + "'");
    if (Buffer.Const || R.Const)
      OS << ", reached through const";
    if (B.Traits.Owns)
      OS << "; silent: the tensor owns it (deleter)";
    else if (B.Traits.Keeps)
      OS << "; a deleter keeps it alive";
    else if (R.ViewMay)
      OS << "; strict only: an operation on the way may have copied";
    else if (W.FreshAllocation)
      OS << "; raw memory that nothing has written yet";
    else if (W.Kind == WriteKind::Data && !Buffer.Const && !R.Const)
      OS << "; strict only: an output write";
    if (W.Escaped)
      OS << "; its address has escaped";
    if (!Q.readsAfter(W, O.Borrow, 1).empty())
      OS << "; used again later";
    OS << "\n";
  }
}

std::string explainLine(ASTContext &Context, llvm::StringRef File, unsigned Line) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const SourceManager &SM = Context.getSourceManager();
  TuAnalysis &Analysis = analysisOf(Context);
  bool Found = false;
  auto LineOf = [&](SourceLocation L) { return SM.getExpansionLineNumber(L); };
  for (const FunctionAnalysis *F : Analysis.functions()) {
    SourceRange Range = F->function().getSourceRange();
    if (llvm::sys::path::filename(SM.getFilename(SM.getExpansionLoc(Range.getBegin()))) !=
            llvm::sys::path::filename(File) ||
        Line < LineOf(Range.getBegin()) || Line > LineOf(Range.getEnd()))
      continue;
    Found = true;
    OS << "in '" << F->function().getQualifiedNameAsString() << "' after line " << Line << ":\n";
    FunctionAnalysis Again(Analysis, F->function());
    Again.keepSnapshots();
    Again.run();
    for (const auto &[P, V] : Again.snapshotAt(Line)) {
      std::string Name = Again.places().name(P), Text = Again.describe(V);
      if (!Name.empty() && !Text.empty())
        OS << "  " << Name << (Again.places()[P].Kind == PlaceKind::Element ? "[..]" : "") << ": " << Text << "\n";
    }
    for (const WriteFact &W : F->writes())
      if (LineOf(W.Site->getExprLoc()) == Line)
        explainWrite(OS, *F, W);
  }
  if (!Found)
    OS << "no analysed function at " << File << ":" << Line
       << " (not user code, a template without instantiation, code with errors, or a cap was hit)\n";
  return Out;
}

std::string explainSummaries(ASTContext &Context) {
  std::string Out;
  for (const FunctionAnalysis *F : analysisOf(Context).functions())
    Out += F->function().getQualifiedNameAsString() + "\n" + printSummary(F->summary()) + "\n";
  return Out;
}

unsigned strictOnlyFindings(ASTContext &Context) { return analysisOf(Context).statistics().StrictOnly; }

std::string analysisStatistics(ASTContext &Context) {
  const Statistics &S = analysisOf(Context).statistics();
  std::string Out = std::to_string(S.Functions) + " functions analysed, " + std::to_string(S.GivenUp) + " given up on, " +
                    std::to_string(S.Steps) + " steps, tensors read: " + std::to_string(S.Known) + " known, " +
                    std::to_string(S.May) + " may, " + std::to_string(S.Unknown) + " unknown";
  std::vector<std::pair<unsigned, llvm::StringRef>> From;
  for (const auto &Row : S.UnknownFrom)
    From.emplace_back(Row.second, Row.first());
  llvm::sort(From, [](const auto &A, const auto &B) { return A.first != B.first ? A.first > B.first : A.second < B.second; });
  if (From.size() > 10)
    From.resize(10);
  const char *Sep = " (made by ";
  for (const auto &[Count, Name] : From) {
    Out += Sep + Name.str() + " " + std::to_string(Count);
    Sep = ", ";
  }
  return From.empty() ? Out : Out + ")";
}

} // namespace torchtidy
