#include "python/Ast.h"
#include "python/Arena.h"
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

/// The text for the parser, with a number in the place of each body that is passed over.
struct Source {
  llvm::StringRef Text;
  llvm::ArrayRef<Body> Plain;

  static const char *read(void *Self, uint32_t At, TSPoint, uint32_t *Length) {
    const auto &In = *static_cast<const Source *>(Self);
    const Body *Next = llvm::partition_point(In.Plain, [&](const Body &B) { return B.Begin < At; });
    if (Next != In.Plain.end() && Next->Begin == At) {
      *Length = 1;
      return "0";
    }
    auto End = static_cast<uint32_t>(Next == In.Plain.end() ? In.Text.size() : Next->Begin);
    *Length = std::max(End, At) - At;
    return In.Text.data() + At;
  }

  /// All but what follows the first byte of each of those bodies.
  std::vector<TSRange> ranges() const {
    std::vector<TSRange> Out;
    uint32_t Begin = 0;
    for (const Body &B : Plain) {
      Out.push_back({{0, 0}, {0, 0}, Begin, B.Begin + 1});
      Begin = B.End;
    }
    Out.push_back({{0, 0}, {0, 0}, Begin, static_cast<uint32_t>(Text.size())});
    return Out;
  }
};

} // namespace

Ast::Ast(llvm::StringRef Text, llvm::ArrayRef<Body> Plain) : Text(Text) {
  Arena::Use Memory;
  TSParser *Parser = ts_parser_new();
  ts_parser_set_language(Parser, grammar().Language);
  Source From{Text, Plain};
  if (!Plain.empty()) {
    std::vector<TSRange> Ranges = From.ranges();
    ts_parser_set_included_ranges(Parser, Ranges.data(), static_cast<uint32_t>(Ranges.size()));
  }
  TSTree *Tree = ts_parser_parse(Parser, nullptr, {&From, Source::read, TSInputEncodingUTF8, nullptr});
  build(*Tree);
  ts_tree_delete(Tree);
  ts_parser_delete(Parser);
  LineStarts.push_back(0);
  for (size_t At = Text.find('\n'); At != llvm::StringRef::npos; At = Text.find('\n', At + 1))
    LineStarts.push_back(static_cast<uint32_t>(At + 1));
}

void Ast::build(const TSTree &Tree) {
  const Grammar &G = grammar();
  TSTreeCursor Cursor = ts_tree_cursor_new(ts_tree_root_node(&Tree));
  Nodes.reserve(Text.size() / 6 + 16);

  // Depth first, with an explicit stack of parents: a file may nest a hundred thousand brackets.
  struct Open {
    NodeId Node, Last;
  };
  std::vector<Open> Stack;
  auto Enter = [&]() -> NodeId {
    TSNode N = ts_tree_cursor_current_node(&Cursor);
    TSSymbol S = ts_node_symbol(N);
    if (S == G.Comment) {
      Comments.push_back({ts_node_start_byte(N), ts_node_end_byte(N)});
      return 0;
    }
    Role R = G.Roles[ts_tree_cursor_current_field_id(&Cursor)];
    bool Named = ts_node_is_named(N);
    if (!Named && R != Role::Operator)
      return 0;
    Node New;
    New.K = !Named ? Kind::Operator : S == static_cast<TSSymbol>(-1) ? Kind::Error : G.Kinds[S];
    New.R = R;
    New.HasError = ts_node_has_error(N) || ts_node_is_missing(N);
    New.Begin = ts_node_start_byte(N);
    New.End = ts_node_end_byte(N);
    auto Id = static_cast<NodeId>(Nodes.size());
    if (!Stack.empty()) {
      New.Parent = Stack.back().Node;
      (Stack.back().Last ? Nodes[Stack.back().Last].Next : Nodes[New.Parent].First) = Id;
      Stack.back().Last = Id;
    }
    Nodes.push_back(New);
    return Id;
  };
  Enter();
  Stack.push_back({0, 0});
  if (ts_tree_cursor_goto_first_child(&Cursor)) {
    bool More = true;
    while (More) {
      NodeId Id = Enter();
      if (Id && ts_tree_cursor_goto_first_child(&Cursor)) {
        Stack.push_back({Id, 0});
        continue;
      }
      while (!ts_tree_cursor_goto_next_sibling(&Cursor)) {
        if (Stack.size() == 1 || !ts_tree_cursor_goto_parent(&Cursor)) {
          More = false;
          break;
        }
        Stack.pop_back();
      }
    }
  }
  ts_tree_cursor_delete(&Cursor);
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

unsigned Ast::line(uint32_t Offset) const { return llvm::upper_bound(LineStarts, Offset) - LineStarts.begin(); }

unsigned Ast::column(uint32_t Offset) const { return Offset - LineStarts[line(Offset) - 1] + 1; }

} // namespace torchtidy::python
