#include "python/Value.h"
#include "python/Limits.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

bool isFloating(DType D) {
  return D == DType::Float16 || D == DType::BFloat16 || D == DType::Float32 || D == DType::Float64;
}

bool isIntegral(DType D) {
  return D == DType::Bool || D == DType::UInt8 || D == DType::Int8 || D == DType::Int16 || D == DType::Int32 ||
         D == DType::Int64;
}

llvm::StringRef nameOf(DType D) {
  switch (D) {
  case DType::Bool: return "bool";
  case DType::UInt8: return "uint8";
  case DType::Int8: return "int8";
  case DType::Int16: return "int16";
  case DType::Int32: return "int32";
  case DType::Int64: return "int64";
  case DType::Float16: return "float16";
  case DType::BFloat16: return "bfloat16";
  case DType::Float32: return "float32";
  case DType::Float64: return "float64";
  case DType::Complex64: return "complex64";
  case DType::Complex128: return "complex128";
  case DType::Unknown:
  case DType::Other: break;
  }
  return "";
}

DType dtypeOfTorch(llvm::StringRef Name) {
  return llvm::StringSwitch<DType>(Name)
      .Case("bool", DType::Bool).Cases({"uint8", "byte"}, DType::UInt8).Cases({"int8", "char"}, DType::Int8)
      .Cases({"int16", "short"}, DType::Int16).Cases({"int32", "int"}, DType::Int32)
      .Cases({"int64", "long"}, DType::Int64).Cases({"float16", "half"}, DType::Float16)
      .Case("bfloat16", DType::BFloat16).Cases({"float32", "float"}, DType::Float32)
      .Cases({"float64", "double"}, DType::Float64).Cases({"complex64", "cfloat"}, DType::Complex64)
      .Cases({"complex128", "cdouble"}, DType::Complex128)
      .Default(DType::Unknown);
}

DType dtypeOfNumpy(llvm::StringRef Name) {
  // In NumPy `float` is Python's, and `int` is the platform's: 64 bits everywhere since NumPy 2.
  return llvm::StringSwitch<DType>(Name)
      .Cases({"bool", "bool_", "bool8"}, DType::Bool).Cases({"uint8", "ubyte", "u1"}, DType::UInt8)
      .Cases({"int8", "byte", "i1"}, DType::Int8).Cases({"int16", "short", "i2"}, DType::Int16)
      .Cases({"int32", "intc", "i4"}, DType::Int32).Cases({"int64", "int", "int_", "long", "longlong", "i8"}, DType::Int64)
      .Cases({"float16", "half", "f2"}, DType::Float16).Cases({"float32", "single", "f4", "f"}, DType::Float32)
      .Cases({"float64", "float", "double", "float_", "f8", "d"}, DType::Float64)
      .Cases({"complex64", "csingle"}, DType::Complex64).Cases({"complex128", "complex", "cdouble"}, DType::Complex128)
      .Cases({"uint16", "uint32", "uint64", "object", "object_", "longdouble"}, DType::Other)
      .Default(DType::Unknown);
}

bool Value::operator==(const Value &O) const {
  return T == O.T && D == O.D && Index == O.Index && OnCpu == O.OnCpu && Contiguous == O.Contiguous &&
         Negative == O.Negative && Placed == O.Placed && Refs == O.Refs && Kin == O.Kin && SizeOf == O.SizeOf &&
         SizeFrom == O.SizeFrom && WholeSize == O.WholeSize && Path == O.Path && Node == O.Node &&
         Element == O.Element && Items == O.Items;
}

static size_t hashOf(const Value &V) {
  llvm::hash_code H = llvm::hash_combine(static_cast<unsigned>(V.T), static_cast<unsigned>(V.D),
                                         static_cast<unsigned>(V.Index), V.Path, V.Node, V.Element, V.SizeOf);
  for (const Ref &R : V.Refs)
    H = llvm::hash_combine(H, R.Memory, R.Borrow, R.ViewMay, R.PathMay, R.NoRound);
  for (ValueId I : V.Items)
    H = llvm::hash_combine(H, I);
  return static_cast<size_t>(H) >> 1; // two numbers are the map's own
}

Values::Values() : Bare(static_cast<size_t>(Type::Other) + 1) {
  All.emplace_back();
  Older.push_back(0);
  Memories.emplace_back();
  Borrows.emplace_back();
}

