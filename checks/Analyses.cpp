#include "Analyses.h"
#include "api/TorchModel.h"
#include "llvm/ADT/DenseMap.h"
#include <mutex>

using namespace clang;

namespace torchtidy {

namespace {

struct Holder {
  explicit Holder(ASTContext &Context) : Model(Context), Analysis(Context, Model) {}
  api::TorchModel Model;
  flow::TuAnalysis Analysis;
  llvm::DenseSet<unsigned> Reported;
};

struct Registry {
  std::mutex Lock;
  llvm::DenseMap<const ASTContext *, Holder *> ByContext;
};

Registry &registry() {
  static Registry R;
  return R;
}

} // namespace

flow::TuAnalysis &analysisOf(ASTContext &Context) {
  Registry &R = registry();
  std::lock_guard<std::mutex> Guard(R.Lock);
  Holder *&Mine = R.ByContext[&Context];
  if (!Mine) {
    Mine = new Holder(Context);
    // The context owns its analysis: it goes when the AST goes.
    Context.AddDeallocation(
        [](void *P) {
          auto *Context = static_cast<const ASTContext *>(P);
          Registry &R = registry();
          std::lock_guard<std::mutex> Guard(R.Lock);
          auto It = R.ByContext.find(Context);
          if (It == R.ByContext.end())
            return;
          delete It->second;
          R.ByContext.erase(It);
        },
        &Context);
  }
  return Mine->Analysis;
}

llvm::DenseSet<unsigned> &reportedPlaces(const flow::TuAnalysis &Analysis) {
  Registry &R = registry();
  std::lock_guard<std::mutex> Guard(R.Lock);
  return R.ByContext.find(&Analysis.context())->second->Reported;
}

const api::TorchModel &modelOf(const flow::TuAnalysis &Analysis) {
  return static_cast<const api::TorchModel &>(Analysis.api());
}

} // namespace torchtidy
