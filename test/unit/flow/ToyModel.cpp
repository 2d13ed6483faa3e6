#include "ToyModel.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/ASTUnit.h"
#include "flow/Query.h"
#include "gtest/gtest.h"

using namespace clang;

namespace torchtidy::flow::test {

static const char *const Header = R"cpp(
#include <vector>
#include <utility>
#include <memory>
#include <tuple>
#include <optional>
#include <functional>
#include <algorithm>
#include <map>
#include <array>
#include <string>
#include <cstdlib>
#include <thread>
#include <any>
#include <deque>
#include <list>
#include <queue>
#include <variant>
#include <future>
#include <iterator>
#include <numeric>
#include <unordered_map>
namespace toy {
struct Tensor {
  Tensor(); Tensor(const Tensor&); Tensor(Tensor&&);
  Tensor& operator=(const Tensor&) &; Tensor& operator=(Tensor&&) &; Tensor& operator=(const Tensor&) &&;
  Tensor& zero_() const; Tensor& add_(int) const; Tensor view() const; Tensor part() const; Tensor maybe() const;
  Tensor clone() const; float* ptr() const; void set(const Tensor&) const;
};
Tensor borrow(void*, int n); Tensor fresh(int n); Tensor& add_out(Tensor& out, const Tensor& x);
}
using toy::Tensor;
void POINT(const Tensor&);
void unknown(const Tensor&); void unknownPointer(float*); void take(std::vector<float>&); bool cond();
)cpp";

bool ToyModel::isHandle(QualType T) const {
  const auto *R = T->getAsCXXRecordDecl();
  return R && R->getIdentifier() && R->getName() == "Tensor";
}
bool ToyModel::carriesAttrs(QualType T) const { return isHandle(T); }
std::optional<Attrs> ToyModel::constantOf(const Expr &) const { return std::nullopt; }
bool ToyModel::isUserCode(SourceLocation Loc) const {
  return !Context.getSourceManager().isInSystemHeader(Context.getSourceManager().getExpansionLoc(Loc));
}

Effect ToyModel::effectOf(const CallSite &Call, const OperandReader &) const {
  Effect E;
  const auto *M = dyn_cast<CXXMethodDecl>(Call.Callee);
  const auto *NS = dyn_cast<NamespaceDecl>(Call.Callee->getDeclContext());
  bool Ours = (M && isHandle(Context.getCanonicalTagType(M->getParent()))) || (NS && NS->getName() == "toy");
  bool Probe = Call.Callee->getDeclName().isIdentifier() && Call.Callee->getName() == "POINT";
  if (!Ours && !Probe)
    return E;
  E.Known = true;
  E.Name = Call.Callee->getNameAsString();
  auto From = [&](ResultKind K, bool May, bool Whole) {
    E.Result = K;
    E.From.push_back({0, May, Whole});
  };
  if (isa<CXXConstructorDecl>(Call.Callee)) {
    E.Result = ResultKind::Copy;
  } else if (M && M->getOverloadedOperator() == OO_Equal) {
    From(ResultKind::Same, false, true);
    if (M->getRefQualifier() == RQ_RValue) {
      E.operandRef(0).Writes = WriteKind::Data;
    } else {
      E.Rebinds = 0;
      E.RebindFrom = 1;
      E.operandRef(0).Reads = false;
    }
  } else if (E.Name == "zero_" || E.Name == "add_" || E.Name == "add_out") {
    E.operandRef(0).Writes = E.Name == "zero_" ? WriteKind::Constant : WriteKind::Data;
    E.operandRef(0).Reads = E.Name != "zero_";
    From(ResultKind::Same, false, true);
  } else if (E.Name == "view") {
    From(ResultKind::View, false, true);
  } else if (E.Name == "part") {
    From(ResultKind::View, false, false);
  } else if (E.Name == "maybe") {
    From(ResultKind::View, true, true);
  } else if (E.Name == "ptr") {
    From(ResultKind::Pointer, false, true);
  } else if (E.Name == "borrow") {
    From(ResultKind::Borrow, false, true);
  } else if (E.Name == "set") {
    E.Rebinds = 0;
    E.RebindFrom = 1;
    E.RebindsTensor = true;
    E.Result = ResultKind::None;
  } else if (Probe) {
    E.Result = ResultKind::None;
  } else {
    E.Result = ResultKind::Fresh;
  }
  return E;
}

Toy::Toy(const std::string &Code) {
  Unit = tooling::buildASTFromCodeWithArgs(Header + Code, {"-std=c++17", "-Wno-everything"}, "toy.cpp");
  EXPECT_FALSE(Unit->getDiagnostics().hasErrorOccurred()) << "a snippet does not compile: see the errors above";
  Model = std::make_unique<ToyModel>(Unit->getASTContext());
  Analysis = std::make_unique<TuAnalysis>(Unit->getASTContext(), *Model);
  Analysis->functions();
}

