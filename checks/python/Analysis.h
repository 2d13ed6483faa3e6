/// The flow analysis of one Python file: values through scopes, branches, loops and the functions of the file.
///
/// Statements are walked in the order in which they run; branches are joined, loops repeated until nothing changes.
/// A function is analysed once for its summary (what it does to its arguments, what it returns); what it does not bind
/// itself comes from the join of everything that the scope around it ever binds.
#pragma once

#include "python/Facts.h"
#include "python/Scopes.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/StringSaver.h"
#include <map>

namespace torchtidy::python {

/// What a function of the file does to its callers.
struct Summary {
  ValueId Result = 0;
  struct ParamWrite {
    unsigned Param = 0;
    llvm::StringRef Name;
    WriteKind Kind = WriteKind::Data;
    NodeId Site = 0;
    bool May = false;
    bool Borrowed = false; ///< through a tensor made over the argument: reported where it happens
  };
  std::vector<ParamWrite> Writes;
  std::vector<llvm::StringRef> Params;
  bool Known = false; ///< else nothing may be said: recursion, a decorator, a cap
  bool Varargs = false;
};

class FileAnalysis {
public:
  explicit FileAnalysis(const Ast &A);
  void run();

  const Ast &ast() const { return A; }
  const Scopes &scopes() const { return Names; }
  Values &values() { return Vs; }
  Facts &facts() { return F; }
  llvm::StringRef save(const llvm::Twine &Text) { return Strings.save(Text); }
  llvm::StringRef save(llvm::StringRef Text) {
    llvm::StringRef All = A.text();
    bool Lives = std::less_equal<>()(All.begin(), Text.begin()) && std::less_equal<>()(Text.end(), All.end());
    return Lives ? Text : Strings.save(Text);
  }

  /// The file moves the factories elsewhere: `torch.set_default_device`, `with torch.device(..)`.
  bool DefaultDevice = false;
  /// Other libraries whose tensors have a `numpy` method.
  bool OtherTensors = false;
  llvm::ArrayRef<std::string> TensorTypes; ///< classes that annotations name and that behave as tensors
  unsigned ExplainLine = 0;                    ///< line whose values are remembered
  std::map<NodeId, ValueId> Seen;              ///< names on that line
  unsigned GivenUp = 0; ///< functions on which a cap was hit

  /// \param Depth nesting of the place that asks.
  const Summary &summaryOf(NodeId Function, unsigned Depth = 0);
  /// Everything that a scope ever binds to a name.
  ValueId binding(NodeId Scope, llvm::StringRef Name) { return read(Bindings, {Scope, Name}); }
  void addBinding(NodeId Scope, llvm::StringRef Name, ValueId V);
  /// Everything that the methods of a class ever store in an attribute of self; nothing where code elsewhere may.
  ValueId attribute(NodeId Class, llvm::StringRef Name) { return read(Attributes, {Class, Name}); }
  void addAttribute(NodeId Class, llvm::StringRef Name, ValueId V);
  /// Different stores give it different memory, and nobody knows which was the last.
  bool isMixed(NodeId Class, llvm::StringRef Name);

private:
  using Key = std::pair<NodeId, llvm::StringRef>;
  struct Known {
    ValueId V = 0;
    ValueId First = 0;  ///< what this round stored first: each round makes its memory anew
    unsigned Round = 0; ///< of First
    bool Bound = false, Read = false;
    bool Mixed = false; ///< and it stored other memory later
  };
  using Table = llvm::DenseMap<Key, Known>;
  ValueId read(Table &From, Key K);
  void add(Table &To, Key K, ValueId V);
  void round();

  const Ast &A;
  Scopes Names;
  Values Vs;
  Facts F;
  llvm::BumpPtrAllocator Allocator;
  llvm::UniqueStringSaver Strings;
  std::map<NodeId, Summary> Summaries;
  llvm::DenseMap<NodeId, bool> Running;
  unsigned CallDepth = 0, Nesting = 0, Round = 0;
  Table Bindings, Attributes;
  bool Stale = false; ///< something was read before all that is bound to it was known
};

} // namespace torchtidy::python