ValueId Values::add(Value V) {
  llvm::sort(V.Refs, [](const Ref &A, const Ref &B) { return A.key() < B.key(); });
  if (V.Refs.size() > MaxOrigins)
    V.Refs.clear();
  llvm::sort(V.Kin);
  V.Kin.erase(std::unique(V.Kin.begin(), V.Kin.end()), V.Kin.end());
  if (V.Kin.size() > MaxOrigins)
    V.Kin.clear();
  if (V == All[0])
    return 0;
  ValueId &Newest = ByHash[hashOf(V)];
  for (ValueId Id = Newest; Id; Id = Older[Id])
    if (All[Id] == V)
      return Id;
  All.push_back(std::move(V));
  Older.push_back(Newest);
  return Newest = static_cast<ValueId>(All.size() - 1);
}

ValueId Values::of(Type T) {
  if (ValueId Known = Bare[static_cast<size_t>(T)])
    return Known;
  Value V;
  V.T = T;
  if (T == Type::Number || T == Type::Slice || T == Type::None)
    V.Index = Indexing::Basic;
  if (T == Type::Bool || T == Type::List)
    V.Index = Indexing::Advanced;
  return Bare[static_cast<size_t>(T)] = add(std::move(V));
}

ValueId Values::weaken(ValueId Id) {
  if (All[Id].Refs.empty())
    return Id;
  Value V = All[Id];
  for (Ref &R : V.Refs)
    R.PathMay = true;
  return add(std::move(V));
}

ValueId Values::afterLoop(ValueId Id, ValueId AfterRound) {
  auto Remains = [&](const Ref &R) {
    return llvm::any_of(All[AfterRound].Refs, [&](const Ref &O) { return O.key() == R.key() && !O.NoRound; });
  };
  if (Id == AfterRound || llvm::all_of(All[Id].Refs, Remains))
    return Id;
  Value V = All[Id];
  for (Ref &R : V.Refs)
    R.NoRound |= !Remains(R);
  return add(std::move(V));
}

ValueId Values::join(ValueId A, ValueId B) {
  if (A == B)
    return A;
  if (A > B)
    std::swap(A, B);
  auto [It, New] = Joined.try_emplace({A, B}, 0);
  if (!New)
    return It->second;
  const Value &X = All[A], &Y = All[B];
  // `try: import torch; except ImportError: torch = None`
  if (X.T == Type::Namespace && Y.T == Type::None)
    return Joined[{A, B}] = A;
  if (Y.T == Type::Namespace && X.T == Type::None)
    return Joined[{A, B}] = B;
  Value V;
  bool Same = X.T == Y.T;
  if (Same)
    V.T = X.T;
  V.D = X.D == Y.D ? X.D : DType::Unknown;
  V.Index = X.Index == Y.Index ? X.Index : Indexing::Unknown;
  V.OnCpu = X.OnCpu && Y.OnCpu;
  V.Contiguous = X.Contiguous && Y.Contiguous;
  V.Negative = X.Negative && Y.Negative;
  V.Placed = X.Placed || Y.Placed;
  for (const Ref &R : X.Refs)
    V.Refs.push_back(R);
  for (const Ref &R : Y.Refs) {
    auto Have = llvm::find_if(V.Refs, [&](const Ref &O) { return O.key() == R.key(); });
    if (Have == V.Refs.end()) {
      V.Refs.push_back(R);
      V.Refs.back().PathMay = true;
    } else {
      Have->ViewMay |= R.ViewMay;
      Have->PathMay |= R.PathMay;
      Have->Part |= R.Part;
      Have->NoRound &= R.NoRound;
    }
  }
  for (Ref &R : V.Refs)
    if (llvm::none_of(Y.Refs, [&](const Ref &O) { return O.key() == R.key(); }))
      R.PathMay = true;
  for (MemoryId K : X.Kin)
    if (llvm::is_contained(Y.Kin, K))
      V.Kin.push_back(K);
  if (X.SizeOf == Y.SizeOf) {
    V.SizeOf = X.SizeOf;
    V.SizeFrom = X.SizeFrom;
    V.WholeSize = X.WholeSize && Y.WholeSize;
  }
  if (Same && X.Path == Y.Path && X.Node == Y.Node) {
    V.Path = X.Path;
    V.Node = X.Node;
  } else if (V.T == Type::Namespace || V.T == Type::Function || V.T == Type::Class || V.T == Type::Object) {
    V.T = Type::Unknown;
  }
  ValueId ElementA = X.Element, ElementB = Y.Element;
  if (Same && X.Items.size() == Y.Items.size())
    for (size_t I = 0; I < X.Items.size(); ++I)
      V.Items.push_back(join(X.Items[I], Y.Items[I]));
  // An empty list says nothing about the elements of the other one.
  V.Element = !ElementA || !ElementB ? std::max(ElementA, ElementB) : join(ElementA, ElementB);
  ValueId Result = add(std::move(V));
  return Joined[{A, B}] = Result;
}

} // namespace torchtidy::python
