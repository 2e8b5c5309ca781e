"""Reads values out of Python sources without running them.

A small evaluator of syntax trees: constants, collections, comprehensions, classes and their fields,
type hints, enums, and calls of plain functions of the sources. It has no effects, imports nothing
and knows a few builtins. What it cannot follow is UNKNOWN, which spreads to whatever depends on it.
"""

import ast
from dataclasses import dataclass
from typing import Any

from known_calls import CALLS, COMPARISONS, CONSTANTS, OPERATORS, call, is_type
from sources import Module, imported_names
from values import (
    PLAIN,
    UNKNOWN,
    Builtin,
    Class,
    External,
    Function,
    Hint,
    Member,
    iterated,
    truth_of,
)

#: How many calls deep a function of the sources is followed.
DEPTH = 12


class _Return(Exception):
    def __init__(self, value: Any):
        self.value = value


_BUILTINS = {
    "int",
    "float",
    "str",
    "bool",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "object",
    "type",
}
_COLLECTIONS = {
    "list": "list",
    "List": "list",
    "Sequence": "list",
    "Iterable": "list",
    "tuple": "tuple",
    "Tuple": "tuple",
    "set": "set",
    "Set": "set",
    "AbstractSet": "set",
    "dict": "dict",
    "Dict": "dict",
    "Mapping": "dict",
    "type": "type",
    "Type": "type",
    "Callable": "callable",
}


