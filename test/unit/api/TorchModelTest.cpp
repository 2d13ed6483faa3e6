// What libtorch's real headers say of calls, seen through the flow analysis: each case is one function, all parsed once.
#include "TestConfig.h"
#include "api/TorchModel.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "flow/TuAnalysis.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace torchtidy;

namespace {

struct Case {
  const char *Name;       ///< name of the function
  const char *Parameters; ///< `float* p` borrows, `torch::Tensor t` shares
  const char *Body;
  const char *Expected; ///< summary, then attributes of the result where one is known
};

const char *const T = "torch::Tensor t";
const char *const P = "float* p";
const char *const V = "std::vector<float>& v";

const Case Cases[] = {
    // Views, whole and part, for sure and perhaps
    {"View", T, "return t.view({-1});", "returns Param(t)"},
    {"Select", T, "return t[0];", "returns part of Param(t)"},
    {"Slice", T, "return t.slice(0, 1, 2);", "returns part of Param(t)"},
    {"FreeFunction", T, "return torch::select(t, 0, 1);", "returns part of Param(t)"},
    {"Unbind", T, "return torch::unbind(t)[0];", "returns part of Param(t)"},
    {"Reshape", T, "return t.reshape({-1});", "returns may Param(t), may Fresh"},
    {"Contiguous", T, "return t.contiguous();", "returns may Param(t), may Fresh"},
    {"Detach", T, "return t.detach();", "returns Param(t)"},
    {"Data", T, "return t.data();", "returns Param(t)"},
    {"VariableData", T, "return t.variable_data();", "returns Param(t)"},
    {"Clone", T, "return t.clone();", "returns Fresh"},
    {"Add", T, "return t + 1;", "returns Fresh"},
    {"ScalarFirst", T, "return 1 - t;", "returns Fresh"},
    {"Negate", T, "return -t;", "returns Fresh"},
    {"Grad", T, "return t.grad();", "returns Unknown"},
    {"TypeAs", "torch::Tensor t, torch::Tensor u", "return t.type_as(u);", "returns may Param(t), may Fresh"},
    // Writes
    {"Zero", T, "t.zero_();", "writes t (zero_)"},
    {"Fill", T, "t.fill_(1);", "writes t (fill_)"},
    {"AddInPlace", T, "t += 1;", "writes t (+=)"},
    {"MultiplyByZero", T, "t.mul_(0);", "writes t (mul_)"},
    {"Normal", T, "t.normal_();", "writes t (normal_)"},
    {"Copy", "torch::Tensor t, torch::Tensor u", "t.copy_(u);", "writes t (copy_)"},
    {"Out", "torch::Tensor t, torch::Tensor u", "torch::add_out(t, u, u);", "writes t (add_out)"},
    {"AssignToPart", T, "t[0] = 1;", "writes t (operator=)"},
    {"AssignToMoved", "torch::Tensor t, torch::Tensor u", "std::move(t) = u;", "writes t (operator=)"},
    {"AssignRebinds", "torch::Tensor t, torch::Tensor u", "t = u;", ""},
    {"IndexPut", T, "t.index_put_({0}, 1);", "writes t (index_put_)"},
    {"IndexWithInteger", T, "return t.index({0});", "returns part of Param(t)"},
    {"IndexWithSlice", T, "return t.index({torch::indexing::Slice(), 1});", "returns part of Param(t)"},
    {"IndexWithTensor", "torch::Tensor t, torch::Tensor m", "return t.index({m});", "returns Fresh"},
    {"IndexWithBool", T, "return t.index({true});", "returns Fresh"},
    {"IndexOpen", "torch::Tensor t, std::vector<at::indexing::TensorIndex> i", "return t.index(i);",
     "returns may part of Param(t), may Fresh"},
    {"Init", T, "torch::nn::init::zeros_(t);", "writes t (init::zeros_)"},
    {"Pointer", T, "*t.data_ptr<float>() = 1;", "writes t (=)"},
    {"Accessor", T, "auto a = t.accessor<float, 1>(); a[0] = 1;", "writes t (=)"},
    {"Resize", T, "t.resize_({3});", ""},
    {"RequiresGrad", T, "t.requires_grad_();", ""},
    {"Dispatcher", T, "at::_ops::zero_::call(t);", "writes t (zero_)"},
    {"ParallelFor", T, "at::parallel_for(0, 3, 1, [&](int64_t, int64_t) { t.zero_(); });", "writes t (zero_)"},
    {"OperatorOut", "torch::Tensor t, torch::Tensor u", "at::mul_outf(u, u, t);", "writes t (mul_outf)"},
    {"ListOfViews", T, "auto parts = t.split(1); parts[0].zero_();", "writes t (zero_)"},
    {"Foreach", "std::vector<torch::Tensor> ts", "at::_foreach_zero_(ts);", "writes ts (_foreach_zero_)"},
    {"Stack", T, "return torch::stack({t, t});", "returns Fresh"},
    {"VectorOfTensors", T, "std::vector<torch::Tensor> ts{t}; return torch::cat(ts);", "returns Fresh"},
    {"SetData", "torch::Tensor t, torch::Tensor u", "t.set_data(u); return t;", "returns Param(u)"},
    {"Observers", T, "(void)t.sizes(); (void)t.dim(); (void)t.options(); (void)t.defined();", ""},
    {"NoGrad", T, "torch::NoGradGuard guard; t.zero_();", "writes t (zero_)"},
    {"SpecialOut", "torch::Tensor t, torch::Tensor u", "torch::special::gammaln_out(t, u);", "writes t (gammaln_out)"},
    {"Squeeze", T, "return t.squeeze_().squeeze_(0);", "returns Param(t)"},
    {"ItensorList", T, "return torch::atleast_1d(t);", "returns may Param(t), may Fresh"},
    {"Cuda", T, "return t.cuda();", "returns may Param(t), may Fresh"},
    {"NumpyT", T, "return t.numpy_T();", "returns Param(t)"},
    {"Conj", T, "return t.conj();", "returns Param(t)"},
    // Borrows and attributes
    {"FromBlob", P, "return torch::from_blob(p, {3});", "returns Borrow | dtype unset device unset"},
    {"FromBlobDtype", P, "return torch::from_blob(p, {3}, torch::kFloat64);", "returns Borrow | dtype Double device unset"},
    {"FromBlobOptions", P, "auto o = torch::dtype(torch::kInt).device(torch::kCUDA, 1); return torch::from_blob(p, {3}, o);",
     "returns Borrow | dtype Int device 1:1"},
    {"FromBlobBuilder", P, "auto o = torch::TensorOptions(); o = o.dtype(torch::kInt); return torch::from_blob(p, {3}, o);",
     "returns Borrow | dtype Int device unset"},
    {"FromBlobText", P, "return torch::from_blob(p, {3}, torch::Device(\"cuda:0\"));",
     "returns Borrow | dtype unset device 1:0"},
    {"FromBlobNamespace", P, "return at::from_blob(p, {3}, at::kLong);", "returns Borrow | dtype Long device unset"},
    {"FromBlobDeleter", P, "return torch::from_blob(p, {3}, [](void* q) { delete[] static_cast<float*>(q); });",
     "returns owning Borrow | dtype unset device unset"},
    {"FromBlobEmptyDeleter", P, "return torch::from_blob(p, {3}, [](void*) {}, torch::kFloat);",
     "returns Borrow | dtype Float device unset"},
    {"FromBlobStrides", P, "return torch::from_blob(p, {3}, {1});", "returns strided Borrow | dtype unset device unset"},
    {"ForBlob", P, "return at::for_blob(p, {3}).options(at::kInt).make_tensor();",
     "returns Borrow | dtype Int device unset"},
    {"ToSame", P, "return torch::from_blob(p, {3}, torch::kFloat).to(torch::kFloat);",
     "returns Borrow | dtype Float device 0"},
    {"ContiguousOfBorrow", P, "return torch::from_blob(p, {3}).contiguous();", "returns Borrow"},
    {"ReshapeOfBorrow", P, "return torch::from_blob(p, {3}).reshape({-1}).flatten();", "returns Borrow"},
    {"ContiguousOfTransposed", P, "return torch::from_blob(p, {3, 3}).t().contiguous();",
     "returns may Borrow, may Fresh"},
    {"ContiguousAfterTransposing", P, "auto t = torch::from_blob(p, {3, 3}); t.t_(); return t.contiguous();",
     "returns may Borrow, may Fresh"},
    {"ContiguousOfSlice", P, "return torch::from_blob(p, {3, 3}).index({torch::indexing::Slice(), 1}).contiguous();",
     "returns may part of Borrow, may Fresh"},
    {"ContiguousOfStrided", P, "return torch::from_blob(p, {3}, {2}).contiguous();",
     "returns may strided Borrow, may Fresh"},
    {"ContiguousOtherFormat", P,
     "return torch::from_blob(p, {1, 2, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast);",
     "returns may Borrow, may Fresh"},
    {"ToOther", P, "return torch::from_blob(p, {3}, torch::kFloat).to(torch::kDouble);",
     "returns Fresh | dtype Double device 0"},
    {"ToDevice", P, "return torch::from_blob(p, {3}).to(torch::kCUDA);", "returns Fresh | dtype unknown device 1"},
    {"ToCpu", P, "return torch::from_blob(p, {3}).cpu();", "returns Borrow | dtype unknown device 0"},
    {"ToCopy", P, "return torch::from_blob(p, {3}, torch::kFloat).to(torch::kFloat, false, true);",
     "returns Fresh | dtype Float device 0"},
    {"ToRuntimeDevice", "float* p, torch::Device d", "return torch::from_blob(p, {3}).to(d);",
     "returns may Borrow, may Fresh | dtype unknown device unknown"},
    {"Zeros", V, "(void)v; return torch::zeros({3});", "returns Fresh | dtype unset device unset"},
    {"ZerosLike", V, "(void)v; return torch::zeros_like(torch::zeros({3}, torch::kInt));",
     "returns Fresh | dtype Int device 0"},
    {"ZerosLikeOptions", T, "return torch::zeros({3}, t.options());", "returns Fresh | dtype unknown device unknown"},
    {"OptionsOfTensor", V, "(void)v; auto t = torch::zeros({3}, torch::kInt); return torch::ones({3}, t.options());",
     "returns Fresh | dtype Int device 0"},
    {"TemplateDtype", V, "(void)v; return torch::zeros({3}, torch::dtype<double>());",
     "returns Fresh | dtype Double device unset"},
    {"MutatingDtype", V, "(void)v; torch::TensorOptions o; o.dtype<float>(); return torch::zeros({3}, o);",
     "returns Fresh | dtype Float device unset"},
    {"Ternary", "bool b", "auto d = b ? torch::kCUDA : torch::kCPU; return torch::zeros({3}, d);",
     "returns Fresh | dtype unset device 0,1"},
    {"FactorySeparate", V, "(void)v; return at::zeros({3}, at::kInt, at::kStrided, at::Device(at::kCUDA, 1), false);",
     "returns Fresh | dtype Int device 1:1"},
    {"FactorySeparateNull", V,
     "(void)v; return at::zeros({3}, std::nullopt, std::nullopt, at::Device(at::kCPU), std::nullopt);",
     "returns Fresh | dtype unset device 0"},
    {"FactoryRandom", V, "(void)v; return torch::randn({3});", "returns Fresh | dtype unset device unset"},
    {"FactoryArange", V, "(void)v; return torch::arange(3);", "returns Fresh | dtype Long device unset"},
    {"FactoryFile", V, "(void)v; return torch::from_file(\"x\", true, 3);", "returns Unknown"},
    {"NewZeros", T, "return t.new_zeros({3});", "returns Fresh | dtype unknown device unknown"},
    {"Tensor", V, "(void)v; return torch::tensor({1, 2});", "returns Fresh | dtype unknown device unset"},
};

std::string formatSet(const flow::AttrSet &S, bool IsDtype, const api::ElementTypes &Types) {
  std::string Out;
  auto Add = [&](const std::string &Text) { Out += (Out.empty() ? "" : ",") + Text; };
  for (uint32_t Key : S.Values) {
    if (IsDtype) {
      const api::Dtype *D = Types.ofKey(Key);
      Add(D ? D->Name : "?");
    } else {
      std::string Text = std::to_string(api::DeviceKey::type(Key));
      if (int I = api::DeviceKey::index(Key); I >= 0)
        Text += ":" + std::to_string(I);
      Add(Text);
    }
  }
  if (S.Unset)
    Add("unset");
  if (S.Unknown)
    Add("unknown");
  return Out;
}

/// All cases in one file: libtorch's headers are parsed once.
class World {
public:
  static World &get() {
    static World W;
    return W;
  }

