#include "python/Ast.h"
#include "python/Arena.h"
#include "python/Walk.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python(void);

namespace torchtidy::python {

namespace {

/// Meaning of the grammar's numbers, looked up once.
struct Grammar {
  const TSLanguage *Language = tree_sitter_python();
  std::vector<Kind> Kinds;
  std::vector<Role> Roles;
  TSSymbol Comment;

  Grammar() {
    auto KindOf = [](llvm::StringRef Name) {
      return llvm::StringSwitch<Kind>(Name)
#define PY_KIND(Name, Grammar) .Case(Grammar, Kind::Name)
#include "Kinds.def"
          .Default(Kind::Other);
    };
    for (uint32_t I = 0, E = ts_language_symbol_count(Language); I < E; ++I)
      Kinds.push_back(ts_language_symbol_type(Language, I) == TSSymbolTypeRegular
                          ? KindOf(ts_language_symbol_name(Language, I))
                          : Kind::Other);
    Roles.push_back(Role::None);
    for (uint32_t I = 1, E = ts_language_field_count(Language); I <= E; ++I)
      Roles.push_back(roleOf(ts_language_field_name_for_id(Language, I)));
    Comment = ts_language_symbol_for_name(Language, "comment", 7, true);
  }

  static Role roleOf(llvm::StringRef Name) {
    return llvm::StringSwitch<Role>(Name)
        .Case("alias", Role::Alias).Case("alternative", Role::Alternative).Case("argument", Role::Argument)
        .Case("arguments", Role::Arguments).Case("attribute", Role::Attribute).Case("body", Role::Body)
        .Case("condition", Role::Condition).Case("consequence", Role::Consequence)
        .Case("definition", Role::Definition).Case("function", Role::Function).Case("key", Role::Key)
        .Case("left", Role::Left).Case("module_name", Role::ModuleName).Case("name", Role::Name)
        .Case("object", Role::Object).Case("operator", Role::Operator).Case("operators", Role::Operator)
        .Case("parameters", Role::Parameters).Case("return_type", Role::ReturnType).Case("right", Role::Right)
        .Case("subject", Role::Subject).Case("subscript", Role::Subscript)
        .Case("superclasses", Role::Superclasses).Case("type", Role::Type).Case("value", Role::Value)
        .Default(Role::None);
  }
};

const Grammar &grammar() {
  static const Grammar G;
  return G;
}

} // namespace

/// The text for the parser: a number in the place of each body that is passed over, and nothing in that of a gap. It is
/// copied together, because the parser looks through its list of ranges again at each token.
class Source {
public:
  Source(llvm::StringRef Text, llvm::ArrayRef<Body> Plain) {
    if (Plain.empty()) {
      Pieces.push_back({0, 0});
      Shortened = Text;
      if (hasTypeCalls(Text)) {
        Copy = Text;
        hideTypeCalls(Copy);
        Shortened = Copy;
      }
      return;
    }
    Copy.reserve(Text.size());
    uint32_t From = 0;
    for (const Body &B : Plain) {
      add(Text, From, B.Begin);
      if (!B.Gap) {
        Pieces.push_back({static_cast<uint32_t>(Copy.size()), B.Begin});
        Copy += '0';
      }
      From = B.End;
    }
    add(Text, From, Text.size());
    if (Pieces.empty())
      Pieces.push_back({0, 0});
    hideTypeCalls(Copy);
    Shortened = Copy;
  }
  Source(const Source &) = delete;
  Source &operator=(const Source &) = delete;

  llvm::StringRef text() const { return Shortened; }

  /// Where a byte stands in the file.
  uint32_t begin(uint32_t At) {
    auto Holds = [&](size_t I) { return Pieces[I].At <= At && (I + 1 == Pieces.size() || At < Pieces[I + 1].At); };
    if (!Holds(Last)) // what is asked for next is nearly always next to it
      Last = std::max<size_t>(1, llvm::upper_bound(Pieces, At, [](uint32_t X, const Piece &P) { return X < P.At; }) - Pieces.begin()) - 1;
    return Pieces[Last].Original + (At - Pieces[Last].At);
  }
  /// The same for an end, which belongs to what stands before it.
  uint32_t end(uint32_t At) { return At ? begin(At - 1) + 1 : 0; }

private:
  struct Piece {
    uint32_t At, Original;
  };

  void add(llvm::StringRef Text, size_t From, size_t To) {
    if (From == To)
      return;
    Pieces.push_back({static_cast<uint32_t>(Copy.size()), static_cast<uint32_t>(From)});
    Copy += Text.slice(From, To);
  }

  std::string Copy;
  llvm::StringRef Shortened;
  std::vector<Piece> Pieces;
  size_t Last = 0;
};

namespace {

/// Puts the nodes that are looked at into one row, parents first.
struct Builder {
  Source &From;
  std::vector<Node> &Nodes;
  std::vector<Comment> &Comments;
  struct Open {
    NodeId Node, Last;
  };
  std::vector<Open> Stack{};

  static bool enter(void *Self, const WalkedNode *N) { return static_cast<Builder *>(Self)->add(*N); }
  static void leave(void *Self) { static_cast<Builder *>(Self)->Stack.pop_back(); }

