#include "flow/Place.h"
#include "flow/Limits.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace torchtidy::flow {

PlaceTable::PlaceTable() { Places.emplace_back(); }

PlaceId PlaceTable::intern(PlaceKind Kind, PlaceId Parent, const void *Anchor, uintptr_t Extra) {
  // Recursive types (list nodes) would grow without end; from some depth on a place stands for all below it.
  if (Kind != PlaceKind::Flag && Parent != NoPlace && Places[Parent].Depth >= limits::MaxPlaceDepth)
    return Parent;
  Key K{{static_cast<unsigned>(Kind), Anchor}, {Parent, Extra}};
  auto [It, New] = Index.try_emplace(K, static_cast<PlaceId>(Places.size()));
  if (New) {
    Place P;
    P.Kind = Kind;
    P.Parent = Parent;
    P.Anchor = Anchor;
    P.Extra = Extra;
    P.Depth = Parent == NoPlace ? 0 : Places[Parent].Depth + 1;
    Places.push_back(P);
    if (Parent != NoPlace)
      Places[Parent].Children.push_back(It->second);
  }
  return It->second;
}

PlaceId PlaceTable::variable(const ValueDecl &Var) {
  return intern(PlaceKind::Variable, NoPlace, Var.getCanonicalDecl());
}
PlaceId PlaceTable::thisObject() { return intern(PlaceKind::This, NoPlace, nullptr); }
/// `second` of what a map holds: its key is constant.
static bool isMapped(const FieldDecl &Field) {
  const auto *Pair = dyn_cast<ClassTemplateSpecializationDecl>(Field.getParent());
  return Pair && Pair->isInStdNamespace() && Pair->getName() == "pair" && Field.getName() == "second" &&
         Pair->getTemplateArgs()[0].getAsType().isConstQualified();
}

PlaceId PlaceTable::field(PlaceId Parent, const FieldDecl &Field) {
  // `it->second` and `m[key]` are one object.
  if (Places[Parent].Kind == PlaceKind::Element && isMapped(Field))
    return Parent;
  return intern(PlaceKind::Field, Parent, Field.getCanonicalDecl());
}
PlaceId PlaceTable::element(PlaceId Parent) { return intern(PlaceKind::Element, Parent, nullptr); }
PlaceId PlaceTable::slot(PlaceId Parent, unsigned Number) { return intern(PlaceKind::Slot, Parent, nullptr, Number); }
PlaceId PlaceTable::counterpart(PlaceId Parent, PlaceId Part) {
  const Place P = Places[Part];
  if (P.Kind == PlaceKind::Field)
    return field(Parent, *cast<FieldDecl>(decl(Part)));
  return intern(P.Kind, Parent, P.Anchor, P.Extra);
}
PlaceId PlaceTable::pointee(PlaceId Parent) { return intern(PlaceKind::Pointee, Parent, nullptr); }
PlaceId PlaceTable::allocation(const Expr &Site) { return intern(PlaceKind::Allocation, NoPlace, &Site); }
PlaceId PlaceTable::temporary(const Expr &Site) { return intern(PlaceKind::Temporary, NoPlace, &Site); }
PlaceId PlaceTable::returned() { return intern(PlaceKind::Return, NoPlace, nullptr); }
PlaceId PlaceTable::capture(const CXXRecordDecl &Closure, const ValueDecl &Var) {
  return intern(PlaceKind::Capture, NoPlace, Var.getCanonicalDecl(), reinterpret_cast<uintptr_t>(&Closure));
}
PlaceId PlaceTable::flag(PlaceId Parent, PlaceFlag Which) {
  return intern(PlaceKind::Flag, Parent, nullptr, static_cast<uintptr_t>(Which) + 1);
}

PlaceId PlaceTable::root(PlaceId Id) const {
  while (Places[Id].Parent != NoPlace && Places[Id].Kind != PlaceKind::Pointee)
    Id = Places[Id].Parent;
  return Id;
}

const ValueDecl *PlaceTable::decl(PlaceId Id) const {
  const Place &P = Places[Id];
  if (P.Kind == PlaceKind::Variable || P.Kind == PlaceKind::Field || P.Kind == PlaceKind::Capture)
    return static_cast<const ValueDecl *>(static_cast<const Decl *>(P.Anchor));
  return nullptr;
}

const Expr *PlaceTable::expr(PlaceId Id) const {
  const Place &P = Places[Id];
  if (P.Kind == PlaceKind::Allocation || P.Kind == PlaceKind::Temporary)
    return static_cast<const Expr *>(P.Anchor);
  return nullptr;
}

bool PlaceTable::isInside(PlaceId Inner, PlaceId Outer) const {
  for (; Inner != NoPlace; Inner = Places[Inner].Parent)
    if (Inner == Outer)
      return true;
  return false;
}

std::string PlaceTable::name(PlaceId Id) const {
  const Place &P = Places[Id];
  switch (P.Kind) {
  case PlaceKind::Variable:
  case PlaceKind::Capture:
    return decl(Id)->getNameAsString();
  case PlaceKind::Field: {
    std::string Base = name(P.Parent);
    std::string Own = decl(Id)->getNameAsString();
    return Base.empty() ? Own : Base + "." + Own;
  }
  case PlaceKind::Element:
  case PlaceKind::Slot:
  case PlaceKind::Pointee:
    return name(P.Parent);
  default:
    return {};
  }
}

} // namespace torchtidy::flow
