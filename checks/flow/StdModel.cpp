#include "flow/StdModel.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::flow {

bool StdModel::isStd(const Decl &D) {
  for (const DeclContext *DC = D.getDeclContext(); DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC); NS && NS->getParent()->getRedeclContext()->isTranslationUnit())
      return NS->getName() == "std" || NS->getName() == "__gnu_cxx";
  return false;
}

static StringRef stdClass(QualType T) {
  const auto *R = T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->getIdentifier() && StdModel::isStd(*R) ? R->getName() : StringRef();
}

bool StdModel::isViewType(QualType T) {
  StringRef N = stdClass(T);
  return llvm::StringSwitch<bool>(N)
             .Cases({"span", "basic_string_view", "initializer_list", "reference_wrapper"}, true)
             .Cases({"reverse_iterator", "move_iterator", "back_insert_iterator", "mdspan"}, true)
             .Default(false) ||
         N.contains("iterator");
}

llvm::SmallVector<QualType, 4> StdModel::slotTypes(QualType T) {
  llvm::SmallVector<QualType, 4> Out;
  StringRef N = stdClass(T);
  if (N != "tuple" && N != "pair")
    return Out;
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(T.getNonReferenceType()->getAsCXXRecordDecl());
  auto Add = [&](auto &&Self, const TemplateArgument &A) -> void {
    if (A.getKind() == TemplateArgument::Type)
      Out.push_back(A.getAsType());
    else if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &P : A.pack_elements())
        Self(Self, P);
  };
  if (S)
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      Add(Add, A);
  return Out;
}

const FieldDecl *StdModel::pairField(QualType T, unsigned Slot) {
  if (stdClass(T) != "pair")
    return nullptr;
  for (const FieldDecl *F : T.getNonReferenceType()->getAsCXXRecordDecl()->fields())
    if (F->getName() == (Slot == 0 ? "first" : "second"))
      return F;
  return nullptr;
}

bool StdModel::isSmartPointer(QualType T) {
  // The operators are members of bases: `__shared_ptr_access`.
  StringRef N = stdClass(T);
  return N.contains("shared_ptr") || N.contains("unique_ptr") || N.contains("weak_ptr");
}

bool StdModel::isUniquePointer(QualType T) { return stdClass(T).contains("unique_ptr"); }

bool StdModel::isSharedPointer(QualType T) { return stdClass(T) == "shared_ptr"; }

bool StdModel::isGrowing(QualType T) {
  StringRef N = stdClass(T);
  return N == "vector" || N == "basic_string";
}

bool StdModel::isOptional(QualType T) { return stdClass(T) == "optional"; }

bool StdModel::isTask(QualType T) {
  StringRef N = stdClass(T);
  return N == "thread" || N == "jthread" || N == "future" || N == "shared_future";
}

bool StdModel::isTaskContainer(QualType T) {
  const auto *S = T.isNull() ? nullptr : dyn_cast_or_null<ClassTemplateSpecializationDecl>(T.getNonReferenceType()->getAsCXXRecordDecl());
  return S && isContainer(T) && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isTask(S->getTemplateArgs()[0].getAsType());
}

bool StdModel::isContainer(QualType T) {
  return llvm::StringSwitch<bool>(stdClass(T))
      .Cases({"vector", "array", "basic_string", "deque", "list", "forward_list"}, true)
      .Cases({"map", "unordered_map", "multimap", "unordered_multimap", "set", "unordered_set"}, true)
      .Cases({"queue", "stack", "priority_queue", "valarray", "multiset"}, true)
      .Default(false);
}