std::string shortForm(const FunctionAnalysis &F, ValueId V) {
  if (V == Bottom)
    return "bottom";
  std::string Out;
  Query Q(F);
  std::vector<std::string> Parts;
  for (const OriginRef &R : F.values()[V].Origins) {
    std::string P = R.must() ? "" : "may ";
    if (R.Part)
      P += "part ";
    const Origin &O = F.origin(R.Origin);
    switch (O.Kind) {
    case OriginKind::Borrow:
      P += "Borrow(" + Q.buffer(F.borrows()[O.Borrow]).Name + ")";
      break;
    case OriginKind::Fresh:
      P += "Fresh";
      break;
    case OriginKind::Param:
      P += "Param(" + F.places().name(O.Place) + ")";
      break;
    case OriginKind::Unknown:
      P += "Unknown";
      break;
    }
    Parts.push_back(P);
  }
  llvm::sort(Parts);
  for (const std::string &P : Parts)
    Out += (Out.empty() ? "" : ", ") + P;
  return Out;
}

static bool isWithin(const FunctionAnalysis &F, const std::string &Namespace) {
  if (Namespace.empty())
    return true;
  for (const DeclContext *DC = F.function().getDeclContext(); DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC); NS && NS->getName() == Namespace)
      return true;
  return false;
}

static std::string joined(const Case *Begin, const Case *End) {
  std::string Code;
  for (const Case *Row = Begin; Row != End; ++Row)
    Code += std::string("namespace ") + Row->Name + " {\n" + Row->Code + "\n}\n";
  return Code;
}

ToyTable::ToyTable(const Case *Begin, const Case *End) : T(joined(Begin, End)) {}

std::string Toy::point(unsigned I, const std::string &Within) {
  std::vector<std::pair<unsigned, std::string>> Points;
  const SourceManager &SM = Unit->getSourceManager();
  for (const FunctionAnalysis *F : Analysis->functions())
    for (const auto &List : F->events())
      for (const Event &E : List)
        if (E.Kind == EventKind::Use && isWithin(*F, Within))
          if (const auto *C = dyn_cast<CallExpr>(E.Site); C && C->getDirectCallee() &&
              C->getDirectCallee()->getNameAsString() == "POINT")
            Points.emplace_back(SM.getFileOffset(SM.getExpansionLoc(C->getBeginLoc())), shortForm(*F, E.Value));
  llvm::sort(Points);
  Points.erase(std::unique(Points.begin(), Points.end()), Points.end());
  return I < Points.size() ? Points[I].second : "no such point";
}

std::string Toy::writes(const std::string &Within) {
  std::vector<std::pair<unsigned, std::string>> All;
  const SourceManager &SM = Unit->getSourceManager();
  for (const FunctionAnalysis *F : Analysis->functions()) {
    if (!isWithin(*F, Within))
      continue;
    Query Q(*F);
    for (const WriteFact &W : F->writes()) {
      unsigned At = SM.getFileOffset(SM.getExpansionLoc(W.Site->getExprLoc()));
      std::string Often = W.Paths == OnPaths::Some ? " sometimes" : W.Paths == OnPaths::UnlessEmpty ? " in a loop" : "";
      for (const OriginRef &R : F->values()[W.Value].Origins)
        if (F->origin(R.Origin).Kind == OriginKind::Borrow)
          All.emplace_back(At, W.Name + Often + (R.must() ? " " : " may ") +
                                   Q.buffer(F->borrows()[F->origin(R.Origin).Borrow]).Name);
      for (const MemoryRef &R : F->values()[W.Value].Memory)
        All.emplace_back(At, W.Name + Often + (R.May ? " may " : " ") + "[" +
                                 (R.Target == NoPlace ? "unknown" : F->places().name(R.Target)) + "]");
    }
    for (const auto &List : F->events())
      for (const Event &E : List)
        if (E.Kind == EventKind::Free && F->frees()[E.Free].Inside != E.Site)
          All.emplace_back(SM.getFileOffset(SM.getExpansionLoc(E.Site->getBeginLoc())), "ends [" + F->places().name(E.Place) + "]");
  }
  llvm::sort(All);
  All.erase(std::unique(All.begin(), All.end()), All.end());
  std::string Out;
  for (const auto &[At, Text] : All)
    Out += (Out.empty() ? "" : "; ") + Text;
  return Out;
}

const FunctionAnalysis *Toy::function(const std::string &Name) {
  for (const FunctionAnalysis *F : Analysis->functions())
    if (F->function().getNameAsString() == Name)
      return F;
  return nullptr;
}

std::string Toy::summary(const std::string &Name) {
  const FunctionAnalysis *F = function(Name);
  return F ? printSummary(F->summary()) : "no such function";
}

} // namespace torchtidy::flow::test
