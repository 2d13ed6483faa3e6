#include "api/UserCode.h"
#include "api/SchemaReader.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace torchtidy::api {

llvm::StringRef UserCode::torchFolder() const {
  if (Folder)
    return *Folder;
  Folder.emplace();
  const NamespaceDecl *At = findNamespace(Context, {"at"});
  if (!At)
    return *Folder;
  const SourceManager &SM = Context.getSourceManager();
  for (llvm::StringRef Class : {"TensorBase", "Tensor"})
    for (const NamedDecl *D : At->lookup(&Context.Idents.get(Class))) {
      const auto *R = dyn_cast<CXXRecordDecl>(D);
      const CXXRecordDecl *Definition = R ? R->getDefinition() : nullptr;
      if (!Definition)
        continue;
      // .../include/ATen/core/TensorBody.h
      llvm::StringRef Path = SM.getFilename(SM.getExpansionLoc(Definition->getLocation()));
      for (int Up = 0; Up < 3; ++Up)
        Path = llvm::sys::path::parent_path(Path);
      // A test's or mock's own Tensor lies anywhere: its folder is no library then.
      if (llvm::sys::path::filename(Path) == "include")
        *Folder = Path.str();
      return *Folder;
    }
  return *Folder;
}

bool UserCode::isUserFile(FileID File, SourceLocation Loc) const {
  const SourceManager &SM = Context.getSourceManager();
  if (File == SM.getMainFileID())
    return true;
  if (SM.isInSystemHeader(Loc))
    return false;
  llvm::StringRef Path = SM.getFilename(Loc);
  if (Path.empty()) // built-in declarations, the command line
    return false;
  llvm::StringRef Torch = torchFolder();
  if (!Torch.empty() && Path.starts_with(Torch))
    return false;
  llvm::StringRef Previous;
  for (auto It = llvm::sys::path::begin(Path), End = llvm::sys::path::end(Path); It != End; ++It) {
    bool Cuda = Previous == "cuda" || Previous.starts_with("cuda-") || Previous == "rocm";
    bool Library = llvm::StringSwitch<bool>(*It)
                       .Cases({"pybind11", "site-packages", "dist-packages", "numpy"}, true)
                       .Case("include", Cuda)
                       .Default(It->starts_with("python3") && Previous == "include");
    if (Library)
      return false;
    Previous = *It;
  }
  return true;
}

bool UserCode::contains(SourceLocation Loc) const {
  if (Loc.isInvalid())
    return false;
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Place = SM.getExpansionLoc(Loc);
  FileID File = SM.getFileID(Place);
  auto It = Files.find(File);
  if (It == Files.end())
    It = Files.try_emplace(File, isUserFile(File, Place)).first;
  return It->second;
}

} // namespace torchtidy::api
