// torch-index-write-lost for Python: `t[mask].zero_()` writes into a copy.
#include "python/Report.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

static constexpr llvm::StringLiteral Check = "torch-index-write-lost";

/// The statement that does what was meant: `t[m] = 0`. Empty where there is none.
static std::string meant(const Report &R, const LostFact &L) {
  const Ast &A = R.A;
  std::string Place = A.text(L.Subscript).str();
  if (A.is(L.Site, Kind::Subscript) && !A.is(L.Subscript, Kind::Call)) {
    // t[m][..., 0] = c  ->  t[m, ..., 0] = c; where the index is one mask, dimensions after it stay in place.
    NodeId Statement = A[L.Site].Parent;
    if (A.inner(A.child(L.Site, Role::Value)) != L.Subscript || !A.is(Statement, Kind::Assignment))
      return "";
    NodeId First = A.child(L.Subscript, Role::Subscript), Second = A.child(L.Site, Role::Subscript);
    if (A[First].Next || !A.is(Second, Kind::Ellipsis))
      return ""; // `t[m][0]` is another row than `t[m, 0]`
    llvm::StringRef Base = A.text(A.child(L.Subscript, Role::Value));
    llvm::StringRef Rest = A.text().slice(A[Second].Begin, A[L.Site].End); // "..., 0]"
    return (Base + "[" + A.text(First) + ", " + Rest + A.text().slice(A[L.Site].End, A[Statement].End)).str();
  }
  if (!A.is(L.Site, Kind::Call) || !A.is(L.Subscript, Kind::Subscript))
    return "";
  NodeId Callee = A.child(L.Site, Role::Function), List = A.child(L.Site, Role::Arguments);
  NodeId Argument = A[List].First;
  bool One = Argument && !A[Argument].Next && !A.is(Argument, Kind::KeywordArgument) && !A.is(Argument, Kind::ListSplat);
  if (A.is(Callee, Kind::Attribute) && A.child(Callee, Role::Object) == L.Subscript) {
    if (L.Name == "zero_" && !Argument)
      return Place + " = 0";
    llvm::StringRef Op = llvm::StringSwitch<llvm::StringRef>(L.Name)
                             .Cases({"fill_", "copy_"}, "=").Case("add_", "+=").Case("sub_", "-=").Case("mul_", "*=")
                             .Case("div_", "/=").Default("");
    if (One && !Op.empty())
      return Place + " " + Op.str() + " " + A.text(Argument).str();
    return "";
  }
  if (One && A.inner(Argument) == L.Subscript && (L.Name == "ones_" || L.Name == "zeros_"))
    return Place + (L.Name == "ones_" ? " = 1" : " = 0");
  return "";
}

void checkIndexWriteLost(Report &R) {
  if (!R.enabled(Check))
    return;
  for (const auto &[Site, L] : R.F.Lost) {
    if (R.A[Site].HasError)
      continue;
    if (!L.Known && !R.strict()) {
      R.countStrictOnly();
      continue;
    }
    bool Call = R.A.is(L.Subscript, Kind::Call);
    std::string Why = Call ? "'" + R.A.text(R.nameOfCall(L.Subscript)).str() + "' copies" : "indexing with a tensor copies";
    NodeId At = R.nameOfCall(Site);
    bool List = false;
    for (NodeId I : R.A.children(L.Subscript))
      List |= R.A[I].R == Role::Subscript && R.A.is(I, Kind::List);
    if (List)
      Why = "indexing with a list copies";
    Finding &Out = R.warn(Check, At, "this writes into a copy: " + Why);
    std::string Text = R.untouchable(Site) ? "" : meant(R, L);
    if (Text.empty())
      continue;
    NodeId Statement = R.A.is(Site, Kind::Subscript) ? R.A[Site].Parent : Site;
    R.suggest(Out, At, "write the tensor: '" + Text + "'", {R.replace(Statement, Text)});
  }
}

} // namespace torchtidy::python
