"""Random programs: functions that make tensors over buffers, views, copies and aliases of them, and write.

A program is a tree of statements. Each knows what it defines and uses, so that a part can be taken out again and the
rest still compiles (see shrink.py).
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from vocabulary import COPIES, DTYPES, MAY_VIEWS, NO_WRITES, VIEWS, WRITES, Tensor, braces, fits

SHAPES = [(12,), (3, 4), (2, 6), (2, 3, 2), (4, 3)]
FLAGS = 4


@dataclass
class Statement:
    """One line, or a head with blocks. `leaf` statements are looked at after they ran."""

    text: str
    constructs: tuple[str, ...] = ()
    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    blocks: list[list[Statement]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # text before each block, and one after the last
    sees: list[Tensor] = field(default_factory=list)  # what can be named after it
    leaf: bool = True
    assigned: str = ""                              # the tensor that takes a value
    lambda_body: bool = False                       # it holds the body of a lambda, which is not run here


@dataclass
class Program:
    """A program and what its storages are called in claims."""

    number: int
    helpers: list[Statement]
    body: list[Statement]
    storages: dict[str, int]
    flags: int
    parameters: list[tuple[str, str, str]]  # (type, name, how the caller makes it)


@dataclass
class Helper:
    """A function of the program's own that the main function may call."""

    name: str
    takes: list[tuple[str, tuple[int, ...]]]  # kind of parameter, shape
    gives: Tensor | None                      # shape and dtype of the result
    by_reference: bool = False


@dataclass
class Scope:
    """What can be named at a point."""

    tensors: list[Tensor] = field(default_factory=list)
    buffers: list[tuple[str, str, str]] = field(default_factory=list)  # dtype, pointer expression, the name it hangs on
    options: list[tuple[str, str, str]] = field(default_factory=list)  # kind, name, dtype or ""
    lambdas: list[tuple[str, tuple[int, ...] | None, Tensor | None]] = field(default_factory=list)
    boxes: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)  # kind, name, shape of the elements

    def inner(self) -> Scope:
        """A scope inside this one."""
        return Scope(list(self.tensors), list(self.buffers), list(self.options), list(self.lambdas), list(self.boxes))


