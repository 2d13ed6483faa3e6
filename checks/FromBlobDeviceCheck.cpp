#include "FromBlobDeviceCheck.h"
#include "Analyses.h"
#include "fix/OptionsEdits.h"
#include "flow/Fields.h"
#include "flow/Lifetimes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;
using api::DeviceKey;
using api::MemorySpace;

void FromBlobDeviceCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const BorrowSite &Site : F->borrows())
      judge(*F, Site);
}

static MemorySpace spaceOfAllocation(const FunctionAnalysis &F, const Expr *Made) {
  if (isa_and_nonnull<CXXNewExpr>(Made))
    return MemorySpace::Host;
  const auto *Call = dyn_cast_or_null<CallExpr>(Made);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return MemorySpace::Unknown;
  MemorySpace Known = modelOf(F.tu()).allocates(*Callee);
  return Known == MemorySpace::Unknown ? MemorySpace::Host : Known; // malloc, make_unique
}

/// A container with an allocator of its own may lie anywhere.
static bool hasOwnAllocator(QualType T) {
  const auto *S = T.isNull() ? nullptr : dyn_cast_or_null<ClassTemplateSpecializationDecl>(T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!S || !StdModel::isContainer(T))
    return false;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray())
    if (A.getKind() == TemplateArgument::Type)
      if (const auto *R = A.getAsType()->getAsCXXRecordDecl(); R && R->getIdentifier() && R->getName().contains("lloc"))
        return !StdModel::isStd(*R);
  return false;
}

/// Another method may have registered the memory of a field.
static bool escapesElsewhere(const FunctionAnalysis &F, const BorrowSite &Site) {
  llvm::SmallPtrSet<const Decl *, 4> Fields;
  for (PlaceId P = Site.Pointer.Memory[0].Target; P != NoPlace; P = F.places()[P].Parent)
    if (const auto *Field = dyn_cast_or_null<FieldDecl>(F.places().decl(P)))
      Fields.insert(Field->getCanonicalDecl());
  if (Fields.empty())
    return false;
  for (const FunctionAnalysis *G : F.tu().functions())
    for (const auto &Events : G->events())
      for (const Event &E : Events)
        if (E.Kind == EventKind::Escape && E.Value != Bottom)
          for (const MemoryRef &R : G->values()[E.Value].Memory)
            for (PlaceId P = R.Target; P != NoPlace; P = G->places()[P].Parent)
              if (const ValueDecl *D = G->places().decl(P); D && Fields.contains(D->getCanonicalDecl()))
                return true;
  return false;
}

/// Where the memory of a pointer field lies, which other methods made: device memory, if all of it is.
static MemorySpace spaceOfField(const FunctionAnalysis &F, PlaceId Pointee) {
  const FieldDecl *Field = fieldOf(F.places(), F.places()[Pointee].Parent);
  if (!Field)
    return MemorySpace::Unknown;
  std::vector<FieldMemory> All = fieldMemory(F.tu(), *Field);
  bool Device = !All.empty() && llvm::all_of(All, [](const FieldMemory &M) {
    return spaceOfAllocation(*M.In, M.In->places().expr(M.Allocation)) == MemorySpace::Device;
  });
  return Device ? MemorySpace::Device : MemorySpace::Unknown;
}

/// Where a pointer leads to. Memory whose address went to an unknown function may have been registered there.
static MemorySpace spaceOf(const FunctionAnalysis &F, const BorrowSite &Site) {
  const PlaceTable &Places = F.places();
  const Value &Pointer = Site.Pointer;
  if (Pointer.Memory.empty() && !Pointer.Origins.empty()) { // data_ptr() of a tensor
    uint32_t Key = 0;
    const AttrSet *Device = Pointer.Attributes.find(Attr::Device);
    if (!Device || !Device->single(Key))
      return MemorySpace::Unknown;
    return DeviceKey::type(Key) == DeviceKey::Cuda  ? MemorySpace::Device
           : DeviceKey::type(Key) == DeviceKey::Cpu ? MemorySpace::Either // pinned, perhaps
                                                    : MemorySpace::Unknown;
  }
  if (Pointer.Memory.size() != 1 || Pointer.Memory[0].Target == NoPlace || Pointer.Memory[0].May)
    return MemorySpace::Unknown;
  PlaceId Target = Pointer.Memory[0].Target, Root = Places.root(Target);
  MemorySpace Space = MemorySpace::Unknown;
  if (Places[Root].Kind == PlaceKind::Allocation)
    Space = spaceOfAllocation(F, Places.expr(Root));
  else if (Places[Root].Kind == PlaceKind::Pointee)
    Space = spaceOfField(F, Root);
  else if (ownsElements(Places, Target))
    Space = MemorySpace::Host;
  for (PlaceId P = Target; P != NoPlace && Space == MemorySpace::Host; P = Places[P].Parent)
    if (const ValueDecl *D = Places.decl(P); D && hasOwnAllocator(D->getType()))
      Space = MemorySpace::Unknown;
  return Space == MemorySpace::Host && Site.Escaped ? MemorySpace::Unknown : Space;
}