  std::string run(const Case &C) {
    for (const flow::FunctionAnalysis *F : Analysis->functions())
      if (F->function().getNameAsString() == "case" + std::string(C.Name))
        return describe(*F, StringRef(C.Expected).contains('|'));
    return "not analysed";
  }

  ASTContext &context() { return Unit->getASTContext(); }
  const api::TorchModel &model() { return *Model; }
  const FunctionDecl *function(StringRef Name) {
    for (const Decl *D : context().getTranslationUnitDecl()->decls())
      if (const auto *F = dyn_cast<FunctionDecl>(D); F && F->getIdentifier() && F->getName() == Name)
        return F;
    return nullptr;
  }

private:
  World() {
    std::string Code = "#include <torch/torch.h>\n#include <ATen/Parallel.h>\n";
    for (const Case &C : Cases)
      Code += "auto case" + std::string(C.Name) + "(" + C.Parameters + ") { " + C.Body + " }\n";
    std::vector<std::string> Flags = {TORCH_TIDY_TEST_TORCH_FLAGS};
    Unit = tooling::buildASTFromCodeWithArgs(Code, Flags, "input.cpp", TORCH_TIDY_TEST_CLANG);
    Model = std::make_unique<api::TorchModel>(Unit->getASTContext());
    Analysis = std::make_unique<flow::TuAnalysis>(Unit->getASTContext(), *Model);
  }