class Evaluation:
    """Evaluates expressions and runs statements with names of its own over those of a module."""

    def __init__(self, module: Module, names: dict, depth: int = 0):
        self.module = module
        self.names = names
        self.depth = depth

    # Expressions

    def value(self, node: ast.expr) -> Any:
        method = getattr(self, f"_{type(node).__name__}", None)
        return UNKNOWN if method is None else method(node)

    def _Constant(self, node):
        return node.value

    def _Name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        value = self.module.name_value(node.id)
        if value is UNKNOWN and node.id in _BUILTINS and self.module.statement(node.id) is None:
            return Builtin(node.id)
        if value is UNKNOWN and node.id in CALLS:
            return External(f"builtins.{node.id}")
        return value

    def _Attribute(self, node):
        base = self.value(node.value)
        if isinstance(base, Module):
            value = base.name_value(node.attr)
            if value is UNKNOWN:
                inner = base.sources.module(f"{base.name}.{node.attr}")
                return UNKNOWN if inner is None else inner
            return value
        if isinstance(base, External):
            return CONSTANTS.get(f"{base.name}.{node.attr}", External(f"{base.name}.{node.attr}"))
        if isinstance(base, Class):
            return base.attribute(node.attr)
        if isinstance(base, Member):
            if node.attr in ("value", "name"):
                return getattr(base, node.attr)
            return UNKNOWN
        if hasattr(base, "read_attribute"):
            return base.read_attribute(node.attr)
        if isinstance(base, (str, dict, list, set, tuple)):
            return BoundMethod(base, node.attr)
        return UNKNOWN

    def _Subscript(self, node):
        base = self.value(node.value)
        name = base.name.rpartition(".")[2] if isinstance(base, (External, Builtin)) else None
        if name is not None:
            return self._hint(name, node.slice)
        key = self.value(node.slice)
        if isinstance(base, Class):
            if base.is_enum:
                return base.attribute(key) if isinstance(key, str) else UNKNOWN
            return Hint("class", (base,))
        try:
            return base[key]
        except Exception:
            return UNKNOWN

    def _Slice(self, node):
        return slice(
            *(
                None if part is None else self.value(part)
                for part in (node.lower, node.upper, node.step)
            )
        )

    def _hint(self, name: str, inner: ast.expr) -> Any:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        values = [self.hint(part) if name != "Literal" else self.value(part) for part in parts]
        if name == "Literal":
            flat: list = []
            for value in values:
                flat += (
                    value.arguments
                    if isinstance(value, Hint) and value.kind == "literal"
                    else [value]
                )
            return Hint("literal", tuple(flat))
        if name == "Union":
            return Hint("union", tuple(values))
        if name == "Optional":
            return Hint("union", (values[0], None))
        if name in ("Annotated", "Final", "ClassVar", "Required", "NotRequired", "SkipValidation"):
            return values[0]
        return Hint(_COLLECTIONS.get(name, "other"), tuple(values))

    def hint(self, node: ast.expr) -> Any:
        """The value of an annotation; one that is written as text is read too."""
        value = self.value(node)
        if isinstance(node, ast.Constant) and isinstance(value, str):
            try:
                return self.value(ast.parse(value, mode="eval").body)
            except SyntaxError:
                return UNKNOWN
        return value

    def _BinOp(self, node):
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.BitOr) and (is_type(left) or is_type(right)):
            return Hint("union", (left, right))
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        try:
            return OPERATORS[type(node.op)](left, right)
        except Exception:
            return UNKNOWN

    def _UnaryOp(self, node):
        value = self.value(node.operand)
        try:
            if isinstance(node.op, ast.Not):
                return (
                    UNKNOWN
                    if not isinstance(value, (*PLAIN, list, dict, set, tuple))
                    else not value
                )
            return -value if isinstance(node.op, ast.USub) else UNKNOWN
        except Exception:
            return UNKNOWN

    def _BoolOp(self, node):
        is_and = isinstance(node.op, ast.And)
        last: Any = UNKNOWN
        is_undecided = False
        for part in node.values:
            last = self.value(part)
            truth = truth_of(last)
            if truth is None:
                is_undecided = True
            elif truth != is_and:
                return last
        return UNKNOWN if is_undecided else last

    def _Compare(self, node):
        left = self.value(node.left)
        for operator, right_node in zip(node.ops, node.comparators):
            right = self.value(right_node)
            if left is UNKNOWN or right is UNKNOWN:
                return UNKNOWN
            try:
                holds = COMPARISONS[type(operator)](left, right)
            except Exception:
                return UNKNOWN
            if not holds:
                return False
            left = right
        return True

    def _IfExp(self, node):
        truth = truth_of(self.value(node.test))
        return UNKNOWN if truth is None else self.value(node.body if truth else node.orelse)

    def _List(self, node):
        return self._items(node.elts)

    def _Tuple(self, node):
        items = self._items(node.elts)
        return UNKNOWN if items is UNKNOWN else tuple(items)

    def _Set(self, node):
        items = self._items(node.elts)
        try:
            return set(items)
        except TypeError:
            return UNKNOWN

    def _items(self, nodes) -> Any:
        items: list = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                inner = iterated(self.value(node.value))
                if inner is UNKNOWN:
                    return UNKNOWN
                items += inner
            else:
                items.append(self.value(node))
        return items

    def _Dict(self, node):
        found: dict = {}
        for key, value in zip(node.keys, node.values):
            if key is None:
                inner = self.value(value)
                if not isinstance(inner, dict):
                    return UNKNOWN
                found.update(inner)
            else:
                name = self.value(key)
                try:
                    found[name] = self.value(value)
                except TypeError:
                    return UNKNOWN
        return found

    def _JoinedStr(self, node):
        parts = []
        for part in node.values:
            value = self.value(part.value if isinstance(part, ast.FormattedValue) else part)
            if not isinstance(value, PLAIN):
                return UNKNOWN
            parts.append(str(value))
        return "".join(parts)

    def _ListComp(self, node):
        return self._comprehend(node, lambda inner: inner.value(node.elt))

    def _GeneratorExp(self, node):
        return self._ListComp(node)

    def _SetComp(self, node):
        items = self._ListComp(node)
        try:
            return set(items)
        except TypeError:
            return UNKNOWN

    def _DictComp(self, node):
        pairs = self._comprehend(
            node, lambda inner: (inner.value(node.key), inner.value(node.value))
        )
        try:
            return dict(pairs)
        except TypeError:
            return UNKNOWN

    def _comprehend(self, node, make):
        if len(node.generators) != 1:
            return UNKNOWN
        generator = node.generators[0]
        items = iterated(self.value(generator.iter))
        if items is UNKNOWN:
            return UNKNOWN
        found = []
        for item in items:
            inner = Evaluation(self.module, dict(self.names), self.depth)
            inner.assign(generator.target, item)
            truths = [truth_of(inner.value(test)) for test in generator.ifs]
            if None in truths:
                return UNKNOWN
            if all(truths):
                found.append(make(inner))
        return found

    def _Lambda(self, node):
        return Function(self.module, node, closure=dict(self.names))

    def _Starred(self, node):
        return UNKNOWN

    def _Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return Super(self.names.get("__class__"), self.names.get("cls", self.names.get("self")))
        function = self.value(node.func)
        positional = self._items(node.args)
        if positional is UNKNOWN:
            return UNKNOWN
        named: dict = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                named[keyword.arg] = value
            elif isinstance(value, dict):
                named.update(value)
        return self.call(function, positional, named)

    def call(self, function: Any, positional: list, named: dict) -> Any:
        if hasattr(function, "call_with"):
            return function.call_with(positional, named)
        if isinstance(function, Builtin):
            return call(CALLS.get(function.name), positional, named)
        if isinstance(function, External):
            return call(CALLS.get(function.name.rpartition(".")[2]), positional, named)
        if isinstance(function, Function):
            native = self.names.get("__natives__", {}).get(function.name)
            if native is not None:
                return native(function, positional, named)
            return self._follow(function, positional, named)
        if isinstance(function, Class):
            native = self.names.get("__natives__", {}).get(function.name)
            return UNKNOWN if native is None else native(function, positional, named)
        return UNKNOWN

    def _follow(self, function: Function, positional: list, named: dict) -> Any:
        if self.depth >= DEPTH:
            return UNKNOWN
        names = dict(function.closure)
        names["__natives__"] = self.names.get("__natives__", {})
        names["__class__"] = function.owner
        arguments = function.node.args
        parameters = [argument.arg for argument in arguments.posonlyargs + arguments.args]
        decorators = [ast.unparse(one) for one in getattr(function.node, "decorator_list", [])]
        if function.owner is not None and "staticmethod" not in decorators:
            positional = [function.receiver, *positional]
        for parameter, default in zip(reversed(parameters), reversed(arguments.defaults)):
            names[parameter] = function.module.evaluate(default)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            names[argument.arg] = UNKNOWN if default is None else function.module.evaluate(default)
        for parameter in parameters:
            names.setdefault(parameter, UNKNOWN)
        names.update(zip(parameters, positional))
        names.update(named)
        inner = Evaluation(function.module, names, self.depth + 1)
        if isinstance(function.node, ast.Lambda):
            return inner.value(function.node.body)
        return inner.result(function.node.body)

    # Statements

    def names_after(self, body: list[ast.stmt]) -> dict:
        """The names that a function body has bound when it returns."""
        self.result(body)
        return self.names

    def result(self, body: list[ast.stmt]) -> Any:
        """What a function body returns."""
        try:
            self.run(body)
        except _Return as done:
            return done.value
        return None

    def run(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Expr):
            self.value(statement.value)
        elif isinstance(statement, ast.Assign):
            value = self.value(statement.value)
            for target in statement.targets:
                self.assign(target, value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self.assign(statement.target, self.value(statement.value))
        elif isinstance(statement, ast.AugAssign):
            combined = ast.BinOp(_as_load(statement.target), statement.op, statement.value)
            self.assign(statement.target, self.value(combined))
        elif isinstance(statement, ast.Return):
            raise _Return(None if statement.value is None else self.value(statement.value))
        elif isinstance(statement, ast.If):
            truth = truth_of(self.value(statement.test))
            if truth is not False:
                self._branch(statement.body, truth is None)
            if truth is not True:
                self._branch(statement.orelse, truth is None)
        elif isinstance(statement, ast.For):
            for item in self._bounded(iterated(self.value(statement.iter))):
                self.assign(statement.target, item)
                self.run(statement.body)
        elif isinstance(statement, ast.With):
            self.run(statement.body)
        elif isinstance(statement, ast.Try):
            self.run(statement.body)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                if isinstance(target, ast.Subscript):
                    base, key = self.value(target.value), self.value(target.slice)
                    if isinstance(base, dict):
                        base.pop(key, None)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            for name, binding in imported_names(statement, self.module.package):
                self.names[name] = self.module._imported(*binding)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.names[statement.name] = Function(self.module, statement, closure=dict(self.names))

    def _branch(self, body: list[ast.stmt], is_open: bool) -> None:
        """A branch that may not be taken: what it returns makes the whole function unknown."""
        try:
            self.run(body)
        except _Return as done:
            raise _Return(UNKNOWN if is_open else done.value) from None

    def _bounded(self, items: Any) -> list:
        return [] if items is UNKNOWN else items[:5000]

    def assign(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = iterated(value)
            for at, inner in enumerate(target.elts):
                known = items is not UNKNOWN and at < len(items)
                self.assign(inner, items[at] if known else UNKNOWN)
        elif isinstance(target, ast.Subscript):
            base, key = self.value(target.value), self.value(target.slice)
            if isinstance(base, (dict, list)) and key is not UNKNOWN:
                try:
                    base[key] = value
                except Exception:
                    return


@dataclass
class Super:
    owner: Any
    receiver: Any

    def read_attribute(self, name: str) -> Any:
        if not isinstance(self.owner, Class):
            return UNKNOWN
        for one in self.owner.ancestry()[1:]:
            found = one.find(name)
            if found is not None and isinstance(found[1], ast.FunctionDef):
                return Function(found[0].module, found[1], found[0], self.receiver)
        return UNKNOWN


@dataclass
class BoundMethod:
    receiver: Any
    name: str

    def call_with(self, positional: list, named: dict) -> Any:
        if any(value is UNKNOWN for value in positional):
            return UNKNOWN
        try:
            result = getattr(self.receiver, self.name)(*positional, **named)
        except Exception:
            return UNKNOWN
        return list(result) if type(result).__name__.startswith("dict_") else result


def _as_load(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body
