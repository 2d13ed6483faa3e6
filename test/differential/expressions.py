"""Random expressions: tensors over buffers, views, copies and conversions of them, results of helpers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from program import FLAGS, SHAPES, Helper, Scope, Statement
from vocabulary import COPIES, DTYPES, MAY_VIEWS, VIEWS, Tensor, braces


class Expressions:
    """Makes the expressions of one program, and the buffers and borrows that they stand on."""

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
        self.catches = False
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
            elif kind in ("pointer", "part", "elements"):
                memory = self.memory(kind, scope)
                if not memory:
                    return None
                out.append(memory)
            elif kind == "Tensor &":
                fits = [x for x in scope.tensors if x.assignable and x.shape == shape]
                if not fits:
                    return None
                out.append(self.pick(fits))
            else:
                out.append(t if t.shape == shape else self.shaped(scope, shape))
        return out

    def memory(self, kind: str, scope: Scope) -> Tensor | None:
        """An argument that leads to raw memory: a pointer, a struct that holds one, a vector."""
        floats = [b for b in scope.buffers if b[0] == "f" and "void" not in b[1]]
        if kind == "elements":  # of arrays and structs nobody takes the address of the first element in this way
            floats = [(dtype, owner, owner) for dtype, pointer, owner in floats if pointer == f"&{owner}.front()"]
        elif self.chance(0.3):
            whole = [t for t in scope.tensors if t.contiguous and t.dtype == "f" and t.numel == 12 and not t.overlaps and t.text.isidentifier()]
            floats = [("f", f"{t.text}.data_ptr<float>()", t.text) for t in whole] or floats
        if not floats:
            return None
        _, pointer, owner = self.pick(floats)
        return Tensor(f"Part{{{pointer}, 12}}" if kind == "part" else pointer, (), uses=frozenset({owner}))

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
