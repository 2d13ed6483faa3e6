/// A walk over a tree of the parser, straight through its own nodes: its public cursor takes a quarter of the time of
/// parsing, for positions in lines and counts of descendants that nobody asks for here.
#pragma once

#include <tree_sitter/api.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  TSSymbol symbol; /* of the public grammar; 65535: an error */
  TSFieldId field;
  bool named, error; /* error: it, or something in it, is no Python */
  uint32_t begin, end;
} WalkedNode;

typedef struct {
  void *self;
  /* Called for each node that the grammar shows, parents first. Whether its children are wanted. */
  bool (*enter)(void *self, const WalkedNode *node);
  /* Called after the children of a node whose children were wanted. */
  void (*leave)(void *self);
} Walker;

void walk_tree(const TSTree *tree, const Walker *walker);

#ifdef __cplusplus
}
#endif
