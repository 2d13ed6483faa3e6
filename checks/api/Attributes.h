/// dtype, device and the options that carry them: values that flow through variables and into results.
#pragma once

#include "api/ElementTypes.h"
#include "flow/ApiModel.h"

namespace torchtidy::api {

/// Keys of flow::Attr::Device: type, and index where one is given.
struct DeviceKey {
  static constexpr uint32_t Cpu = 0, Cuda = 1; ///< c10::DeviceType; the numbers are part of libtorch's file format
  static constexpr int NoIndex = -1;           ///< "cuda": the current one
  static constexpr int AnyIndex = -2;          ///< an index that is not known

  static uint32_t make(uint32_t Type, int Index = NoIndex) { return Type | static_cast<uint32_t>(Index + 2) << 8; }
  static uint32_t type(uint32_t Key) { return Key & 0xff; }
  static int index(uint32_t Key) { return static_cast<int>(Key >> 8) - 2; }
  /// "cuda:0" and its like; nothing when the text names no device.
  static std::optional<uint32_t> parse(llvm::StringRef Text);
};

/// Skips casts, temporaries and constructors with one argument: `std::string("x")` is "x".
const clang::Expr *core(const clang::Expr *E);
bool isDefaultArgument(const clang::Expr *E);
/// An integer or boolean constant that is written down.
std::optional<int64_t> integerOf(const clang::Expr *E, const clang::ASTContext &Context);
/// The braces behind what the compiler puts around them; null when the list is something else: a variable, a call.
const clang::InitListExpr *bracesOf(const clang::Expr *E);
/// Product of sizes that are all constants.
std::optional<uint64_t> elementCount(const clang::Expr *Sizes, const clang::ASTContext &Context);
bool isNullopt(const clang::Expr *E);

class Attributes {
public:
  Attributes(const clang::ASTContext &Context, const ElementTypes &Types) : Context(Context), Types(Types) {}

  /// TensorOptions, ScalarType, TypeMeta, Device, DeviceType, and optionals of them (not tensors).
  bool isCarrier(clang::QualType T) const;
  static bool isOptions(clang::QualType T);
  /// torch::kFloat, c10::ScalarType::Float, torch::kCUDA, "cuda:0".
  std::optional<flow::Attrs> constantOf(const clang::Expr &E) const;

  /// The dtype that a default in a schema names: "long"; Unset for "None".
  flow::AttrSet dtypeInSchema(std::string_view Default) const;
  /// Whether a dtype is the one of float32.
  bool isFloat(uint32_t Dtype) const { return Types.ofName("Float") && Types.ofName("Float")->Key == Dtype; }
  /// The dtype that a factory makes of a Scalar of this C++ type: int64 of integers, Unset (the default dtype) of floating
  /// ones.
  flow::AttrSet dtypeOfNumbers(clang::QualType Number) const;
  /// The same for the elements of torch::tensor, where only int, int64, float and double become another one (run on 2.13.0).
  flow::AttrSet dtypeOfElements(clang::QualType Element) const;
  /// Options in which nothing is given.
  static flow::Attrs unset();
  /// The attribute as operand I gives it: Unset for default arguments and nullopt.
  flow::AttrSet given(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned I,
                      flow::Attr Which) const;
  /// Both attributes of an operand that holds options.
  flow::Attrs options(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned I) const;
  /// Attributes that the tensor in operand I has: defaults are not "not given" any more.
  static flow::Attrs ofTensor(const flow::OperandReader &Operands, unsigned I);
  /// Effects of constructors and methods of TensorOptions, Device and TypeMeta, and of torch::dtype() and its like.
  /// Known is false for anything else.
  flow::Effect effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const;

private:
  flow::AttrSet deviceFrom(const flow::CallSite &Call, const flow::OperandReader &Operands, unsigned First) const;
  std::optional<flow::AttrSet> templateDtype(const clang::FunctionDecl &F) const;
  void set(flow::Attrs &Out, llvm::StringRef Property, const flow::CallSite &Call, const flow::OperandReader &Operands,
           unsigned First) const;

  const clang::ASTContext &Context;
  const ElementTypes &Types;
};

} // namespace torchtidy::api