class Generator:
    """Makes one program."""

    def __init__(self, seed: str, number: int, statements: int = 0) -> None:
        self.random = random.Random(seed)
        self.number = number
        self.wanted = statements or self.random.choice((3, 5, 8, 8, 12, 16))
        self.names = 0
        self.helpers: list[Helper] = []
        self.helper_texts: list[Statement] = []
        self.storages: dict[str, int] = {}
        self.parameters: list[tuple[str, str, str]] = []
        self.branches = self.random.random() < 0.6
        self.in_helper = False
        self.can_return = False
        self.nested = 0

    def name(self, prefix: str) -> str:
        """A new name."""
        self.names += 1
        return f"{prefix}{self.names}"

    def pick(self, choices: Iterable):
        """One of several."""
        return self.random.choice(list(choices))

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.random.random() < share

    def flag(self) -> str:
        """A run-time condition."""
        return f"c[{self.random.randrange(FLAGS)}]"

    # --- Buffers -----------------------------------------------------------------------------------------------------

    def buffer(self, scope: Scope) -> Statement:
        """A buffer of 12 elements, declared and told to the runtime."""
        dtype = self.pick("ffffffdli")
        kind = DTYPES[dtype][0]
        name = self.name("v")
        bit = len(self.storages)
        form = self.pick(("vector", "vector", "vector", "array", "std::array", "unique_ptr", "new", "struct", "malloc"))
        claim = f"memory:{name}"
        if form == "vector":
            text, pointers = f"std::vector<{kind}> {name}(12);", [f"{name}.data()", f"&{name}[0]", f"&{name}.front()", f"std::data({name})"]
            own = f"{name}.data()"
        elif form == "array":
            text, pointers, own = f"{kind} {name}[12] = {{}};", [name, f"&{name}[0]", f"std::begin({name})"], name
        elif form == "std::array":
            text, own = f"std::array<{kind}, 12> {name} = {{}};", f"{name}.data()"
            pointers = [own, f"&{name}[0]"]
        elif form == "unique_ptr":
            text, own = f"std::unique_ptr<{kind}[]> {name}(new {kind}[12]());", f"{name}.get()"
            pointers = [own, f"&{name}[0]"]
            claim = "memory:line@"
        elif form == "new":
            text, own = f"{kind} *{name} = new {kind}[12]();", name
            pointers = [own, f"&{name}[0]"]
            claim = "memory:line@"
        elif form == "malloc":
            text, own = f"{kind} *{name} = static_cast<{kind} *>(std::malloc(12 * sizeof({kind})));", name
            pointers = [own, f"static_cast<void *>({name})"]
            claim = "memory:line@"
        else:
            text, own = f"struct {{ int n = 12; std::vector<{kind}> data = std::vector<{kind}>(12); }} {name};", f"{name}.data.data()"
            pointers = [own, f"&{name}.data[0]"]
            claim = f"memory:{name}.data"
        self.storages[f"{claim}|{name}"] = bit
        scope.buffers.append((dtype, self.pick(pointers), name))
        for pointer in pointers:
            scope.buffers.append((dtype, pointer, name))
        text += f" OWN({bit}, {own}, 12 * sizeof({kind}), static_cast<int>({DTYPES[dtype][1]}))"
        return Statement(text, ("buffer " + form,), frozenset({name}), leaf=False)

    def parameter(self, scope: Scope) -> None:
        """Memory or a tensor of the caller."""
        bit = len(self.storages)
        form = self.pick(("tensor", "tensor", "reference", "const reference", "pointer", "vector", "const vector"))
        name = self.name("p")
        shape = self.pick(SHAPES)
        if form in ("tensor", "reference", "const reference"):
            kind = {"tensor": "Tensor", "reference": "Tensor &", "const reference": "const Tensor &"}[form]
            self.parameters.append((kind, name, f"Tensor {name} = torch::ones({braces(shape)}); OWN({bit}, {name})"))
            self.storages[f"param:{name}|{name}"] = bit
            scope.tensors.append(Tensor(name, shape, uses=frozenset({name}), assignable=not form.startswith("const"), const=form.startswith("const")))
            return
        owner = self.name("w")
        made = (f"std::vector<float> {owner}(12); OWN({bit}, {owner}.data(), 48, static_cast<int>(torch::kFloat32))")
        if form == "pointer":
            self.parameters.append(("float *", name, made + f" float *{name} = {owner}.data();"))
            self.storages[f"memory:*{name}|{name}"] = bit
            scope.buffers.append(("f", name, name))
        else:
            const = "const " if form.startswith("const") else ""
            self.parameters.append((const + "std::vector<float> &", name, made + f" auto &{name} = {owner};"))
            self.storages[f"memory:{name}|{name}"] = bit
            scope.buffers.append(("f", f"const_cast<float *>({name}.data())" if const else f"{name}.data()", name))

    # --- Expressions -------------------------------------------------------------------------------------------------

    def borrow(self, scope: Scope) -> Tensor:
        """A tensor over a buffer, or over another tensor's memory."""
        dtype, pointer, owner = self.pick(scope.buffers)
        key = DTYPES[dtype][1]
        namespace = self.pick(("torch", "torch", "at"))
        shape = self.pick(SHAPES)
        uses = frozenset({owner})
        options = [(o, d) for kind, o, d in scope.options if kind == "options" and dtype == "f"]
        if options and self.chance(0.4):  # the dtype may be twice as wide: half the elements
            name, known = self.pick(options)
            return Tensor(f"{namespace}::from_blob({pointer}, {{2, 3}}, {name})", (2, 3), dtype=known or None,
                          constructs=("from_blob(options variable)",), uses=uses | {name})
        if "void" not in pointer and "cast" not in pointer and not pointer.startswith("&") and self.chance(0.15):
            return Tensor(f"{namespace}::from_blob({pointer} + 2, {{2, 3}}, {key})", (2, 3), dtype=dtype,
                          constructs=("from_blob(pointer + n)",), uses=uses)
        forms = [(f"{namespace}::from_blob({pointer}, {braces(shape)}, {key})", "from_blob"),
                 (f"{namespace}::from_blob({pointer}, {braces(shape)}, torch::TensorOptions().dtype({key}))", "from_blob"),
                 (f"{namespace}::from_blob({pointer}, {braces(shape)}, torch::dtype({key}).device(torch::kCPU))", "from_blob"),
                 (f"torch::from_blob({pointer}, {braces(shape)}, [](void *) {{}}, {key})", "from_blob(deleter)"),
                 (f"at::for_blob({pointer}, {braces(shape)}).options({key}).make_tensor()", "for_blob"),
                 (f"torch::from_blob({pointer}, {{3, 4}}, {{4, 1}}, {key})", "from_blob(strides)")]
        if dtype == "f":
            forms.append((f"{namespace}::from_blob({pointer}, {braces(shape)})", "from_blob"))
        text, construct = self.pick(forms)
        if construct == "from_blob(strides)":
            shape = (3, 4)
        return Tensor(text, shape, construct != "from_blob(strides)" or None, dtype, constructs=(construct,), uses=uses)

    def base(self, scope: Scope) -> Tensor:
        """A tensor that has a name, or a new one."""
        if scope.tensors and self.chance(0.75):
            return self.pick(scope.tensors[-6:] if self.chance(0.5) else scope.tensors)
        if scope.buffers and self.chance(0.85):
            return self.borrow(scope)
        shape = self.pick(SHAPES)
        return Tensor(f"torch::ones({braces(shape)})", shape, constructs=("ones",))

    def expression(self, scope: Scope, depth: int = 2) -> Tensor:
        """Any tensor."""
        t = self.base(scope)
        for _ in range(self.pick((0, 1, 1, depth))):
            t = self.grow(t, scope)
        return t

    def grow(self, t: Tensor, scope: Scope) -> Tensor:
        """Something made of the tensor."""
        kind = self.random.random()
        if kind < 0.08 and self.branches and self.nested < 2:
            other = self.shaped(scope, t.shape)
            return Tensor(f"({self.flag()} ? {t.text} : {other.text})", t.shape, t.contiguous and other.contiguous,
                          t.dtype if t.dtype == other.dtype else None, t.overlaps or other.overlaps,
                          (*t.constructs, *other.constructs, "?:"), t.uses | other.uses, const=t.const or other.const)
        if kind < 0.18 and (found := self.helper_call(t, scope)):
            return found
        if kind < 0.26 and (found := self.lambda_call(t, scope)):
            return found
        if kind < 0.32 and (found := self.convert(t, scope)):
            return found
        words = VIEWS if kind < 0.65 else MAY_VIEWS if kind < 0.86 else COPIES
        for _ in range(8):
            if grown := self.pick(words)[1](t):
                return grown
        return t

    def convert(self, t: Tensor, scope: Scope) -> Tensor | None:
        """`to` with what stands in a variable."""
        if not scope.options:
            return None
        _, name, dtype = self.pick(scope.options)
        kind = next(k for k, n, _ in scope.options if n == name)
        return replace(t, text=f"{t.text}.to({name})", dtype=t.dtype if kind == "device" else dtype or None, assignable=False, const=False,
                       constructs=(*t.constructs, f"to({kind} variable)"), uses=t.uses | {name})

    def shaped(self, scope: Scope, shape: tuple[int, ...]) -> Tensor:
        """A tensor of that shape."""
        named = [t for t in scope.tensors if t.shape == shape]
        if named and self.chance(0.5):
            return self.pick(named)
        for _ in range(12 if self.nested < 2 else 0):
            self.nested += 1
            t = self.expression(scope, 1)
            self.nested -= 1
            if t.shape == shape:
                return t
            if t.numel == Tensor("", shape).numel and self.chance(0.5):
                return replace(t, text=f"{t.text}.reshape({braces(shape)})", shape=shape, contiguous=True, overlaps=False,
                               constructs=(*t.constructs, "reshape"), assignable=False, const=False)
        return Tensor(f"torch::zeros({braces(shape)})", shape, constructs=("zeros",))

    def arguments(self, helper: Helper, t: Tensor, scope: Scope) -> list[Tensor] | None:
        """Arguments for a call, the first of them the tensor if it fits."""
        out = []
        for kind, shape in helper.takes:
            if kind == "path":
                out.append(Tensor("c", ()))
            elif kind == "vector":
                found = [b for b in scope.buffers if b[1] == f"{b[2]}.data()" and b[0] == "f" and b[2].startswith("v")]
                vectors = [b for b in found if f"memory:{b[2]}|{b[2]}" in self.storages]
                if not vectors:
                    return None
                owner = self.pick(vectors)[2]
                out.append(Tensor(owner + ".data()", (), uses=frozenset({owner})))
            elif kind == "Tensor &":
                fits = [x for x in scope.tensors if x.assignable and x.shape == shape]
                if not fits:
                    return None
                out.append(self.pick(fits))
            else:
                out.append(t if t.shape == shape else self.shaped(scope, shape))
        return out

    def helper_call(self, t: Tensor, scope: Scope) -> Tensor | None:
        """A call of one of the program's functions that returns a tensor."""
        fits = [h for h in self.helpers if h.gives]
        if not fits:
            return None
        helper = self.pick(fits)
        given = self.arguments(helper, t, scope)
        if given is None or not helper.gives:
            return None
        uses = frozenset().union(*(a.uses for a in given)) | {helper.name}
        return replace(helper.gives, text=f"{helper.name}({', '.join(a.text for a in given)})", uses=uses,
                       constructs=(*(c for a in given for c in a.constructs), "helper"))

    def lambda_call(self, t: Tensor, scope: Scope) -> Tensor | None:
        """A call of a lambda that returns a tensor."""
        fits = [entry for entry in scope.lambdas if entry[2]]
        if not fits:
            return None
        name, takes, gives = self.pick(fits)
        given = [] if takes is None else [t if t.shape == takes else self.shaped(scope, takes)]
        uses = frozenset().union(*(a.uses for a in given), {name})
        return replace(gives, text=f"{name}({', '.join(a.text for a in given)})", uses=uses | gives.uses,
                       constructs=(*(c for a in given for c in a.constructs), "lambda call"))

    # --- Statements --------------------------------------------------------------------------------------------------

    def declare(self, scope: Scope) -> list[Statement]:
        """A new tensor."""
        t = self.expression(scope)
        name = self.name("t")
        owner = t.text if t.text.isidentifier() else f"Tensor({t.text})"
        form = self.pick(("Tensor {n} = {e};", "Tensor {n} = {e};", "auto {n} = {e};", "Tensor {n}({e});", "Tensor {n}{{{e}}};",
                          "const Tensor {n} = {e};", "Tensor {n}; {n} = {e};", "const Tensor &{n} = {o};", "Tensor &&{n} = Tensor({e});"))
        if t.text.startswith("Tensor("):
            form = form.replace("{n}({e})", "{n}{{{e}}}")  # which would declare a function
        made = Statement(form.format(n=name, e=t.text, o=owner), t.constructs or ("handle copy",), frozenset({name}), t.uses, assigned=name)
        scope.tensors.append(replace(t, text=name, constructs=(), uses=frozenset({name}),
                                     assignable=not form.startswith("const") and "&&" not in form, const=form.startswith("const")))
        return [made]

    def rebind(self, scope: Scope) -> list[Statement]:
        """A handle takes another tensor."""
        fits = [t for t in scope.tensors if t.assignable]
        if not fits:
            return self.declare(scope)
        target = self.pick(fits)
        t = self.shaped(scope, target.shape)
        self.weaken(scope, target, t)
        text = f"{target.text} = {t.text};"
        if self.chance(0.08) and t.text != target.text:
            text = f"std::exchange({target.text}, {t.text});"
        if not t.assignable and not t.uses & target.uses and t.dtype == target.dtype == "f" and self.chance(0.08):
            return [Statement(f"{target.text}.set_data({t.text});", (*t.constructs, "set_data"), uses=t.uses | target.uses, assigned=target.text)]
        return [Statement(text, t.constructs or ("handle copy",), uses=t.uses | target.uses, assigned=target.text)]

    def weaken(self, scope: Scope, target: Tensor, new: Tensor) -> None:
        """From here on the target is one or the other: a branch may have done it, or a loop will."""
        for i, t in enumerate(scope.tensors):
            scope.tensors[i] = replace(t, contiguous=None if not (t.contiguous and new.contiguous) else True,
                                       dtype=t.dtype if t.dtype == new.dtype else None, overlaps=t.overlaps or new.overlaps) \
                if t.shape == target.shape else t

    def write(self, scope: Scope) -> list[Statement]:
        """A write, or something that looks like one."""
        t = self.expression(scope, 1)
        words = WRITES if self.chance(0.85) else NO_WRITES
        for _ in range(10):
            construct, needs, template = self.pick(words)
            if not fits(t, needs, template):
                continue
            text = template.format(t=t.text, o=t.text, m=t.text, n=self.random.randint(2, 997))
            return [Statement(text, (*t.constructs, construct), uses=t.uses)]
        return []

    def reference(self, scope: Scope) -> list[Statement]:
        """A second name for a tensor."""
        fits = [t for t in scope.tensors if t.assignable]
        if not fits:
            return []
        t = self.pick(fits)
        name = self.name("r")
        others = [o for o in fits if o.shape == t.shape and o.text != t.text]
        if others and self.branches and self.chance(0.3):
            other = self.pick(others)
            text = f"Tensor &{name} = {self.flag()} ? {t.text} : {other.text};"
            new = replace(t, dtype=t.dtype if t.dtype == other.dtype else None, contiguous=t.contiguous and other.contiguous,
                          overlaps=t.overlaps or other.overlaps)
            uses, construct = t.uses | other.uses, "reference ?:"
        elif self.chance(0.3):
            new = replace(t, text=f"(*{name})", uses=frozenset({name}), constructs=())
            scope.tensors.append(new)
            return [Statement(f"Tensor *{name} = &{t.text};", ("pointer",), frozenset({name}), t.uses)]
        else:
            text = self.pick(("Tensor &{n} = {t};", "auto &{n} = {t};", "auto &&{n} = {t};")).format(n=name, t=t.text)
            new, uses, construct = t, t.uses, "reference"
        scope.tensors.append(replace(new, text=name, uses=frozenset({name}), constructs=()))
        return [Statement(text, (construct,), frozenset({name}), uses)]

    def option(self, scope: Scope) -> list[Statement]:
        """A dtype, a device or options in a variable; or a change of one."""
        changeable = [o for o in scope.options if o[0] != "device"]
        if changeable and self.chance(0.3):
            kind, name, dtype = self.pick(changeable)
            new = self.pick("fd")
            key = DTYPES[new][1]
            text = f"{name} = {key};" if kind == "dtype" else f"{name} = {name}.dtype({key});"
            at = scope.options.index((kind, name, dtype))
            scope.options[at] = (kind, name, dtype if dtype == new else "")
            return [Statement(text, ("options changed",), uses=frozenset({name}))]
        name = self.name("o")
        form = self.pick(("options", "options", "dtype", "dtype", "device"))
        dtype = self.pick("ffd")
        key = DTYPES[dtype][1]
        if form == "options":
            text = self.pick((f"auto {name} = torch::TensorOptions().dtype({key});", f"torch::TensorOptions {name}({key});",
                              f"auto {name} = torch::dtype({key});", f"auto {name} = torch::device(torch::kCPU).dtype({key});"))
        elif form == "dtype":
            text = self.pick((f"auto {name} = {key};", f"torch::ScalarType {name} = {key};"))
        else:
            text, dtype = self.pick((f"torch::Device {name}(torch::kCPU);", f"torch::Device {name}(\"cpu\");", f"auto {name} = torch::kCPU;")), ""
        if form == "dtype" and text.startswith("auto"):
            text = text.replace("auto", "torch::ScalarType")
        scope.options.append((form, name, dtype))
        return [Statement(text, ("options",), frozenset({name}))]

    def box(self, scope: Scope) -> list[Statement]:
        """A container of tensors; its elements are tensors with a name."""
        name = self.name("b")
        first = self.expression(scope, 1)
        second = self.shaped(scope, first.shape)
        dtype = first.dtype if first.dtype == second.dtype else None
        contiguous = first.contiguous and second.contiguous
        overlaps = first.overlaps or second.overlaps
        forms = {
            "vector": (f"std::vector<Tensor> {name} = {{{first.text}, {second.text}}};", [f"{name}[0]", f"{name}.at(1)", f"{name}.front()", f"{name}.back()"]),
            "array": (f"std::array<Tensor, 2> {name} = {{{first.text}, {second.text}}};", [f"{name}[0]", f"{name}[1]", f"std::get<1>({name})"]),
            "C array": (f"Tensor {name}[2] = {{{first.text}, {second.text}}};", [f"{name}[0]", f"{name}[1]"]),
            "pair": (f"std::pair<Tensor, Tensor> {name}({first.text}, {second.text});", [f"{name}.first", f"{name}.second", f"std::get<0>({name})"]),
            "make_pair": (f"auto {name} = std::make_pair({first.text}, {second.text});", [f"{name}.first", f"{name}.second"]),
            "tuple": (f"auto {name} = std::make_tuple({first.text}, {second.text});", [f"std::get<0>({name})", f"std::get<1>({name})"]),
            "bindings": (f"auto [{name}a, {name}b] = std::make_tuple({first.text}, {second.text});", [f"{name}a", f"{name}b"]),
            "optional": (f"std::optional<Tensor> {name} = {first.text};", [f"(*{name})", f"{name}.value()"]),
            "map": (f"std::map<int, Tensor> {name} = {{{{0, {first.text}}}, {{1, {second.text}}}}};", [f"{name}[0]", f"{name}.at(1)", f"{name}.find(0)->second"]),
            "struct": (f"struct {{ Tensor a; Tensor b; }} {name} = {{{first.text}, {second.text}}};", [f"{name}.a", f"{name}.b"]),
            "unique_ptr": (f"auto {name} = std::make_unique<Tensor>({first.text});", [f"(*{name})"]),
            "shared_ptr": (f"auto {name} = std::make_shared<Tensor>({first.text});", [f"(*{name})"]),
            "new": (f"Tensor *{name} = new Tensor({first.text});", [f"(*{name})"]),
            "push_back": (f"std::vector<Tensor> {name}; {name}.push_back({first.text}); {name}.emplace_back({second.text});", [f"{name}[0]", f"{name}[1]"]),
        }
        form = self.pick(forms)
        text, elements = forms[form]
        one = form in ("optional", "unique_ptr", "shared_ptr", "new")
        uses = first.uses if one else first.uses | second.uses
        defines = frozenset({name, name + "a", name + "b"})
        for element in elements:
            scope.tensors.append(Tensor(element, first.shape, first.contiguous if one else contiguous,
                                        first.dtype if one else dtype, first.overlaps if one else overlaps,
                                        uses=frozenset({name}), assignable=True))
        if form in ("vector", "array", "C array", "push_back"):
            scope.boxes.append((form, name, first.shape))
        constructs = (*first.constructs, *(() if one else second.constructs), form)
        return [Statement(text, constructs, defines, uses, assigned=elements[0])]

    def closure(self, scope: Scope) -> list[Statement]:
        """A lambda, to be called later."""
        if not scope.tensors:
            return []
        name = self.name("g")
        captured = self.pick(scope.tensors)
        by_name = captured.text.isidentifier()
        capture = self.pick(("[&]", "[=]" if by_name else "[&]", f"[{captured.text}]" if by_name else "[&]", f"[&{captured.text}]" if by_name else "[&]"))
        uses = captured.uses
        if "?" in captured.text:
            return []
        body = self.random.random()
        inner = Scope([captured], [], [], [], [])
        if body < 0.35:  # writes what it has captured
            written = self.write_to(captured)
            if not written:
                return []
            scope.lambdas.append((name, None, None))
            return [Statement(f"auto {name} = {capture}() mutable {{ {written} }};", ("lambda",), frozenset({name}), uses, lambda_body=True)]
        shape = self.pick(SHAPES)
        parameter = Tensor("x", shape, None, None)
        inner.tensors = [parameter, captured] if self.chance(0.3) else [parameter]
        helpers, self.helpers = self.helpers, []
        result = self.grow(self.pick(inner.tensors), inner)
        self.helpers = helpers
        kind = self.pick(("Tensor x", "const Tensor &x", "Tensor x"))
        parameter = replace(parameter, const="const" in kind)
        before = (self.write_to(replace(parameter, contiguous=None)) or "") if self.chance(0.3) and "const" not in kind else ""
        if "c[" in result.text:
            capture = self.pick(("[&]", "[=]" if by_name else "[&]"))
        scope.lambdas.append((name, shape, replace(result, text="", constructs=(), assignable=False, const=False, uses=result.uses - {"x"})))
        return [Statement(f"auto {name} = {capture}({kind}) mutable -> Tensor {{ {before} return {result.text}; }};", ("lambda",),
                          frozenset({name}), uses | result.uses - {"x"}, lambda_body=True)]

    def write_to(self, t: Tensor) -> str:
        """The text of a write to that tensor."""
        for _ in range(10):
            _, needs, template = self.pick(WRITES)
            if "{o}" in template or "{m}" in template or not fits(t, needs, template):
                continue
            return template.format(t=t.text, n=self.random.randint(2, 997))
        return ""

    def call(self, scope: Scope) -> list[Statement]:
        """A call for its effect."""
        silent = [(name, takes) for name, takes, gives in scope.lambdas if not gives]
        if silent and self.chance(0.5):
            name, _ = self.pick(silent)
            return [Statement(f"{name}();", ("lambda call",), uses=frozenset({name}))]
        if not self.helpers:
            return self.write(scope)
        helper = self.pick(self.helpers)
        given = self.arguments(helper, self.base(scope), scope)
        if given is None:
            return []
        uses = frozenset().union(*(a.uses for a in given)) | {helper.name}
        for kind_shape, a in zip(helper.takes, given):
            if kind_shape[0] == "Tensor &":  # it may come back as another tensor
                self.weaken(scope, a, Tensor("", a.shape, None, None))
        return [Statement(f"{helper.name}({', '.join(a.text for a in given)});", (*(c for a in given for c in a.constructs), "helper"), uses=uses)]

    def exchange(self, scope: Scope) -> list[Statement]:
        """Two handles change places."""
        fits = [t for t in scope.tensors if t.assignable and t.text.isidentifier()]
        if len(fits) < 2:
            return []
        one = self.pick(fits)
        others = [t for t in fits if t.shape == one.shape and t.text != one.text]
        if not others:
            return []
        other = self.pick(others)
        self.weaken(scope, one, other)
        self.weaken(scope, one, one)
        text = self.pick((f"std::swap({one.text}, {other.text});", f"std::tie({one.text}, {other.text}) = std::make_tuple({other.text}, {one.text});"))
        return [Statement(text, ("swap" if "swap" in text else "tie",), uses=one.uses | other.uses, assigned=one.text)]

    def block(self, scope: Scope, depth: int, size: int) -> list[Statement]:
        """A block of its own scope. Handles of the outer scope may be others afterwards."""
        inner = scope.inner()
        kept, self.wanted = self.wanted, size
        body = self.body(inner, depth)
        self.wanted = kept
        for i, t in enumerate(scope.tensors):  # what was bound inside is weaker outside
            now = next((x for x in inner.tensors if x.text == t.text), t)
            scope.tensors[i] = replace(t, contiguous=now.contiguous, dtype=now.dtype, overlaps=now.overlaps)
        for i, o in enumerate(scope.options):
            scope.options[i] = next((x for x in inner.options if x[1] == o[1]), o)
        return body

    def control(self, scope: Scope, depth: int) -> list[Statement]:
        """Branches and loops on run-time values."""
        size = self.pick((1, 2, 3))
        kind = self.pick(("if", "if", "if else", "if else", "for", "while", "do", "switch", "range for", "return", "try", "break"))
        if kind == "return":
            if not self.can_return:
                return []
            return [Statement(f"if ({self.flag()}) return;", ("early return",), leaf=False)]
        if kind == "range for":
            if not scope.boxes:
                return []
            _, name, shape = self.pick(scope.boxes)
            element = self.name("e")
            form = self.pick(("Tensor &", "auto ", "const auto &", "auto &&"))
            inner = scope.inner()
            inner.tensors.append(Tensor(element, shape, None, None, uses=frozenset({element}), assignable="const" not in form, const="const" in form))
            block = self.block(inner, depth + 1, size)
            return [Statement("", ("range for",), uses=frozenset({name}), blocks=[block], heads=[f"for ({form}{element} : {name}) {{", "}"],
                              defines=frozenset({element}), leaf=False)]
        # A loop may run its body with what the body left: nothing is sure of the handles in it.
        if kind in ("for", "while", "do"):
            for t in list(scope.tensors):
                if t.assignable:
                    self.weaken(scope, t, Tensor("", t.shape, None, None))
        blocks = [self.block(scope, depth + 1, size)]
        i = self.name("i")
        heads = {
            "if": [f"if ({self.flag()}) {{", "}"],
            "if else": [f"if ({self.flag()}) {{", "} else {", "}"],
            "for": [f"for (int {i} = 0; {i} < ({self.flag()} ? 2 : 0); ++{i}) {{", "}"],
            "while": [f"int {i} = 0; while ({i}++ < ({self.flag()} ? 2 : 1)) {{", "}"],
            "do": [f"int {i} = 0; do {{", f"}} while (++{i} < ({self.flag()} ? 2 : 1));"],
            "switch": ["switch (c.Bits & 3) { case 0: {", "break; } case 1: {", "break; } default: break; }"],
            "try": [f"try {{", f"if ({self.flag()}) throw 1; }} catch (int) {{", "}"],
            "break": [f"for (int {i} = 0; {i} < 2; ++{i}) {{ if ({self.flag()}) break;", "}"],
        }[kind]
        if kind == "break":
            for t in list(scope.tensors):
                if t.assignable:
                    self.weaken(scope, t, Tensor("", t.shape, None, None))
        while len(blocks) < len(heads) - 1:
            blocks.append(self.block(scope, depth + 1, size))
        return [Statement("", (kind,), blocks=blocks, heads=heads, leaf=False)]

    def body(self, scope: Scope, depth: int = 0) -> list[Statement]:
        """Statements, as many as are wanted."""
        out: list[Statement] = []
        for _ in range(self.wanted):
            kind = self.random.random()
            if not scope.tensors or kind < 0.24:
                new = self.declare(scope)
            elif kind < 0.36:
                new = self.rebind(scope)
            elif kind < 0.60:
                new = self.write(scope)
            elif kind < 0.66:
                new = self.reference(scope)
            elif kind < 0.71:
                new = self.option(scope)
            elif kind < 0.77:
                new = self.box(scope)
            elif kind < 0.82:
                new = self.closure(scope)
            elif kind < 0.87:
                new = self.call(scope)
            elif kind < 0.89:
                new = self.exchange(scope)
            elif self.branches and depth < 2:
                new = self.control(scope, depth)
            else:
                new = self.write(scope)
            seen = list(scope.tensors)
            for statement in new:
                statement.sees = seen
            out += new
        return out

    def helper(self) -> None:
        """A function of the program's own."""
        name = self.name("h")
        scope = Scope()
        takes: list[tuple[str, tuple[int, ...]]] = []
        parameters = []
        for _ in range(self.pick((1, 1, 2))):
            shape = self.pick(SHAPES[:2])
            kind = self.pick(("Tensor", "const Tensor &", "Tensor &", "Tensor"))
            p = self.name("x")
            takes.append((kind, shape))
            parameters.append(f"{kind} {p}")
            scope.tensors.append(Tensor(p, shape, None, None, uses=frozenset({p}), assignable="const" not in kind, const="const" in kind))
        if self.chance(0.3):
            p = self.name("x")
            takes.append(("vector", ()))
            parameters.append(f"float *{p}")
            scope.buffers.append(("f", p, p))
        parameters.append("const Path &c")
        takes.append(("path", ()))
        returns = self.chance(0.7)
        self.in_helper = True
        can_return, self.can_return = self.can_return, not returns
        wanted, self.wanted = self.wanted, self.pick((0, 1, 2, 3))
        body = self.body(scope)
        self.wanted, self.can_return = wanted, can_return
        gives = None
        lines = body
        if returns:
            result = self.expression(scope, 1)
            gives = replace(result, text="", dtype=None, const=False, constructs=(), uses=frozenset(), assignable=False)
            if self.branches and self.chance(0.3):
                early = self.shaped(scope, result.shape)
                lines = [*lines, Statement(f"if ({self.flag()}) return {early.text};", uses=early.uses, leaf=False)]
                gives = replace(gives, contiguous=result.contiguous and early.contiguous, overlaps=result.overlaps or early.overlaps)
            lines = [*lines, Statement(f"return {result.text};", uses=result.uses, leaf=False)]
        head = f"static {'Tensor' if returns else 'void'} {name}({', '.join(parameters)}) {{"
        self.helper_texts.append(Statement("", ("helper",), frozenset({name}), blocks=[lines], heads=[head, "}"], leaf=False))
        self.helpers.append(Helper(name, takes, gives))
        self.in_helper = False

    def make(self) -> Program:
        """The program."""
        scope = Scope()
        for _ in range(self.pick((0, 0, 1, 2))):
            self.helper()
        buffers = []
        for _ in range(self.pick((0, 1, 1, 2))):
            self.parameter(scope)
        for _ in range(self.pick((1, 1, 2))):
            buffers.append(self.buffer(scope))
        self.can_return = True
        body = buffers + self.body(scope)
        return Program(self.number, self.helper_texts, body, self.storages, FLAGS if self.branches else 0, self.parameters)
