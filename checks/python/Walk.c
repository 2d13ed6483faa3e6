/* Compiled with the parser, whose headers of its own it needs: both come at one fixed version. */
#include "Walk.h"
#include "language.h"
#include "subtree.h"
#include "tree.h"

typedef struct {
  const Subtree *node;
  const TSSymbol *aliases;
  uint32_t next, structural; /* the next child; children that the grammar counts, before it */
  uint32_t position;
  TSFieldId field; /* passed on to its children, where it is not shown itself */
  bool shown;
} Level;

/* The field that a production gives its child; 0: none. */
static TSFieldId field_of(const TSLanguage *language, uint16_t production, uint32_t child) {
  const TSFieldMapEntry *begin, *end;
  ts_language_field_map(language, production, &begin, &end);
  for (; begin < end; ++begin)
    if (!begin->inherited && begin->child_index == child)
      return begin->field_id;
  return 0;
}

static Level level_of(const TSLanguage *language, const Subtree *node, uint32_t position, TSFieldId field, bool shown) {
  const Level level = {node, ts_language_alias_sequence(language, ts_subtree_production_id(*node)), 0, 0, position, field, shown};
  return level;
}

static bool show(const TSTree *tree, const Walker *walker, Subtree node, TSSymbol alias, uint32_t position, TSFieldId field) {
  WalkedNode shown;
  shown.symbol = ts_language_public_symbol(tree->language, alias ? alias : ts_subtree_symbol(node));
  shown.field = field;
  shown.named = alias ? ts_language_symbol_metadata(tree->language, alias).named : ts_subtree_named(node);
  shown.error = ts_subtree_error_cost(node) > 0 || ts_subtree_missing(node);
  shown.begin = position;
  shown.end = position + ts_subtree_size(node).bytes;
  return walker->enter(walker->self, &shown);
}

void walk_tree(const TSTree *tree, const Walker *walker) {
  /* A file may nest a hundred thousand brackets. */
  Array(Level) levels = array_new();
  uint32_t start = ts_subtree_padding(tree->root).bytes;
  if (!show(tree, walker, tree->root, 0, start, 0))
    return;
  array_push(&levels, level_of(tree->language, &tree->root, start, 0, true));
  while (levels.size) {
    Level *level = array_back(&levels);
    if (level->next == ts_subtree_child_count(*level->node)) {
      if (level->shown)
        walker->leave(walker->self);
      levels.size--;
      continue;
    }
    const Subtree *child = &ts_subtree_children(*level->node)[level->next];
    bool extra = ts_subtree_extra(*child);
    if (level->next++) /* what stands before the first child stands before its parent */
      level->position += ts_subtree_padding(*child).bytes;
    uint32_t position = level->position;
    level->position += ts_subtree_size(*child).bytes;
    TSSymbol alias = 0;
    TSFieldId field = 0;
    if (!extra) {
      field = field_of(tree->language, ts_subtree_production_id(*level->node), level->structural);
      if (!field && !level->shown)
        field = level->field;
      if (level->aliases)
        alias = level->aliases[level->structural];
      level->structural++;
    }
    bool shown = ts_subtree_visible(*child) || alias;
    if (shown && !show(tree, walker, *child, alias, position, field))
      continue;
    if (shown || ts_subtree_visible_child_count(*child))
      array_push(&levels, level_of(tree->language, child, position, field, shown));
  }
  array_delete(&levels);
}
