#include "api/ElementTypes.h"
#include "api/SchemaReader.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "flow/StdModel.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::api {

std::string Dtype::constant() const {
  llvm::StringRef Known = llvm::StringSwitch<llvm::StringRef>(Name)
                              .Case("Byte", "kUInt8")
                              .Case("Char", "kInt8")
                              .Case("Short", "kInt16")
                              .Case("Int", "kInt32")
                              .Case("Long", "kInt64")
                              .Case("Half", "kFloat16")
                              .Case("Float", "kFloat32")
                              .Case("Double", "kFloat64")
                              .Default("");
  return Known.empty() ? "k" + Name : Known.str();
}

std::string Dtype::word() const {
  llvm::StringRef Known = llvm::StringSwitch<llvm::StringRef>(Name)
                              .Case("Float", "float")
                              .Case("Double", "double")
                              .Case("Half", "half")
                              .Case("ComplexFloat", "complex float")
                              .Case("ComplexDouble", "complex double")
                              .Default("");
  return Known.empty() ? llvm::StringRef(constant()).drop_front().lower() : Known.str();
}

Reading readingOf(const Dtype &Elements, const Dtype &As) {
  if (Elements.Key == As.Key)
    return Reading::Same;
  auto Whole = [](DtypeClass C) { return C == DtypeClass::Signed || C == DtypeClass::Unsigned || C == DtypeClass::Bool; };
  if (Elements.Size == As.Size && Elements.Size != 0) {
    bool Halves = Elements.Size == 2 && (Whole(Elements.Class) || Whole(As.Class)); // bits of a Half or BFloat16
    bool Small = Elements.Size == 1;                                                // bits of a Float8
    if ((Whole(Elements.Class) && Whole(As.Class)) || Halves || Small)
      return Reading::Reinterpretation;
  }
  if ((Elements.Class == DtypeClass::Complex) != (As.Class == DtypeClass::Complex) &&
      (Elements.Class == DtypeClass::Floating || As.Class == DtypeClass::Floating))
    return Elements.Size == 2 * As.Size || As.Size == 2 * Elements.Size ? Reading::Reinterpretation
                                                                        : Reading::Contradiction;
  if (As.Class == DtypeClass::Other || Elements.Class == DtypeClass::Other)
    return Reading::Reinterpretation;
  if (As.Size == 1 && As.Class != DtypeClass::Bool)
    return Reading::Bytes;
  return Reading::Contradiction;
}

static DtypeClass classOf(llvm::StringRef Name) {
  return llvm::StringSwitch<DtypeClass>(Name)
      .Cases({"Half", "Float", "Double", "BFloat16"}, DtypeClass::Floating)
      .Cases({"Char", "Short", "Int", "Long"}, DtypeClass::Signed)
      .Cases({"Byte", "UInt16", "UInt32", "UInt64"}, DtypeClass::Unsigned)
      .Case("Bool", DtypeClass::Bool)
      .Cases({"ComplexHalf", "ComplexFloat", "ComplexDouble"}, DtypeClass::Complex)
      .StartsWith("Float8", DtypeClass::Floating)
      .Default(DtypeClass::Other);
}

/// Types from the specialisations of c10::CppTypeToScalarType, each an integral_constant of the enumeration.
void ElementTypes::addTypes(std::vector<Dtype> &Out) const {
  const NamespaceDecl *C10 = findNamespace(Context, {"c10"});
  for (const NamedDecl *D : C10->lookup(&Context.Idents.get("CppTypeToScalarType"))) {
    if (const auto *Shadow = dyn_cast<UsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    const auto *Template = dyn_cast<ClassTemplateDecl>(D);
    if (!Template)
      continue;
    for (const ClassTemplateSpecializationDecl *S : Template->specializations()) {
      if (!S->hasDefinition() || S->getNumBases() != 1)
        continue;
      const auto *Base =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(S->bases_begin()->getType()->getAsCXXRecordDecl());
      if (!Base || Base->getTemplateArgs().size() != 2 ||
          Base->getTemplateArgs()[1].getKind() != TemplateArgument::Integral)
        continue;
      auto Key = static_cast<uint32_t>(Base->getTemplateArgs()[1].getAsIntegral().getExtValue());
      QualType Type = S->getTemplateArgs()[0].getAsType().getCanonicalType();
      for (Dtype &Row : Out)
        if (Row.Key == Key) {
          Row.Type = Type;
          if (!Type->isDependentType() && !Type->isIncompleteType())
            Row.Size = Context.getTypeSizeInChars(Type).getQuantity();
        }
    }
  }
}

const std::vector<Dtype> &ElementTypes::table() const {
  if (Table)
    return *Table;
  Table.emplace();
  const NamespaceDecl *C10 = findNamespace(Context, {"c10"});
  if (!C10)
    return *Table;
  for (const NamedDecl *D : C10->lookup(&Context.Idents.get("ScalarType"))) {
    if (const auto *Shadow = dyn_cast<UsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    const auto *Enum = dyn_cast<EnumDecl>(D);
    Enum = Enum ? Enum->getDefinition() : nullptr;
    if (!Enum || !Table->empty())
      continue;
    for (const EnumConstantDecl *E : Enum->enumerators()) {
      if (E->getName() == "Undefined" || E->getName() == "NumOptions")
        continue;
      Dtype Row;
      Row.Key = static_cast<uint32_t>(E->getInitVal().getExtValue());
      Row.Name = E->getName().str();
      Row.Class = classOf(Row.Name);
      Table->push_back(std::move(Row));
    }
  }
  addTypes(*Table);
  return *Table;
}

/// What a complex number is made of; null for other types.
static QualType partOfComplex(QualType T) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  bool Complex = S && S->getName() == "complex" && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type;
  return Complex ? S->getTemplateArgs()[0].getAsType().getCanonicalType() : QualType();
}

const Dtype *ElementTypes::of(QualType Element) const {
  if (Element.isNull() || Element->isDependentType())
    return nullptr;
  QualType T = Element.getCanonicalType().getUnqualifiedType();
  for (const Dtype &Row : table())
    if (!Row.Type.isNull() && Row.Type == T)
      return &Row;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (QualType Part = partOfComplex(T); !Part.isNull() && flow::StdModel::isStd(*Record)) // libtorch has its own
    for (const Dtype &Row : table())
      if (!Row.Type.isNull() && partOfComplex(Row.Type) == Part)
        return &Row;
  if (!T->isIntegerType() || T->isBooleanType() || T->isEnumeralType())
    return nullptr;
  uint64_t Size = Context.getTypeSizeInChars(T).getQuantity();
  DtypeClass Class = T->isSignedIntegerType() ? DtypeClass::Signed : DtypeClass::Unsigned;
  for (const Dtype &Row : table())
    if (Row.Size == Size && Row.Class == Class)
      return &Row;
  return nullptr;
}

const Dtype *ElementTypes::ofKey(uint32_t Key) const {
  for (const Dtype &Row : table())
    if (Row.Key == Key)
      return &Row;
  return nullptr;
}

const Dtype *ElementTypes::ofName(llvm::StringRef Name) const {
  for (const Dtype &Row : table())
    if (Row.Name == Name)
      return &Row;
  return nullptr;
}

} // namespace torchtidy::api