  std::string describe(const flow::FunctionAnalysis &F, bool WithAttributes) {
    std::string Out;
    auto Line = [&](const std::string &Text) { Out += (Out.empty() ? "" : "; ") + Text; };
    const flow::Summary &S = F.summary();
    for (const auto &W : S.Writes) {
      const flow::Value &Target = F.values()[W.Target];
      flow::PlaceId Of = Target.Origins.empty() ? Target.Memory[0].Target : F.origin(Target.Origins[0].Origin).Place;
      std::string Text = "writes " + F.places().name(Of) + " (" + W.Name + ")";
      if (Out.find(Text) == std::string::npos) // a lambda's body is run where it stands and where it is called
        Line(Text);
    }
    if (F.function().getReturnType()->isVoidType() || S.Result == flow::Bottom)
      return Out;
    const flow::Value &V = F.values()[S.Result];
    std::string Origins;
    for (const flow::OriginRef &R : V.Origins) {
      const flow::Origin &O = F.origin(R.Origin);
      Origins += Origins.empty() ? "" : ", ";
      Origins += R.must() ? "" : "may ";
      Origins += R.Part ? "part of " : "";
      switch (O.Kind) {
      case flow::OriginKind::Borrow:
        Origins += F.borrows()[O.Borrow].Traits.Owns ? "owning " : "";
        Origins += F.borrows()[O.Borrow].Traits.Strides ? "strided " : "";
        Origins += "Borrow";
        break;
      case flow::OriginKind::Fresh:
        Origins += "Fresh";
        break;
      case flow::OriginKind::Param:
        Origins += "Param(" + F.places().name(O.Place) + ")";
        break;
      case flow::OriginKind::Unknown:
        Origins += "Unknown";
        break;
      }
    }
    Line("returns " + Origins);
    if (WithAttributes)
      Out += " | dtype " + formatSet(V.Attributes.get(flow::Attr::Dtype), true, Model->elementTypes()) + " device " +
             formatSet(V.Attributes.get(flow::Attr::Device), false, Model->elementTypes());
    return Out;
  }

