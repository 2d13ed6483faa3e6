/// Which names belong to which function, as Python's compiler decides it: before anything runs.
#pragma once

#include "python/Ast.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/DenseSet.h"
#include <map>

namespace torchtidy::python {

struct Scope {
  NodeId Node = 0;   ///< function, class, lambda; 0: the module
  NodeId Outer = 0;  ///< the scope around it
  llvm::DenseSet<llvm::StringRef> Bound;
  llvm::DenseSet<llvm::StringRef> Global, Nonlocal;
  llvm::DenseSet<llvm::StringRef> TensorLike; ///< names on which methods are called that only tensors and arrays have
};

/// The methods of a class of the file, and where its attributes are set.
struct ClassInfo {
  llvm::StringMap<NodeId> Methods;
  llvm::StringMap<llvm::SmallVector<NodeId, 2>> SetIn; ///< attribute of self -> functions that set it
  bool IsModule = false; ///< derives from something that is called Module
};

class Scopes {
public:
  explicit Scopes(const Ast &A);
  const Scope &scope(NodeId Node) const { return All.at(Node); }
  const ClassInfo *classOf(NodeId Function) const;
  const ClassInfo &info(NodeId Class) const { return Classes.at(Class); }
  /// The scope in which a name is looked up that is used in `From`; classes on the way are passed by.
  NodeId owner(NodeId From, llvm::StringRef Name) const;
  /// All functions, in the order of the file.
  const std::vector<NodeId> &functions() const { return Functions; }
  /// Name of the first parameter of a method, "self"; empty for other functions.
  llvm::StringRef selfName(NodeId Function) const;

private:
  void bind(NodeId Target, Scope &Into, unsigned Depth = 0);
  void attribute(NodeId Target, NodeId Function);

  const Ast &A;
  std::map<NodeId, Scope> All;
  std::map<NodeId, ClassInfo> Classes;
  std::vector<NodeId> Functions;
};

} // namespace torchtidy::python