namespace {

Effect known(StringRef Name) {
  Effect E;
  E.Known = true;
  E.Name = Name.str();
  E.Result = ResultKind::Copy;
  return E;
}

Effect fromFirst(Effect E, ResultKind Kind) {
  E.Result = Kind;
  E.From.push_back({0, false, true});
  E.operandRef(0).Reads = false;
  return E;
}

void fromAll(Effect &E, const CallSite &Call) {
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    E.From.push_back({I, false, false});
}

/// `get<1>(t)`, `get<Tensor>(t)`.
std::optional<unsigned> slotOf(const CallSite &Call) {
  const TemplateArgumentList *Args = Call.Callee->getTemplateSpecializationArgs();
  auto Types = Call.Operands.empty() ? llvm::SmallVector<QualType, 4>() : StdModel::slotTypes(Call.Operands[0]->getType());
  if (!Args || Args->size() == 0 || Types.empty())
    return std::nullopt;
  if ((*Args)[0].getKind() == TemplateArgument::Integral)
    return static_cast<unsigned>((*Args)[0].getAsIntegral().getExtValue());
  if ((*Args)[0].getKind() == TemplateArgument::Type)
    for (unsigned I = 0; I < Types.size(); ++I)
      if (Types[I].getCanonicalType() == (*Args)[0].getAsType().getCanonicalType())
        return I;
  return std::nullopt;
}

/// Which operand an algorithm writes its output through, and which operands the output comes from when no callable makes it.
struct Output {
  int Into = -1;
  int From = -1;
};

Output outputOf(const CallSite &Call, StringRef Name) {
  unsigned N = Call.Operands.size();
  auto Is = [&](std::initializer_list<StringRef> Names) { return llvm::is_contained(Names, Name); };
  if (Is({"copy", "copy_if", "copy_n", "copy_backward", "move_backward", "reverse_copy", "unique_copy", "remove_copy",
          "remove_copy_if", "partial_sum"}) ||
      (Name == "move" && N == 3))
    return {2, 0};
  if (Name == "transform")
    return {N == 5 ? 3 : 2, -1};
  if (Is({"generate", "generate_n"}))
    return {0, -1};
  if (Is({"fill", "fill_n"}))
    return {0, 2};
  return {};
}

bool isAllocator(StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"malloc", "calloc", "realloc", "aligned_alloc", "valloc", "memalign"}, true)
      .Cases({"_mm_malloc", "strdup", "_aligned_malloc"}, true)
      .Default(false);
}

Effect functionEffect(const CallSite &Call, StringRef Name) {
  Effect E = known(Name);
  auto Is = [&](std::initializer_list<StringRef> Names) { return llvm::is_contained(Names, Name); };
  if (Is({"move", "forward", "as_const", "launder", "move_if_noexcept", "forward_like"}) && Call.Operands.size() == 1) {
    E.Moves = Name != "as_const" && Name != "launder";
    return fromFirst(std::move(E), ResultKind::Same);
  }
  if (Is({"addressof", "ref", "cref"})) {
    E.Result = ResultKind::Address;
    fromAll(E, Call);
    return E;
  }
  if (Is({"tie", "forward_as_tuple", "make_tuple", "make_pair"})) {
    E.Result = ResultKind::Slots;
    fromAll(E, Call);
    return E;
  }
  if (std::optional<unsigned> Slot; Name == "get" && (Slot = slotOf(Call))) {
    E.Slot = *Slot;
    return fromFirst(std::move(E), ResultKind::Slot);
  }
  if (Is({"get", "get_if", "any_cast"}))
    return fromFirst(std::move(E), ResultKind::Element);
  if (Is({"begin", "end", "cbegin", "cend", "rbegin", "rend", "data", "to_address",
          "back_inserter", "front_inserter", "inserter"}))
    return fromFirst(std::move(E), ResultKind::Memory);
  if (Is({"swap", "iter_swap"})) {
    E.Swaps = 1;
    E.Result = ResultKind::None;
    return E;
  }
  if (Name == "exchange") {
    E = fromFirst(std::move(E), ResultKind::Copy);
    E.Rebinds = 0;
    E.RebindFrom = 1;
    return E;
  }
  if (Is({"make_shared", "make_unique", "allocate_shared"})) {
    E.Result = ResultKind::Allocation;
    fromAll(E, Call);
    return E;
  }
  if (Is({"size", "empty", "distance", "ssize", "is_same_v", "printf", "abs"})) {
    E.Result = ResultKind::None;
    for (unsigned I = 0; I < Call.Operands.size(); ++I)
      E.operandRef(I).Reads = false;
    return E;
  }
  if (Is({"fill", "fill_n", "copy", "copy_n", "memcpy", "memset", "memmove", "generate", "iota", "transform"}))
    E.operandRef(0).Reads = !Is({"fill", "fill_n", "memset", "generate", "iota", "memcpy", "memmove"});
  if (Output Out = outputOf(Call, Name); Out.Into >= 0) {
    E.StoresInto = Out.Into;
    E.operandRef(Out.Into).Writes = WriteKind::Data;
    if (Out.From >= 0)
      E.AbsorbsFrom.push_back(Out.From);
  }
  E.CallableInResult = Is({"async", "invoke", "apply", "visit", "accumulate", "reduce", "transform_reduce", "inner_product"});
  if (Is({"async", "invoke", "visit"}))
    E.Arguments = Effect::Passing::OneByOne;
  if (Name == "apply")
    E.Arguments = Effect::Passing::Slots;
  E.Noted = Name == "async";
  if (Is({"thread", "async", "bind", "call_once", "atexit"}))
    for (unsigned I = 0; I < Call.Operands.size(); ++I)
      E.operandRef(I).Escapes = true;
  for (unsigned I = 0; I < Call.Operands.size(); ++I)
    E.operandRef(I).Callable = true;
  fromAll(E, Call);
  return E;
}

