"""Random programs: functions that make tensors over buffers, views, copies and aliases of them, and write."""

from __future__ import annotations

from dataclasses import replace

from expressions import Expressions
from program import FLAGS, SHAPES, Helper, Program, Scope, Statement
from vocabulary import DTYPES, NO_WRITES, WRITES, Tensor, fits


class Generator(Expressions):
    """Makes one program."""

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
        if scope.buffers and self.chance(0.08) and (raw := self.raw_write(scope)):
            return raw
        t = self.expression(scope, 1)
        words = WRITES if self.chance(0.85) else NO_WRITES
        for _ in range(10):
            construct, needs, template = self.pick(words)
            if not fits(t, needs, template):
                continue
            text = template.format(t=t.text, o=t.text, m=t.text, n=self.random.randint(2, 997))
            return [Statement(text, (*t.constructs, construct), uses=t.uses)]
        return []

    def raw_write(self, scope: Scope) -> list[Statement]:
        """A write to a buffer, past all tensors."""
        floats = [b for b in scope.buffers if b[0] == "f" and "void" not in b[1]]
        if not floats:
            return []
        _, pointer, owner = self.pick(floats)
        n = self.random.randint(2, 997)
        text = self.pick((f"({pointer})[1] = {n};", f"*({pointer}) = {n};", f"std::fill_n({pointer}, 2, {n}.0f);",
                          f"std::memset({pointer}, 0, 8);", f"for (int i = 0; i < 3; ++i) ({pointer})[i] = {n};"))
        return [Statement(text, ("raw write",), uses=frozenset({owner}))]

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
            made = Statement(f"auto {name} = {capture}() mutable {{ {written} }};", ("lambda",), frozenset({name}), uses, lambda_body=True)
            if not captured.assignable or not by_name or self.chance(0.5):
                return [made]
            # The variable is another tensor when the lambda runs; its copy is not.
            other = self.shaped(scope, captured.shape)
            self.weaken(scope, captured, other)
            return [made, Statement(f"{captured.text} = {other.text};", other.constructs, uses=other.uses | uses, assigned=captured.text),
                    Statement(f"{name}();", ("lambda call",), uses=frozenset({name}))]
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
        self.catches |= kind == "try"
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
        if self.chance(0.4):
            p = self.name("x")
            kind, declared, pointer = self.pick((("pointer", "float *", p), ("pointer", "float *", p), ("part", "Part ", f"{p}.data"),
                                                 ("part", "const Part &", f"{p}.data"), ("elements", "std::vector<float> &", f"{p}.data()")))
            takes.append((kind, ()))
            parameters.append(declared + p)
            scope.buffers.append(("f", pointer, p))
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
        for out in [t for t, (kind, _) in zip(list(scope.tensors), takes) if kind == "Tensor &"]:
            if self.chance(0.5):  # what the caller holds is another tensor then
                new = self.shaped(scope, out.shape)
                guard = f"if ({self.flag()}) " if self.branches and self.chance(0.3) else ""
                lines = [*lines, Statement(f"{guard}{out.text} = {new.text};", uses=new.uses | out.uses, leaf=False)]
                self.weaken(scope, out, new)
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
        return Program(self.number, self.helper_texts, body, self.storages, FLAGS if self.branches else 0, self.parameters, self.catches)
