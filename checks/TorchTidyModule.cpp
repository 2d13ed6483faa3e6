#include "DiscardedResultCheck.h"
#include "ExplicitOptionsCheck.h"
#include "FactoryOptionsCheck.h"
#include "FromBlobDanglingCheck.h"
#include "FromBlobDeviceCheck.h"
#include "FromBlobDtypeCheck.h"
#include "IndexWriteLostCheck.h"
#include "SharedMemoryWriteCheck.h"
#include "clang-tidy/ClangTidyModule.h"

namespace torchtidy {

namespace {

class TorchTidyModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
#define TORCH_CHECK(Class, Id, Level, Fix, Sentence) Factories.registerCheck<Class##Check>("torch-" Id);
#include "Checks.def"
  }
  /// Loaded without any configuration, the module is on by itself.
  clang::tidy::ClangTidyOptions getModuleOptions() override {
    clang::tidy::ClangTidyOptions Options;
    Options.Checks = "torch-*";
    return Options;
  }
};

clang::tidy::ClangTidyModuleRegistry::Add<TorchTidyModule> Registration("torch-module",
                                                                        "Checks code that shares memory with PyTorch.");

} // namespace

} // namespace torchtidy

/// Referenced by programs that link the module in, so that the linker keeps it.
volatile int TorchTidyModuleAnchorSource = 0; // NOLINT: the name is clang-tidy's convention
