#include "api/OpenCv.h"
#include "api/HandEffects.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::api {

using flow::Effect;
using flow::ResultKind;

namespace {

enum class PixelRule : uint8_t { None, NewPixels, SharesPixels, OutPixels };

llvm::StringRef classIn(QualType T) {
  const auto *R = T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->getIdentifier() && rootNamespace(*R) == "cv" ? R->getName() : llvm::StringRef();
}

std::string nameOf(const FunctionDecl &F) {
  if (isa<CXXConversionDecl>(F))
    return "operator " + classIn(F.getReturnType()).str();
  return F.getNameAsString();
}

PixelRule ruleOf(const FunctionDecl &F) {
  struct Row {
    llvm::StringRef Scope, Name;
    PixelRule Rule;
  };
  static constexpr Row Rows[] = {
#define OPENCV_API(Scope, Name, What, Checked) {Scope, Name, PixelRule::What},
#include "api/OpenCv.def"
#undef OPENCV_API
  };
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  llvm::StringRef Scope = "cv";
  if (M)
    Scope = M->getParent()->getIdentifier() ? M->getParent()->getName() : llvm::StringRef();
  Scope.consume_back("_"); // Mat_<T>
  std::string Name = nameOf(F);
  for (const Row &R : Rows)
    if (R.Scope == Scope && R.Name == Name)
      return R.Rule;
  return M ? PixelRule::None : PixelRule::OutPixels;
}

Effect readsOnly(llvm::StringRef Name) {
  Effect E;
  E.Known = true;
  E.Name = Name.str();
  E.Result = ResultKind::None;
  return E;
}

/// `cv::Mat m(rows, cols, type)`, `(.., data)`, `(other, rect)`.
Effect construction(const flow::CallSite &Call) {
  Effect E = readsOnly("Mat");
  bool Sizes = false;
  for (unsigned I = 0; I < Call.Operands.size(); ++I) {
    QualType T = Call.Operands[I]->getType();
    if (T->isVoidPointerType() || T->isPointerType() || isMatrix(T)) {
      E.Result = ResultKind::Copy; // over the same memory
      E.From.push_back({I, false, true});
      return E;
    }
    llvm::StringRef Class = classIn(T);
    if (!Class.empty() && Class != "Size_" && Class != "Scalar_" && Class != "Range")
      return {};
    Sizes = true;
  }
  E.Result = Sizes ? ResultKind::Allocation : ResultKind::Copy;
  return E;
}

} // namespace

bool isMatrix(QualType T) { return llvm::is_contained({"Mat", "Mat_"}, classIn(T)); }

Effect openCvEffect(const flow::CallSite &Call) {
  const FunctionDecl &F = *Call.Callee;
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  std::string Name = nameOf(F);
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&F)) {
    llvm::StringRef Class = C->getParent()->getName();
    if (isMatrix(Call.Site->getType()))
      return C->isCopyOrMoveConstructor() ? Effect() : construction(Call);
    // The proxies that OpenCV's functions take: a matrix in an output proxy gets its pixels there.
    if (!Class.ends_with("putArray") || Call.Operands.empty() || !isMatrix(Call.Operands[0]->getType()))
      return {};
    Effect E = readsOnly(Class);
    if (Class != "_InputArray") {
      E.AllocatesInto = 0;
      E.AllocatesIfEmpty = E.Initialised = true;
    }
    return E;
  }
  if (M && M->isCopyAssignmentOperator() && isMatrix(M->getThisType()->getPointeeType())) {
    Effect E = readsOnly("operator=");
    E.Result = ResultKind::Same;
    E.From.push_back({0, false, true});
    E.Rebinds = 0;
    E.RebindFrom = 1;
    return E;
  }
  Effect E = readsOnly(Name);
  switch (ruleOf(F)) {
  case PixelRule::NewPixels:
    E.Result = ResultKind::Allocation;
    E.Initialised = true;
    return E;
  case PixelRule::SharesPixels:
    E.Result = ResultKind::Copy;
    E.From.push_back({0, false, true});
    return E;
  case PixelRule::OutPixels:
    for (unsigned I = Call.HasObject ? 1 : 0; I < Call.Operands.size(); ++I)
      if (const ParmVarDecl *P = Call.parameter(I);
          P && P->getType()->isLValueReferenceType() && !P->getType()->getPointeeType().isConstQualified() &&
          isMatrix(P->getType())) {
        E.AllocatesInto = static_cast<int>(I);
        E.AllocatesIfEmpty = E.Initialised = true;
      }
    return E;
  case PixelRule::None:
    // What a matrix tells about itself: `m.channels()`, `m.size()`, `m.isContinuous()`.
    if (M && M->isConst() && isMatrix(M->getThisType()->getPointeeType()) && !isMatrix(F.getReturnType()) &&
        !F.getReturnType()->isPointerType() && !F.getReturnType()->isReferenceType())
      return E;
    return {};
  }
  return {};
}

} // namespace torchtidy::api
