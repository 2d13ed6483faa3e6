/// A Python file as a tree: what tree-sitter parses, brought into a flat form that is walked in time linear in the file.
#pragma once

#include "python/Outline.h"
#include "python/ParsedText.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/iterator_range.h"
#include <cstdint>
#include <vector>

namespace torchtidy::python {

enum class Kind : uint8_t {
#define PY_KIND(Name, Grammar) Name,
#include "Kinds.def"
  Other
};

/// What a node is to its parent: the grammar's fields.
enum class Role : uint8_t {
  None, Alias, Alternative, Argument, Arguments, Attribute, Body, Condition, Consequence, Definition, Function, Key, Left,
  ModuleName, Name, Object, Operator, Parameters, ReturnType, Right, Subject, Subscript, Superclasses, Type, Value
};

/// Number of a node. 0 is the module, and means "none" wherever a child or a place in the file is named.
using NodeId = uint32_t;

struct Node {
  Kind K = Kind::Other;
  Role R = Role::None;
  bool HasError = false; ///< it, or something in it, is no Python
  uint32_t Begin = 0, End = 0;
  NodeId Parent = 0, First = 0, Next = 0;
};

struct Comment {
  uint32_t Begin = 0, End = 0;
};

class Ast {
public:
  /// Parses Text, which must outlive the tree. Never fails: what is no Python becomes an error node.
  /// \param Plain what is not looked at, in the order of the file.
  explicit Ast(llvm::StringRef Text, llvm::ArrayRef<Body> Plain = {});
  /// The tree that the text has already, which must not be edited while this lives.
  explicit Ast(ParsedText &Parsed);

  const Node &operator[](NodeId N) const { return Nodes[N]; }
  Kind kind(NodeId N) const { return Nodes[N].K; }
  bool is(NodeId N, Kind K) const { return N != 0 && Nodes[N].K == K; }
  llvm::StringRef text(NodeId N) const { return Text.slice(Nodes[N].Begin, Nodes[N].End); }
  llvm::StringRef text() const { return Text; }
  size_t size() const { return Nodes.size(); }
  const std::vector<Comment> &comments() const { return Comments; }

  /// The first child of that role; 0 when there is none.
  NodeId child(NodeId N, Role R) const;
  /// The first child of that kind; 0 when there is none.
  NodeId child(NodeId N, Kind K) const;
  unsigned count(NodeId N) const;

  class ChildIterator {
  public:
    ChildIterator(const Ast &A, NodeId N) : A(&A), N(N) {}
    NodeId operator*() const { return N; }
    ChildIterator &operator++() {
      N = (*A)[N].Next;
      return *this;
    }
    bool operator!=(const ChildIterator &O) const { return N != O.N; }

  private:
    const Ast *A;
    NodeId N;
  };
  llvm::iterator_range<ChildIterator> children(NodeId N) const {
    return {ChildIterator(*this, Nodes[N].First), ChildIterator(*this, 0)};
  }

  /// Without parentheses around it.
  NodeId inner(NodeId N) const;
  /// The simple statement, or the head of the compound one, that N stands in.
  NodeId statementOf(NodeId N) const;
  /// The function or class around N; 0: the module.
  NodeId scopeOf(NodeId N) const;

  unsigned line(uint32_t Offset) const;   ///< from 1
  unsigned column(uint32_t Offset) const; ///< in bytes, from 1

private:
  void read(const TSTree *Tree, class Source &From);
  void pullOutSplat(NodeId Splat);

  llvm::StringRef Text;
  std::vector<Node> Nodes;
  std::vector<Comment> Comments;
  const std::vector<uint32_t> &lineStarts() const;
  mutable std::vector<uint32_t> LineStarts; ///< made when the first place is asked for: most files have no finding
};

} // namespace torchtidy::python
