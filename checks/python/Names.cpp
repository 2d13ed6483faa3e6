// Names, attributes and parameters: which value a place holds.
#include "python/Frame.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

static bool isBuiltin(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"list", "tuple", "dict", "set", "len", "int", "float", "bool", "str", "range", "enumerate"}, true)
      .Cases({"zip", "reversed", "sorted", "isinstance", "print", "iter", "next", "bytes", "bytearray"}, true)
      .Cases({"memoryview", "round", "slice"}, true)
      .Default(false);
}

ValueId Frame::lookup(llvm::StringRef Name) {
  if (auto It = S.Vars.find(Name); It != S.Vars.end())
    return It->second;
  NodeId Owner = File.scopes().owner(Function, Name);
  if (Owner != Function)
    return Owner == 0 && !File.scopes().scope(0).Bound.contains(Name) && isBuiltin(Name)
               ? Vs.add([&] {
                   Value V;
                   V.T = Type::Namespace;
                   V.Path = File.save("builtins." + Name);
                   return V;
                 }())
               : File.binding(Owner, Name);
  if (Function == 0 && !File.scopes().scope(0).Bound.contains(Name) && isBuiltin(Name)) {
    Value V;
    V.T = Type::Namespace;
    V.Path = File.save("builtins." + Name);
    return Vs.add(std::move(V));
  }
  return 0;
}

ValueId Frame::attributeDefault(llvm::StringRef Place) {
  auto [It, New] = Defaults.try_emplace(Place, 0);
  if (!New)
    return It->second;
  auto [Base, Rest] = Place.split('.');
  ValueId Known = 0;
  bool Own = !Self.empty() && Base == Self && !Rest.contains('.');
  if (Own)
    if (const ClassInfo *Class = File.scopes().classOf(Function); Class && Class->Methods.count(Rest))
      return 0; // a property, or a method
  if (!Self.empty() && Base == Self && !Rest.contains('.'))
    if (const ClassInfo *Class = File.scopes().classOf(Function); Class && Class->SetIn.contains(Rest))
      Known = File.attribute(A.scopeOf(Function), Rest);
  Value V = Vs[Known];
  if (Known && File.isMixed(A.scopeOf(Function), Rest))
    for (Ref &R : V.Refs)
      R.ViewMay = true;
  if (V.Refs.empty() && (V.T == Type::Unknown || V.T == Type::Tensor || V.T == Type::Array || V.T == Type::List ||
                         V.T == Type::Dict || V.T == Type::Tuple)) {
    Memory M;
    M.K = Memory::Kind::Attr;
    M.Scope = Function;
    M.Name = File.save(Place);
    V.Refs.push_back({Vs.memory(M)});
    V.Refs.back().ViewMay = !Own; // it may be a property
  }
  return It->second = Vs.add(std::move(V));
}

ValueId Frame::place(llvm::StringRef Place) {
  auto It = S.Vars.find(Place);
  if (It != S.Vars.end())
    return It->second;
  return Place.contains('.') ? attributeDefault(Place) : lookup(Place);
}

llvm::StringRef Frame::pathOf(NodeId N) {
  NodeId At = N;
  while (A.is(At, Kind::Attribute))
    At = A.child(At, Role::Object);
  if (!A.is(At, Kind::Identifier) || A[N].HasError)
    return {};
  llvm::StringRef Text = A.text(N);
  if (Text.find_first_of(" \t\r\n\\#") != llvm::StringRef::npos)
    return {};
  return File.save(Text);
}

void Frame::forget(llvm::StringRef Base) {
  // No character of a name comes before the dot: its attributes follow it.
  auto First = S.Vars.lower_bound(Base);
  if (First != S.Vars.end() && First->first == Base)
    ++First;
  auto Last = First;
  while (Last != S.Vars.end() && Last->first.starts_with(Base) && Last->first[Base.size()] == '.')
    ++Last;
  S.Vars.erase(First, Last);
}

void Frame::bind(llvm::StringRef Name, ValueId V) {
  Name = File.save(Name);
  forget(Name);
  S.Vars[Name] = V;
  NodeId Owner = File.scopes().owner(Function, Name);
  if (!InClassBody)
    File.addBinding(Owner, Name, V);
  if (Owner != Function) // `global x`
    keep(V);
}

/// The value is stored where it outlives the function: so is the owner of its memory, unless it is only borrowed.
void Frame::keep(ValueId V) {
  for (const Ref &R : Vs[V].Refs)
    if (!R.Borrow)
      Vs.memory(R.Memory).Kept = true;
}

void Frame::setPlace(llvm::StringRef Place, ValueId V) {
  if (!Place.contains('.'))
    return bind(Place, V);
  forget(Place);
  S.Vars[Place] = V;
  auto [Base, Rest] = Place.split('.');
  if (!Self.empty() && Base == Self && !Rest.contains('.')) {
    if (NodeId Class = A.scopeOf(Function); A.is(Class, Kind::Class))
      File.addAttribute(Class, Rest, V);
  } else {
    keep(V);
  }
}

