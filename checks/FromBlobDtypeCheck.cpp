#include "FromBlobDtypeCheck.h"
#include "Analyses.h"
#include "BufferElements.h"
#include "api/TorchModel.h"
#include "fix/OptionsEdits.h"
#include "flow/Lifetimes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

void FromBlobDtypeCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions())
    for (unsigned I = 0; I < F->borrows().size(); ++I)
      judge(*F, I);
}

void FromBlobDtypeCheck::judge(const FunctionAnalysis &F, unsigned Borrow) {
  const BorrowSite &Site = F.borrows()[Borrow];
  const AttrSet *Given = Site.Attributes.find(Attr::Dtype);
  if (!Site.Data || !Given || Given->Unknown || Site.Traits.ObjectMemory)
    return;
  QualType T = elementsOf(F, Site);
  if (T.isNull() || T->isDependentType())
    return;
  const api::ElementTypes &Types = modelOf(F.tu()).elementTypes();
  const api::Dtype *Own = Types.of(T);
  bool Holder = !Own && StdModel::isContainer(T); // a pointer to the containers, not to what they hold
  if (!Own && !Holder && !T->isPointerType())
    return;
  if (Own && Own->Size == 1 && Own->Class != api::DtypeClass::Bool)
    return; // bytes stand for anything
  std::vector<const api::Dtype *> Read;
  for (uint32_t Key : Given->Values)
    Read.push_back(Types.ofKey(Key));
  if (Given->Unset && modelOf(F.tu()).defaultDtypeChanges())
    return;
  if (Given->Unset)
    Read.push_back(Types.ofName("Float"));
  bool AllWrong = !Read.empty() && llvm::all_of(Read, [&](const api::Dtype *D) {
    if (!D || T->isPointerType())
      return D && D->Name != "Long" && D->Name != "UInt64"; // addresses, kept as integers on purpose
    if (Holder)
      return true;
    api::Reading R = readingOf(*Own, *D);
    return R == api::Reading::Contradiction || (R == api::Reading::Bytes && level() == Level::Strict);
  });
  bool Missing = Own && !Site.Via && Own->Name == "Float" && Given->Unset && Given->Values.empty() &&
                 !F.function().isTemplateInstantiation();
  if ((!AllWrong && !Missing) || fix::isReplaced(F, Borrow))
    return; // right, or mended by another finding
  if (AllWrong && Holder)
    reportHolder(F, Site, T);
  else if (AllWrong)
    reportContradiction(F, Site, elementsWord(T, F.tu().context()), Own, *Read.front(), !Given->Unset);
  else
    reportMissing(F, Site, *Own);
}

/// Where a borrow is made, or the call that says of what and as what.
static SourceLocation placeOf(const BorrowSite &Site) { return (Site.Via ? Site.Via : Site.Call)->getExprLoc(); }

void FromBlobDtypeCheck::reportContradiction(const FunctionAnalysis &F, const BorrowSite &Site,
                                             const std::string &Elements, const api::Dtype *Own, const api::Dtype &Read,
                                             bool Given) {
  if (!firstAt(placeOf(Site)))
    return;
  std::string Name = Query(F).buffer(Site).Name;
  diag(placeOf(Site), "'%0' reads %select{the |}1%2%select{ of '%3'|}1 as %4")
      << Site.Name << Name.empty() << Elements << Name << Read.word();
  if (Site.Via) {
    diag(Site.Call->getExprLoc(), "this is the '%0'", DiagnosticIDs::Note) << Site.Name;
    return;
  }
  // Complex numbers as real ones: the sizes may count the parts, and a conversion would drop half of them.
  bool Parts = Own && Own->Class == api::DtypeClass::Complex && Read.Class != api::DtypeClass::Complex;
  if (Own && !Parts)
    tellBytes(F, Site, Elements, Own->Size, Read);
  const CallExpr *Call = fix::editableBorrow(Site);
  if (!Own || Parts || !Call)
    return;
  fix::OptionsEdits Edits(F);
  fix::Proposal Right;
  Right.Edits = Edits.set(*Call, Site.Options, fix::Property::Dtype, Own->constant());
  if (Right.Edits.empty())
    return;
  Right.Title = "read them as they are: " + std::string(Given ? "use" : "add") + " '" +
                Edits.qualified(*Call, Own->constant()) + "'";
  suggest(Site.Call->getExprLoc(), Right);
  fix::Proposal Converted = Right;
  std::string As = Edits.qualified(*Call, Read.constant());
  for (const FixItHint &Edit : Edits.append(*Site.Call, ".to(" + As + ")"))
    Converted.Edits.push_back(Edit);
  Converted.Title = "read them as they are, then convert to '" + As + "'";
  suggest(Site.Call->getExprLoc(), Converted);
}

void FromBlobDtypeCheck::reportHolder(const FunctionAnalysis &F, const BorrowSite &Site, QualType Container) {
  if (!firstAt(placeOf(Site)))
    return;
  PrintingPolicy Policy(F.tu().context().getLangOpts());
  diag(placeOf(Site), "'%0' reads the bytes of '%1' objects, not their elements")
      << Site.Name << Container.getCanonicalType().getUnqualifiedType().getAsString(Policy);
}

/// Where the sizes are constants: how many bytes are read, and how many the elements take.
void FromBlobDtypeCheck::tellBytes(const FunctionAnalysis &F, const BorrowSite &Site, const std::string &Elements,
                                   uint64_t Size, const api::Dtype &Read) {
  std::optional<uint64_t> Count = api::elementCount(Site.Sizes, F.tu().context());
  if (!Count || Size == 0 || Read.Size == 0 || Size == Read.Size)
    return;
  diag(Site.Sizes->getExprLoc(), "it reads %0 bytes; %1 %2 take%select{|s}3 %4", DiagnosticIDs::Note)
      << std::to_string(*Count * Read.Size) << std::to_string(*Count)
      << llvm::StringRef(Elements).drop_back(*Count == 1 ? 1 : 0) << (*Count == 1) << std::to_string(*Count * Size);
}

/// Elements that are floats, and options without a dtype: what is read hangs on the default dtype.
void FromBlobDtypeCheck::reportMissing(const FunctionAnalysis &F, const BorrowSite &Site, const api::Dtype &Elements) {
  if (!firstAt(Site.Call->getExprLoc()))
    return;
  std::string Name = Query(F).buffer(Site).Name;
  auto Warning = diag(Site.Call->getExprLoc(),
                      "'%0' has no dtype; it reads %select{'%2'|the buffer}1 as whatever the default dtype is")
                 << Site.Name << Name.empty() << Name;
  const CallExpr *Call = fix::editableBorrow(Site);
  if (!Call)
    return;
  fix::OptionsEdits Edits(F, along("", "kCPU"));
  fix::Proposal Right;
  Right.Edits = Edits.set(*Call, Site.Options, fix::Property::Dtype, Elements.constant());
  Right.Title = "say the dtype: add '" + Edits.qualified(*Call, Elements.constant()) + "'";
  attach(Warning, Right);
}

} // namespace torchtidy