Effect methodEffect(const CallSite &Call, const CXXMethodDecl &M, StringRef Name) {
  Effect E = known(Name);
  QualType Object = Call.Operands.empty() ? QualType() : Call.Operands[0]->getType();
  if (Object->isPointerType())
    Object = Object->getPointeeType();
  bool View = StdModel::isViewType(Object), Smart = StdModel::isSmartPointer(Object);
  if (isa<CXXDestructorDecl>(M)) {
    E.Result = ResultKind::None;
    return E;
  }
  if (M.isOverloadedOperator())
    switch (M.getOverloadedOperator()) {
    case OO_Equal:
      E.Reallocates = StdModel::isGrowing(Object);
      E.Rebinds = 0;
      E.RebindFrom = 1;
      E.operandRef(0).Reads = false;
      return fromFirst(std::move(E), ResultKind::Same);
    case OO_Subscript:
    case OO_Star:
    case OO_Arrow:
      return fromFirst(std::move(E), ResultKind::Element);
    case OO_PlusPlus:
    case OO_MinusMinus:
    case OO_PlusEqual:
      if (!View) {
        E.Absorbs = 0;
        E.AbsorbsFrom = {1};
      }
      return fromFirst(std::move(E), ResultKind::Same);
    case OO_Call:
      for (unsigned I = 0; I < Call.Operands.size(); ++I)
        E.operandRef(I).Callable = true;
      fromAll(E, Call);
      return E;
    default:
      fromAll(E, Call);
      return E;
    }
  auto Is = [&](std::initializer_list<StringRef> Names) { return llvm::is_contained(Names, Name); };
  E.Reallocates = StdModel::isGrowing(Object) &&
                  Is({"push_back", "emplace_back", "insert", "emplace", "append", "resize", "reserve", "shrink_to_fit",
                      "assign", "clear"});
  E.Grows = E.Reallocates && Is({"push_back", "emplace_back", "insert", "emplace", "append"});
  if (Name == "reset" && StdModel::isUniquePointer(Object))
    E.Frees = 0;
  if (Name == "reserve" || Name == "shrink_to_fit") {
    E.Result = ResultKind::None;
    return E;
  }
  if (Is({"size", "empty", "capacity", "length", "max_size", "use_count", "has_value", "count", "contains", "index",
          "operator bool", "expired", "joinable", "compare", "owner_before"})) {
    E.operandRef(0).Reads = false;
    E.Result = ResultKind::None;
    return E;
  }
  if (Name == "value_or") {
    E.From = {{0, true, false}, {1, true, false}};
    return E;
  }
  if (Is({"at", "front", "back", "value", "top", "find", "lower_bound", "upper_bound"}))
    return fromFirst(std::move(E), ResultKind::Element);
  if (Name == "get" && !Smart)
    return fromFirst(std::move(E), ResultKind::Element);
  E.Moves = Name == "release";
  if (Name == "get" || Name == "lock" || Name == "release")
    return fromFirst(std::move(E), ResultKind::Copy);
  if (Is({"data", "c_str", "begin", "end", "cbegin", "cend", "rbegin", "rend", "crbegin", "crend"}))
    return fromFirst(std::move(E), ResultKind::Memory);
  if (Is({"push_back", "emplace_back", "push_front", "emplace_front", "insert", "emplace", "push", "append",
          "insert_or_assign", "try_emplace", "splice", "merge"})) {
    E.Absorbs = 0;
    E.Noted = StdModel::isTaskContainer(Object);
    for (unsigned I = 1; I < Call.Operands.size(); ++I)
      E.AbsorbsFrom.push_back(I);
    return fromFirst(std::move(E), ResultKind::Element);
  }
  if (Name == "swap") {
    E.Swaps = 1;
    E.Result = ResultKind::None;
    return E;
  }
  if (Name == "assign") {
    E.Absorbs = 0;
    for (unsigned I = 1; I < Call.Operands.size(); ++I)
      E.AbsorbsFrom.push_back(I);
    E.Result = ResultKind::None;
    return E;
  }
  if (Is({"clear", "reset"})) {
    E.Rebinds = 0;
    E.RebindFresh = true;
    E.RebindFrom = Call.Operands.size() > 1 ? 1 : -1;
    E.operandRef(0).Reads = false;
    E.Result = ResultKind::None;
    return E;
  }
  if (Is({"resize", "erase", "pop_back", "pop_front", "pop"})) {
    E.Result = ResultKind::None;
    return E;
  }
  fromAll(E, Call);
  return E;
}

} // namespace

