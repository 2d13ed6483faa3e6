"""The words of generated programs: what makes a tensor of a tensor or of a buffer, and what writes.

Every word knows when it is valid, so that programs run: shapes are exact, `contiguous` is True or not known (None), and
a dtype of None is one that is not known. The templates have `{t}` for the tensor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod

DTYPES = {"f": ("float", "torch::kFloat32"), "d": ("double", "torch::kFloat64"), "l": ("int64_t", "torch::kInt64"),
          "i": ("int32_t", "torch::kInt32"), "b": ("uint8_t", "torch::kUInt8")}

@dataclass(frozen=True)
class Tensor:
    """A tensor that a program can name, or an expression for one."""

    text: str
    shape: tuple[int, ...]
    contiguous: bool | None = True
    dtype: str | None = "f"
    overlaps: bool = False       # elements share memory: only fills are allowed
    constructs: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    assignable: bool = False     # `text = x` rebinds it
    const: bool = False          # the handle is const: no operator+=

    @property
    def numel(self) -> int:
        """Number of elements."""
        return prod(self.shape)


def braces(shape: tuple[int, ...]) -> str:
    """A shape as C++ has it."""
    return "{" + ", ".join(map(str, shape)) + "}"


Word = tuple[str, Callable[[Tensor], Tensor | None]]


def _word(template: str, shape: Callable[[Tensor], tuple[int, ...] | None], contiguous: str = "keep",
          dtype: str = "keep", overlaps: bool = False, name: str = "") -> Word:
    """A word from a template; the shape is None where it is not valid."""

    def make(t: Tensor) -> Tensor | None:
        new = shape(t)
        if new is None:
            return None
        keeps = {"keep": t.contiguous, "yes": True, "no": None}[contiguous]
        return replace(t, text=template.format(t=t.text, s=braces(new), k=(DTYPES[t.dtype][1] if t.dtype else "torch::kFloat32")),
                       shape=new, contiguous=keeps, dtype=t.dtype if dtype == "keep" else dtype or None,
                       overlaps=t.overlaps and contiguous != "yes" or overlaps, assignable=False,
                       const="as_const" in template or "requires_grad_" in template,
                       constructs=(*t.constructs, name or template.replace("{t}", "").split("(")[0].strip(". {")))

    return name or template, make


def _same(t: Tensor) -> tuple[int, ...] | None:
    return t.shape


def _flat(t: Tensor) -> tuple[int, ...] | None:
    return (t.numel,)


def _dims(least: int, most: int = 9) -> Callable[[Tensor], tuple[int, ...] | None]:
    return lambda t: t.shape if least <= len(t.shape) <= most else None


def _reversed(t: Tensor) -> tuple[int, ...] | None:
    return t.shape[::-1] if len(t.shape) >= 2 else None


def _first(t: Tensor) -> tuple[int, ...] | None:
    return t.shape[1:] if len(t.shape) >= 2 else None


def _narrow(t: Tensor) -> tuple[int, ...] | None:
    return (1, *t.shape[1:]) if t.shape else None


def _last_of(t: Tensor) -> tuple[int, ...] | None:
    return t.shape[:-1] if len(t.shape) >= 2 else None


def _halves(t: Tensor) -> tuple[int, ...] | None:
    return (t.shape[0] // 2, *t.shape[1:]) if t.shape and t.shape[0] % 2 == 0 else None


def _squeezed(t: Tensor) -> tuple[int, ...] | None:
    return tuple(n for n in t.shape if n != 1)


def _viewable(shape: Callable[[Tensor], tuple[int, ...] | None]) -> Callable[[Tensor], tuple[int, ...] | None]:
    return lambda t: shape(t) if t.contiguous else None


def _refold(t: Tensor) -> tuple[int, ...] | None:
    for fold in ((3, 4), (2, 6), (12,), (2, 3), (6,)):
        if prod(fold) == t.numel and fold != t.shape:
            return fold
    return None


VIEWS: list[Word] = [
    _word("{t}.view(-1)", _viewable(_flat), name="view"),
    _word("{t}.view({s})", _viewable(_refold), name="view"),
    _word("{t}.view_as({t})", _viewable(_same), name="view_as"),
    _word("{t}.transpose(0, -1)", lambda t: (t.shape[-1], *t.shape[1:-1], t.shape[0]) if len(t.shape) >= 2 else None,
          "no", name="transpose"),
    _word("{t}.t()", lambda t: t.shape[::-1] if len(t.shape) == 2 else None, "no", name="t"),
    _word("{t}.mT()", lambda t: (*t.shape[:-2], t.shape[-1], t.shape[-2]) if len(t.shape) >= 2 else None, "no", name="mT"),
    _word("{t}[0]", _first, name="operator[]"),
    _word("{t}[-1]", _first, name="operator[]"),
    _word("{t}.select(0, 0)", _first, name="select"),
    _word("{t}.select(-1, 0)", _last_of, "no", name="select"),
    _word("{t}.narrow(0, 0, 1)", _narrow, name="narrow"),
    _word("{t}.slice(0, 0, 1)", _narrow, name="slice"),
    _word("{t}.unsqueeze(0)", lambda t: (1, *t.shape), name="unsqueeze"),
    _word("{t}.squeeze()", _squeezed, name="squeeze"),
    _word("torch::squeeze({t})", _squeezed, name="squeeze"),
    _word("{t}.detach()", _same, name="detach"),
    _word("{t}.data()", _same, name="data"),
    _word("{t}.variable_data()", _same, name="variable_data"),
    _word("{t}.tensor_data()", _same, name="tensor_data"),
    _word("{t}.alias()", _same, name="alias"),
    _word("{t}.chunk(2, 0)[0]", _halves, name="chunk"),
    _word("{t}.split(1, 0)[0]", _narrow, name="split"),
    _word("{t}.unbind(0)[0]", _first, name="unbind"),
    _word("torch::unbind({t})[0]", _first, name="unbind"),
    _word("{t}.diagonal()", lambda t: (min(t.shape),) if len(t.shape) == 2 else None, "no", name="diagonal"),
    _word("{t}.index({{Slice()}})", _dims(1), name="index slice"),
    _word("{t}.index({{Slice(0, 1)}})", _narrow, name="index slice"),
    _word("{t}.index({{0}})", _first, name="index int"),
    _word("{t}.index({{\"...\", 0}})", _last_of, "no", name="index ..."),
    _word("{t}.index({{None}})", lambda t: (1, *t.shape), name="index None"),
    _word("{t}.swapaxes(0, -1)", lambda t: (t.shape[-1], *t.shape[1:-1], t.shape[0]) if len(t.shape) >= 2 else None,
          "no", name="swapaxes"),
    _word("{t}.movedim(0, -1)", lambda t: (*t.shape[1:], t.shape[0]) if len(t.shape) >= 2 else None, "no", name="movedim"),
    _word("{t}.permute({{1, 0}})", lambda t: t.shape[::-1] if len(t.shape) == 2 else None, "no", name="permute"),
    _word("{t}.as_strided({{2}}, {{1}})", lambda t: (2,) if t.contiguous and t.numel >= 2 else None, name="as_strided"),
    _word("{t}.unflatten(0, {{-1, 1}})", lambda t: (t.shape[0], 1, *t.shape[1:]) if t.shape else None, name="unflatten"),
    _word("{t}.expand({{2, -1}})", lambda t: (2, t.shape[0]) if len(t.shape) == 1 else None, "no", overlaps=True, name="expand"),
    _word("std::get<0>(std::make_tuple({t}, 1))", _same, name="make_tuple"),
    _word("std::vector<Tensor>{{{t}}}[0]", _same, name="vector temporary"),
    _word("std::make_pair({t}, 1).first", _same, name="make_pair"),
    _word("std::as_const({t})", lambda t: t.shape if t.text.isidentifier() else None, name="as_const"),
    _word("(Tensor({t}))", _same, name="copy of handle"),
    _word("torch::conj({t})", _same, name="conj"),
    _word("torch::real({t})", lambda t: t.shape if t.dtype in ("f", "d") else None, name="real"),
    _word("{t}.requires_grad_(false)", _same, name="requires_grad_"),
]

MAY_VIEWS: list[Word] = [
    _word("{t}.reshape(-1)", _flat, "yes", name="reshape"),
    _word("{t}.reshape({s})", _refold, "yes", name="reshape"),
    _word("torch::reshape({t}, {s})", _refold, "yes", name="reshape"),
    _word("{t}.reshape_as({t})", _same, name="reshape_as"),
    _word("{t}.flatten()", _flat, "yes", name="flatten"),
    _word("torch::flatten({t})", _flat, "yes", name="flatten"),
    _word("{t}.ravel()", _flat, "yes", name="ravel"),
    _word("{t}.contiguous()", _same, "yes", name="contiguous"),
    _word("{t}.to(torch::kFloat32)", _same, dtype="f", name="to(dtype)"),
    _word("{t}.to(torch::kFloat64)", _same, dtype="d", name="to(dtype)"),
    _word("{t}.to(torch::kCPU)", _same, name="to(device)"),
    _word("{t}.to(torch::Device(\"cpu\"))", _same, name="to(device)"),
    _word("{t}.to({t}.options())", _same, name="to(options)"),
    _word("{t}.to({t}.dtype())", _same, name="to(t.dtype())"),
    _word("{t}.to({t}.device())", _same, name="to(t.device())"),
    _word("{t}.to({t})", _same, name="to(other)"),
    _word("{t}.to(torch::TensorOptions().dtype({k}))", _same, dtype="", name="to(TensorOptions)"),
    _word("{t}.to(torch::kCPU, torch::kFloat32)", _same, dtype="f", name="to(device, dtype)"),
    _word("{t}.toType(torch::kFloat32)", _same, dtype="f", name="toType"),
    _word("{t}.toType({t}.scalar_type())", _same, name="toType"),
    _word("{t}.type_as({t})", _same, name="type_as"),
    _word("{t}.cpu()", _same, name="cpu"),
    _word("{t}.positive()", _same, name="positive"),
    _word("{t}.resolve_conj()", _same, name="resolve_conj"),
    _word("torch::atleast_2d({t})", lambda t: t.shape if len(t.shape) >= 2 else (1, *t.shape), name="atleast_2d"),
    _word("torch::atleast_1d({t})", lambda t: t.shape or (1,), name="atleast_1d"),
    _word("{t}.expand_as({t})", _same, name="expand_as"),
    _word("torch::broadcast_tensors({{{t}, {t}}})[0]", _same, name="broadcast_tensors"),
    _word("torch::dropout({t}, 0.5, false)", lambda t: t.shape if t.dtype in ("f", "d") else None, name="dropout"),
    _word("{t}.sum_to_size({s})", _same, name="sum_to_size"),
]

COPIES: list[Word] = [
    _word("{t}.clone()", _same, "keep", name="clone"),
    _word("({t} + 1)", _same, "no", name="operator+"),
    _word("({t} * 2)", _same, "no", name="operator*"),
    _word("(-{t})", _same, "no", name="operator-"),
    _word("{t}.abs()", _same, "no", name="abs"),
    _word("torch::add({t}, 1)", _same, "no", name="add"),
    _word("{t}.index({{torch::tensor({{0}})}})", _narrow, name="index tensor"),
    _word("{t}.index_select(0, torch::tensor({{0}}))", _narrow, name="index_select"),
    _word("{t}.flip(0)", lambda t: t.shape if t.shape else None, "no", name="flip"),
    _word("torch::cat({{{t}}})", _dims(1), "yes", name="cat"),
    _word("torch::stack({{{t}}})[0]", _same, "yes", name="stack"),
    _word("{t}.to(torch::kInt64)", lambda t: t.shape if t.dtype not in ("l", None) else None, dtype="l", name="to(other dtype)"),
    _word("{t}.to({k}, false, true)", lambda t: t.shape if t.dtype else None, name="to(copy)"),
    _word("torch::zeros_like({t})", _same, name="zeros_like"),
    _word("torch::empty_like({t}).fill_(1)", _same, name="empty_like"),
    _word("{t}.new_zeros({s})", _same, "yes", name="new_zeros"),
    _word("torch::zeros({t}.sizes(), {t}.options())", _same, "yes", name="zeros"),
    _word("{t}.repeat({{1, 1, 1}}).reshape({s})", _dims(1, 3), "yes", name="repeat"),
    _word("torch::where({t} > 0, {t}, {t})", _same, "no", name="where"),
]

# Statements that write to `{t}`; `{n}` is another number each time, so that no write undoes another. The second part says when: "any", "plain" (no two elements in one place), a dtype.
WRITES: list[tuple[str, str, str]] = [
    ("zero_", "any", "{t}.zero_();"),
    ("fill_", "any", "{t}.fill_(0);"),
    ("fill_", "any", "torch::fill_({o}, 0);"),
    ("add_", "plain", "{t}.add_({n});"),
    ("mul_", "plain", "{t}.mul_(0);"),
    ("sub_", "plain", "{t}.sub_({n});"),
    ("copy_", "plain", "{t}.copy_({t} + {n});"),
    ("copy_", "plain", "{t}.copy_(torch::zeros_like({t}));"),
    ("operator+=", "plain", "{t} += {n};"),
    ("operator*=", "plain", "{t} *= {n};"),
    ("operator-=", "plain", "{t} -= torch::ones_like({t}) * {n};"),
    ("add_out", "plain", "torch::add_out({o}, {t}.clone(), {n});"),
    ("mul_out", "plain", "at::mul_out({o}, {t}.clone(), torch::zeros_like({t}));"),
    ("init", "f", "torch::nn::init::constant_({t}, 0);"),
    ("init", "f", "torch::nn::init::zeros_({t});"),
    ("uniform_", "f", "{t}.uniform_(-3, -2);"),
    ("index_put_", "plain", "{t}.index_put_({{0}}, 0);"),
    ("index_put_", "plain", "{t}.index_put_({{torch::tensor({{0}})}}, 0);"),
    ("index_put_", "plain", "{t}.index_put_({{Slice(), None}}, 0);"),
    ("rvalue =", "plain", "{t}[0] = 0;"),
    ("rvalue =", "plain", "{t}[0] = torch::zeros_like({t}[0]);"),
    ("rvalue =", "plain", "{t}.index({{Slice()}}) = 0;"),
    ("rvalue =", "plain", "{t}.index({{Slice()}}) = torch::zeros_like({t});"),
    ("rvalue =", "plain", "{t}.unsqueeze(0) = torch::zeros_like({t}).unsqueeze(0);"),
    ("rvalue =", "plain", "std::move({m}) = torch::zeros_like({t});"),
    ("masked_fill_", "plain", "{t}.masked_fill_({t} > -1, 0);"),
    ("clamp_", "plain", "{t}.clamp_max_(0);"),
    ("index_fill_", "plain", "{t}.index_fill_(0, torch::tensor({{0}}), 0);"),
    ("index_add_", "plain", "{t}.index_add_(0, torch::tensor({{0}}), torch::ones_like({t}.narrow(0, 0, 1)) * {n});"),
    ("foreach", "plain", "torch::_foreach_add_({{{t}}}, {n});"),
    ("chain", "plain", "{t}.add_({n}).mul_({n});"),
    ("chain", "plain", "{t}.detach().add_({n});"),
    ("masked put", "plain", "{t}.masked_scatter_({t} > -1, torch::zeros_like({t}));"),
    ("data_ptr =", "f", "{t}.data_ptr<float>()[0] = 0;"),
    ("data_ptr =", "f", "*{t}.data_ptr<float>() = 0;"),
    ("memset", "any", "std::memset({t}.data_ptr(), 0, {t}.element_size());"),
    ("fill_n", "f", "std::fill_n({t}.data_ptr<float>(), 1, 0.0f);"),
    ("mutable_data_ptr", "f", "{t}.mutable_data_ptr<float>()[0] = 0;"),
]

# Statements that write nothing to what they name.
NO_WRITES: list[tuple[str, str, str]] = [
    ("discarded", "plain", "{t}.add(1);"),
    ("temporary", "plain", "({t} + 1).zero_();"),
    ("clone write", "plain", "{t}.clone().fill_(0);"),
    ("lost index", "plain", "{t}.index({{torch::tensor({{0}})}}).zero_();"),
    ("lost index =", "plain", "{t}.index({{torch::tensor({{0}})}}) = 0;"),
    ("observer", "plain", "(void){t}.sizes();"),
    ("item", "plain", "(void){t}.sum().item();"),
]


def fits(t: Tensor, needs: str, template: str) -> bool:
    """Whether the write compiles and runs with that tensor."""
    if needs == "plain" and (t.overlaps or not t.shape) or needs in DTYPES and (t.dtype != needs or not t.contiguous):
        return False
    if t.const and any(start in template for start in ("{t} +=", "{t} -=", "{t} *=", "{t}.index_put_(")):
        return False
    if "{t}[0]" in template and len(t.shape) < 2 or "nn::init" in template and t.dtype not in ("f", "d"):
        return False
    if "{o}" in template or "{m}" in template:
        return t.assignable and t.dtype is not None
    return "?" not in t.text or template.count("{t}") == 1