/// The parts between the commas that stand in no brackets.
static llvm::SmallVector<llvm::StringRef, 4> splitAtCommas(llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef, 4> Out;
  unsigned Depth = 0;
  size_t Begin = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    Depth += Text[I] == '[';
    Depth -= Text[I] == ']' && Depth;
    if (Text[I] == ',' && !Depth) {
      Out.push_back(Text.slice(Begin, I).trim());
      Begin = I + 1;
    }
  }
  Out.push_back(Text.drop_front(Begin).trim());
  return Out;
}

ValueId Frame::typeOfAnnotation(NodeId TypeNode, ValueId Base) { return typeOfText(A.text(TypeNode), Base, 0); }

/// By the text of an annotation, quoted or not: "torch.Tensor", "Optional[np.ndarray]", "Dict[str, List[Tensor]]".
ValueId Frame::typeOfText(llvm::StringRef Text, ValueId Base, unsigned Nested) {
  Text = Text.trim().trim("'\"").trim();
  if (Nested > 8 || Text.empty())
    return Base;
  auto Again = [&](llvm::StringRef Inner) { return typeOfText(Inner, Base, Nested + 1); };
  // `X | None`
  if (Text.consume_back("None")) {
    Text = Text.rtrim();
    return Text.consume_back("|") ? Again(Text) : Base;
  }
  if (size_t Open = Text.find('['); Open != llvm::StringRef::npos && Text.back() == ']') {
    llvm::StringRef Generic = Text.take_front(Open).rtrim();
    llvm::SmallVector<llvm::StringRef, 4> In = splitAtCommas(Text.slice(Open + 1, Text.size() - 1));
    Generic.consume_front("typing.") || Generic.consume_front("t.");
    if (Generic == "Union")
      llvm::erase(In, "None");
    if ((Generic == "Optional" || Generic == "Final" || Generic == "Union") && In.size() == 1)
      return Again(In[0]);
    if (Generic == "Annotated")
      return Again(In[0]);
    bool Many = llvm::StringSwitch<bool>(Generic).Cases({"List", "list", "Sequence", "Iterable", "Iterator"}, true).Default(false);
    bool Map = Generic == "Dict" || Generic == "dict" || Generic == "Mapping";
    bool Row = Generic == "Tuple" || Generic == "tuple";
    if ((Many && In.size() == 1) || (Map && In.size() == 2) || Row) {
      bool Alike = !Row || (In.size() == 2 && In[1] == "...");
      Value Whole = Vs[Base];
      Whole.T = Row ? Type::Tuple : Map ? Type::Dict : Type::List;
      if (Alike) {
        Whole.Element = element(Again(In[Map]));
      } else {
        for (llvm::StringRef One : In)
          Whole.Items.push_back(element(Again(One)));
        Whole.Element = Whole.Items[0];
        for (ValueId Item : Whole.Items)
          Whole.Element = Vs.join(Whole.Element, Item);
      }
      return Vs[Whole.Element].T == Type::Unknown && !Row ? Base : Vs.add(std::move(Whole));
    }
  }
  auto [First, Rest] = Text.split('.');
  ValueId Known = lookup(First);
  Type T = Type::Unknown;
  if (Vs[Known].T == Type::Namespace) {
    std::string Path = (Vs[Known].Path + (Rest.empty() ? "" : "." + Rest)).str();
    T = llvm::StringSwitch<Type>(Path)
            .Cases({"torch.Tensor", "torch.FloatTensor", "torch.LongTensor", "torch.BoolTensor"}, Type::Tensor)
            .Cases({"torch.nn.Parameter", "torch.nn.parameter.Parameter"}, Type::Tensor)
            .Cases({"numpy.ndarray", "numpy.typing.NDArray"}, Type::Array)
            .Case("torch.nn.Module", Type::Module)
            .Cases({"builtins.int", "builtins.float"}, Type::Number)
            .Case("builtins.str", Type::Text)
            .Case("builtins.dict", Type::Dict)
            .Default(Type::Unknown);
    if (llvm::StringRef(Path).starts_with("numpy.typing.NDArray") || llvm::StringRef(Path).starts_with("numpy.ndarray["))
      T = Type::Array;
  } else if (Vs[Known].T == Type::Class && Rest.empty()) {
    Value V = Vs[Base];
    V.Node = Vs[Known].Node;
    V.T = File.scopes().info(V.Node).IsModule ? Type::Module : Type::Object;
    return Vs.add(std::move(V));
  }
  if (llvm::is_contained(File.TensorTypes, Text.rsplit('.').second.empty() ? Text : Text.rsplit('.').second))
    T = Type::Tensor;
  if (T == Type::Unknown)
    return Base;
  Value V = Vs[Base];
  V.T = T;
  // Whoever writes the type of an index means an array of them.
  V.Index = T == Type::Tensor || T == Type::Array ? Indexing::Advanced : Vs[Vs.of(T)].Index;
  if (T == Type::Number || T == Type::Text)
    V.Refs.clear();
  return Vs.add(std::move(V));
}