  bool add(const WalkedNode &N) {
    const Grammar &G = grammar();
    if (N.symbol == G.Comment) {
      Comments.push_back({From.begin(N.begin), From.end(N.end)});
      return false;
    }
    Role R = G.Roles[N.field];
    if (!N.named && R != Role::Operator)
      return false;
    Node New;
    New.K = !N.named ? Kind::Operator : N.symbol == static_cast<TSSymbol>(-1) ? Kind::Error : G.Kinds[N.symbol];
    New.R = R;
    New.HasError = N.error;
    New.Begin = From.begin(N.begin);
    New.End = std::max(From.end(N.end), New.Begin);
    auto Id = static_cast<NodeId>(Nodes.size());
    if (!Stack.empty()) {
      Open &Around = Stack.back();
      New.Parent = Around.Node;
      (Around.Last ? Nodes[Around.Last].Next : Nodes[New.Parent].First) = Id;
      Around.Last = Id;
    }
    Nodes.push_back(New);
    Stack.push_back({Id, 0});
    return true;
  }
};

} // namespace

Ast::Ast(llvm::StringRef Text, llvm::ArrayRef<Body> Plain) : Text(Text) {
  Arena::Use Memory;
  Source From(Text, Plain);
  TSParser *Parser = ts_parser_new();
  ts_parser_set_language(Parser, grammar().Language);
  TSTree *Tree = ts_parser_parse_string(Parser, nullptr, From.text().data(), static_cast<uint32_t>(From.text().size()));
  read(Tree, From);
  ts_parser_delete(Parser); // the tree's memory goes with the arena
}

Ast::Ast(ParsedText &Parsed) : Text(Parsed.text()) {
  Source From(Text, {});
  read(Parsed.tree(), From);
}

void Ast::read(const TSTree *Tree, Source &From) {
  Nodes.reserve(From.text().size() / 8 + 16);
  Builder To{From, Nodes, Comments};
  Walker Over{&To, Builder::enter, Builder::leave};
  walk_tree(Tree, &Over);
  for (NodeId N = 1; N < Nodes.size(); ++N)
    if (Nodes[N].K == Kind::ListSplat)
      pullOutSplat(N);
}

const std::vector<uint32_t> &Ast::lineStarts() const {
  if (LineStarts.empty()) {
    LineStarts.push_back(0);
    for (size_t At = Text.find('\n'); At != llvm::StringRef::npos; At = Text.find('\n', At + 1))
      LineStarts.push_back(static_cast<uint32_t>(At + 1));
  }
  return LineStarts;
}

/// The grammar takes `[*a.b(c)]` for `[(*a).b(c)]`: the star moves outward, past all that binds to what follows it. Each node
/// of the chain then is its parent one further in, so that parents still come first.
void Ast::pullOutSplat(NodeId Splat) {
  auto Binds = [&](NodeId N) {
    Kind Around = Nodes[Nodes[N].Parent].K;
    return (Around == Kind::Attribute && Nodes[N].R == Role::Object) || (Around == Kind::Call && Nodes[N].R == Role::Function) ||
           (Around == Kind::Subscript && Nodes[N].R == Role::Value);
  };
  NodeId Inner = Nodes[Splat].First;
  if (!Inner || !Binds(Splat))
    return;
  std::vector<NodeId> Chain{Splat};
  while (Binds(Chain.back()))
    Chain.push_back(Nodes[Chain.back()].Parent);
  // What stands beside each node of the chain, and beside what the star is before: from the inside out.
  std::vector<Node> Old;
  for (NodeId N : Chain)
    Old.push_back(Nodes[N]);
  for (size_t I = 0; I + 1 < Chain.size(); ++I) {
    Node &N = Nodes[Chain[I]];
    N = Old[I + 1];
    N.R = I + 2 < Chain.size() ? Old[I + 1].R : Role::None;
    N.Begin = Nodes[Inner].Begin;
    N.Parent = Chain[I + 1];
    N.First = I == 0 ? Inner : Chain[I - 1];
    N.Next = I + 2 < Chain.size() ? Old[I + 1].Next : 0;
    Node &First = Nodes[N.First];
    First.Parent = Chain[I];
    First.R = Old[I].R;
    First.Next = Old[I].Next;
    for (NodeId C = First.Next; C; C = Nodes[C].Next)
      Nodes[C].Parent = Chain[I];
  }
  Node &Top = Nodes[Chain.back()];
  Top.K = Kind::ListSplat;
  Top.First = Chain[Chain.size() - 2];
}

NodeId Ast::child(NodeId N, Role R) const {
  for (NodeId C : children(N))
    if (Nodes[C].R == R)
      return C;
  return 0;
}

NodeId Ast::child(NodeId N, Kind K) const {
  for (NodeId C : children(N))
    if (Nodes[C].K == K)
      return C;
  return 0;
}

unsigned Ast::count(NodeId N) const {
  unsigned Count = 0;
  for (NodeId C : children(N)) {
    (void)C;
    ++Count;
  }
  return Count;
}

NodeId Ast::inner(NodeId N) const {
  while (is(N, Kind::Parenthesized) && Nodes[N].First)
    N = Nodes[N].First;
  return N;
}

NodeId Ast::statementOf(NodeId N) const {
  while (N && Nodes[N].Parent && Nodes[Nodes[N].Parent].K != Kind::Block)
    N = Nodes[N].Parent;
  return N;
}

NodeId Ast::scopeOf(NodeId N) const {
  for (N = Nodes[N].Parent; N && Nodes[N].K != Kind::Function && Nodes[N].K != Kind::Class; N = Nodes[N].Parent)
    ;
  return N;
}

unsigned Ast::line(uint32_t Offset) const { return llvm::upper_bound(lineStarts(), Offset) - lineStarts().begin(); }

unsigned Ast::column(uint32_t Offset) const { return Offset - lineStarts()[line(Offset) - 1] + 1; }

} // namespace torchtidy::python