Effect StdModel::effectOf(const CallSite &Call) const {
  const FunctionDecl &F = *Call.Callee;
  StringRef Name = F.getDeclName().isIdentifier() ? F.getName() : StringRef();
  if (F.isExternC() || (F.getDeclContext()->getRedeclContext()->isTranslationUnit() && F.getBuiltinID())) {
    if (isAllocator(Name)) {
      Effect E = known(Name);
      E.Result = ResultKind::Allocation;
      return E;
    }
    static const llvm::StringSet<> CLibrary = {"memcpy", "memset", "memmove", "memcmp", "free",   "printf", "fprintf",
                                               "strlen", "fread",  "fwrite",  "puts",   "sprintf", "snprintf"};
    if (F.getBuiltinID() || CLibrary.contains(Name)) {
      Effect E = functionEffect(Call, Name);
      if (Name == "free")
        E.Frees = 0;
      if (llvm::StringRef(Name).contains("memset") || llvm::StringRef(Name).contains("memcpy") ||
          llvm::StringRef(Name).contains("memmove"))
        E.operandRef(0).Writes = WriteKind::Data;
      return E;
    }
    return {};
  }
  if (!isStd(F))
    return {};
  if (isa<CXXConstructorDecl>(F)) {
    const CXXRecordDecl &Class = *cast<CXXConstructorDecl>(F).getParent();
    Effect E = known(Class.getName());
    fromAll(E, Call);
    if (size_t Slots = StdModel::slotTypes(Call.Site->getType()).size()) {
      bool FromOther = Call.Operands.size() == 1 && !StdModel::slotTypes(Call.Operands[0]->getType()).empty();
      if (FromOther)
        E.Result = ResultKind::Same;
      else if (Slots == Call.Operands.size())
        E.Result = ResultKind::Slots;
    }
    E.Noted = E.Name == "thread" || E.Name == "jthread";
    if (E.Noted)
      for (unsigned I = 0; I < Call.Operands.size(); ++I) {
        E.operandRef(I).Escapes = true;
        E.operandRef(I).Callable = true;
      }
    return E;
  }
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F); M && Call.HasObject)
    return methodEffect(Call, *M, Name);
  if (isAllocator(Name)) {
    Effect E = known(Name);
    E.Result = ResultKind::Allocation;
    return E;
  }
  return functionEffect(Call, Name);
}

} // namespace torchtidy::flow