  std::unique_ptr<ASTUnit> Unit;
  std::unique_ptr<api::TorchModel> Model;
  std::unique_ptr<flow::TuAnalysis> Analysis;
};

class TorchModel : public testing::TestWithParam<Case> {};

TEST_P(TorchModel, Says) { EXPECT_EQ(World::get().run(GetParam()), GetParam().Expected) << GetParam().Body; }

INSTANTIATE_TEST_SUITE_P(All, TorchModel, testing::ValuesIn(Cases), [](const auto &Info) { return Info.param.Name; });

TEST(Headers, Parse) { EXPECT_FALSE(World::get().context().getDiagnostics().hasErrorOccurred()); }

/// "name sizes dtype device", with operand numbers, of the factory call in a case's body.
std::string factoryIn(World &W, const char *Case) {
  const FunctionDecl *F = W.function("case" + std::string(Case));
  if (!F)
    return "no such case";
  llvm::SmallVector<const Stmt *, 16> Stack = {F->getBody()};
  while (!Stack.empty()) {
    const Stmt *S = Stack.pop_back_val();
    if (!S)
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      if (std::optional<flow::CallSite> Site = flow::CallSite::of(*Call))
        if (std::optional<api::FactoryCall> Found = W.model().factory(*Site))
          return (Found->Name + " " + std::to_string(Found->Sizes) + " " + std::to_string(Found->Dtype) + " " +
                  std::to_string(Found->Device) + (Found->Options >= 0 ? " options" : "") +
                  (Found->Random ? " random" : ""))
              .str();
    Stack.append(S->child_begin(), S->child_end());
  }
  return "none";
}

TEST(Factory, Calls) {
  World &W = World::get();
  EXPECT_EQ(factoryIn(W, "Zeros"), "zeros 0 -1 -1 options");
  EXPECT_EQ(factoryIn(W, "ZerosLikeOptions"), "zeros 0 1 1 options");
  EXPECT_EQ(factoryIn(W, "FactorySeparate"), "zeros 0 1 3");
  EXPECT_EQ(factoryIn(W, "FactoryRandom"), "randn 0 -1 -1 options random");
  EXPECT_EQ(factoryIn(W, "FactoryArange"), "arange -1 -1 -1 options");
  EXPECT_EQ(factoryIn(W, "FromBlob"), "none");
  EXPECT_EQ(factoryIn(W, "Clone"), "none");
  EXPECT_EQ(factoryIn(W, "FactoryFile"), "none");
}

TEST(UserCode, MainFileOnly) {
  World &W = World::get();
  EXPECT_TRUE(W.model().isUserCode(W.function("caseZero")->getLocation()));
  const NamespaceDecl *At = api::findNamespace(W.context(), {"at"});
  ASSERT_NE(At, nullptr);
  EXPECT_FALSE(W.model().isUserCode(At->getLocation()));
  EXPECT_FALSE(W.model().isUserCode(SourceLocation()));
}

TEST(ElementTypes, FromTheHeaders) {
  World &W = World::get();
  ASTContext &C = W.context();
  const api::ElementTypes &Types = W.model().elementTypes();
  auto Name = [&](QualType T) { return Types.of(T) ? Types.of(T)->Name : std::string("none"); };
  EXPECT_EQ(Name(C.FloatTy), "Float");
  EXPECT_EQ(Name(C.DoubleTy.withConst()), "Double");
  EXPECT_EQ(Name(C.IntTy), "Int");
  EXPECT_EQ(Name(C.LongTy), "Long");
  EXPECT_EQ(Name(C.LongLongTy), "Long");
  EXPECT_EQ(Name(C.UnsignedCharTy), "Byte");
  EXPECT_EQ(Name(C.BoolTy), "Bool");
  EXPECT_EQ(Name(C.VoidTy), "none");
  ASSERT_NE(Types.ofName("Double"), nullptr);
  EXPECT_EQ(Types.ofName("Double")->Size, 8u);
  EXPECT_EQ(Types.ofName("Float")->constant(), "kFloat32");
  EXPECT_EQ(Types.ofName("Float")->Key, 6u);
}

} // namespace