void FromBlobDeviceCheck::judge(const FunctionAnalysis &F, const BorrowSite &Site) {
  const AttrSet *Given = Site.Attributes.find(Attr::Device);
  if (!Site.Data || !Given || Given->Unknown || Site.Traits.ObjectMemory)
    return;
  MemorySpace Space = spaceOf(F, Site);
  auto All = [&](uint32_t Type) {
    return llvm::all_of(Given->Values, [&](uint32_t Key) { return DeviceKey::type(Key) == Type; });
  };
  uint32_t Pinned = 0;
  const AttrSet *Claimed = Site.Attributes.find(Attr::Pinned);
  bool ToldCuda = !Given->Unset && !Given->Values.empty() && All(DeviceKey::Cuda);
  bool ToldPinned = Claimed && Claimed->single(Pinned) && Pinned;
  bool WrongSide = Space == MemorySpace::Device && All(DeviceKey::Cpu);
  bool PlainHost = Space == MemorySpace::Host && (ToldCuda || ToldPinned) && !escapesElsewhere(F, Site);
  if (!WrongSide && !PlainHost)
    return;
  std::string Buffer = Query(F).buffer(Site).Name;
  if (PlainHost && ToldCuda)
    reportHost(F, Site, Buffer);
  else if (WrongSide)
    reportDevice(F, Site, Buffer, !Given->Unset);
  if (PlainHost && ToldPinned && firstAt(Site.Call->getExprLoc()))
    diag(Site.Call->getExprLoc(), "'%0' is told that the memory is pinned, but %select{'%2'|it}1 is not")
        << Site.Name << Buffer.empty() << Buffer;
}

/// Where a borrow is made, or the call that says of what and where.
static SourceLocation placeOf(const BorrowSite &Site) {
  return (Site.GivenByCaller ? Site.Via : Site.Call)->getExprLoc();
}

void FromBlobDeviceCheck::tellWhereFrom(const BorrowSite &Site) {
  if (Site.GivenByCaller)
    diag(Site.Call->getExprLoc(), "this is the '%0'", DiagnosticIDs::Note) << Site.Name;
  else if (Site.Via)
    diag(Site.Via->getExprLoc(), "it gets it from here", DiagnosticIDs::Note);
}

void FromBlobDeviceCheck::reportHost(const FunctionAnalysis &F, const BorrowSite &Site, const std::string &Buffer) {
  SourceLocation At = placeOf(Site);
  if (!firstAt(At))
    return;
  diag(At, "'%0' is told the device is CUDA, but %select{'%2'|the buffer}1 is host memory")
      << Site.Name << Buffer.empty() << Buffer;
  tellWhereFrom(Site);
  const CallExpr *Call = fix::editableBorrow(Site);
  if (!Call || Site.Traits.BuilderDevice) // a step of its own wins over the options
    return;
  fix::OptionsEdits Edits(F);
  fix::Proposal Copied;
  Copied.Edits = Edits.set(*Call, Site.Options, fix::Property::Device, "kCPU");
  std::string Cuda = Edits.deviceIn(*Call, Site.Options); // with its index
  if (Cuda.empty())
    Cuda = Edits.qualified(*Call, "kCUDA");
  if (Copied.Edits.empty())
    return;
  for (const FixItHint &Edit : Edits.append(*Site.Call, ".to(" + Cuda + ")"))
    Copied.Edits.push_back(Edit);
  Copied.Title = "borrow it where it is, then copy: append '.to(" + Cuda + ")'";
  suggest(At, Copied);
}

void FromBlobDeviceCheck::reportDevice(const FunctionAnalysis &F, const BorrowSite &Site, const std::string &Buffer,
                                       bool Told) {
  SourceLocation At = placeOf(Site);
  if (!firstAt(At))
    return;
  diag(At, "'%0' is %select{not told the device|told the device is CPU}1, but %select{'%3'|the buffer}2 is CUDA memory")
      << Site.Name << Told << Buffer.empty() << Buffer;
  tellWhereFrom(Site);
  const CallExpr *Call = fix::editableBorrow(Site);
  if (!Call || Site.Traits.BuilderDevice) // a step of its own wins over the options
    return;
  fix::OptionsEdits Edits(F);
  const api::Dtype *Elements = modelOf(F.tu()).elementTypes().of(fix::elementType(*Site.Data));
  fix::Proposal Right;
  Right.Edits = Edits.setDevice(*Call, Site.Options, Elements ? Elements->constant() : "", "kCUDA");
  if (Right.Edits.empty())
    return;
  Right.Title = "say where it is: '" + Edits.qualified(*Call, "kCUDA") + "'";
  suggest(At, Right);
}

} // namespace torchtidy