/// What an annotation says of the elements of a container: less than of a variable.
ValueId Frame::element(ValueId Of) {
  Value V = Vs[Of];
  if (V.T == Type::Object || V.T == Type::Module || V.T == Type::Class)
    return 0;
  if (V.T == Type::Tensor || V.T == Type::Array)
    V.Index = Indexing::Unknown;
  return Vs.add(std::move(V));
}

static bool isItemOfDataset(const Ast &A, NodeId Function) {
  return A.text(A.child(Function, Role::Name)) == "__getitem__" &&
         A.text(A.child(A.scopeOf(Function), Role::Superclasses)).contains("Dataset");
}

void Frame::bindParameters() {
  bool First = true;
  for (NodeId P : A.children(A.child(Function, Role::Parameters))) {
    NodeId Name = P, TypeNode = A.child(P, Role::Type);
    if (A.is(P, Kind::DefaultParameter) || A.is(P, Kind::TypedDefaultParameter))
      Name = A.child(P, Role::Name);
    else if (A.is(P, Kind::TypedParameter))
      Name = A[P].First;
    if (A.is(Name, Kind::ListSplatPattern) || A.is(Name, Kind::DictionarySplatPattern)) {
      Varargs = true;
      Name = A[Name].First;
    }
    if (!A.is(Name, Kind::Identifier))
      continue;
    llvm::StringRef Text = File.save(A.text(Name));
    Memory M;
    M.K = Memory::Kind::Param;
    M.Site = Name;
    M.Scope = Function;
    M.Param = Params.size();
    M.Name = Text;
    Params.push_back(Text);
    Value V;
    if (First && !Self.empty()) {
      V.T = Type::Object;
      V.Node = A.scopeOf(Function);
    } else {
      V.Refs.push_back({Vs.memory(M)});
      if (File.scopes().scope(Function).TensorLike.contains(Text))
        V.Index = Indexing::Advanced;
      else if (Params.size() == 2 && isItemOfDataset(A, Function))
        V.Index = Indexing::Basic; // loaders ask for one item
    }
    First = false;
    ValueId Id = Vs.add(std::move(V));
    if (TypeNode && !Varargs)
      Id = typeOfAnnotation(TypeNode, Id);
    bind(Text, Id);
  }
}

State Frame::join(const State &X, const State &Y) {
  if (X.Dead)
    return Y;
  if (Y.Dead)
    return X;
  // Files that bind thousands of names at the top, between branches, must not take time in the square of them.
  Visits += 10 * (X.Vars.size() + Y.Vars.size());
  State Out;
  Out.Vars.reserve(std::max(X.Vars.size(), Y.Vars.size()));
  auto I = X.Vars.begin(), J = Y.Vars.begin();
  auto Alone = [&](llvm::StringRef Name, ValueId V) {
    // A name that the other path does not bind raises there; an attribute is there what it was.
    Out.Vars.append(Name, Name.contains('.') ? Vs.join(V, attributeDefault(Name)) : Vs.weaken(V));
  };
  while (I != X.Vars.end() || J != Y.Vars.end()) {
    if (J == Y.Vars.end() || (I != X.Vars.end() && I->first < J->first)) {
      Alone(I->first, I->second);
      ++I;
    } else if (I == X.Vars.end() || J->first < I->first) {
      Alone(J->first, J->second);
      ++J;
    } else {
      Out.Vars.append(I->first, Vs.join(I->second, J->second));
      ++I;
      ++J;
    }
  }
  Out.Pending = X.Pending;
  for (const State::PendingWrite &P : Y.Pending)
    if (!llvm::is_contained(Out.Pending, P))
      Out.Pending.push_back(P);
  return Out;
}

State Frame::behindLoop(const State &Behind, const State &AfterRound) {
  Visits += Behind.Vars.size();
  State Out;
  Out.Dead = Behind.Dead;
  Out.Pending = Behind.Pending;
  Out.Vars.reserve(Behind.Vars.size());
  auto J = AfterRound.Vars.begin(), End = AfterRound.Vars.end();
  for (const auto &[Name, V] : Behind.Vars) {
    while (J != End && J->first < Name)
      ++J;
    Out.Vars.append(Name, J != End && J->first == Name ? Vs.afterLoop(V, J->second) : V);
  }
  return Out;
}

void Frame::noteRead(ValueId V, NodeId At) {
  if (Quiet || S.Pending.empty())
    return;
  // What is either the owner or the borrow is, where the borrow was written, the borrow.
  auto IsBorrow = [&](const State::PendingWrite &P) {
    return llvm::any_of(Vs[V].Refs, [&](const Ref &R) { return R.Memory == P.Memory && R.Borrow == P.Borrow; });
  };
  for (const Ref &R : Vs[V].Refs)
    for (const State::PendingWrite &P : S.Pending)
      if (R.Borrow == 0 && P.Memory == R.Memory && !IsBorrow(P))
        F.ReadAfter.try_emplace({P.Site, P.Memory}, At);
}

} // namespace torchtidy::python
