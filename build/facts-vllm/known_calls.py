"""The few functions, operators and constants that are followed."""

import ast
from typing import Any

from values import (
    UNKNOWN,
    Builtin,
    Class,
    External,
    FieldCall,
    Function,
    Hint,
    Member,
    iterated,
    truth_of,
)


def is_type(value: Any) -> bool:
    return isinstance(value, (Hint, Builtin, Class)) or (
        isinstance(value, External) and not value.name.startswith("builtins.")
    )


def call(function, positional: list, named: dict) -> Any:
    if function is None:
        return UNKNOWN
    try:
        return function(*positional, **named)
    except Exception:
        return UNKNOWN


def _field(default=UNKNOWN, *, default_factory=None, **_):
    if default_factory is None:
        return FieldCall(default)
    if isinstance(default_factory, Builtin):
        return FieldCall({"list": [], "dict": {}, "set": set()}.get(default_factory.name, UNKNOWN))
    if isinstance(default_factory, Function) and isinstance(default_factory.node, ast.Lambda):
        return FieldCall(default_factory.module.evaluate(default_factory.node.body))
    return FieldCall(UNKNOWN)


def _get_args(hint):
    if isinstance(hint, Hint):
        return hint.arguments
    return UNKNOWN


def _listed(*items):
    return iterated(items[0]) if items else []


CALLS = {
    "field": _field,
    "Field": _field,
    "get_args": _get_args,
    "list": _listed,
    "tuple": lambda *items: tuple(_listed(*items)),
    "set": lambda *items: set(_listed(*items)),
    "frozenset": lambda *items: set(_listed(*items)),
    "dict": lambda *items, **named: {**(items[0] if items else {}), **named},
    "sorted": lambda items, **_: sorted(iterated(items)),
    "int": lambda text: int(text),
    "float": lambda text: float(text),
    "str": lambda value: value.value if isinstance(value, Member) else str(value),
    "bool": lambda value: UNKNOWN if truth_of(value) is None else truth_of(value),
    "len": lambda items: len(items),
    "range": lambda *bounds: list(range(*bounds)),
    "map": lambda function, items: [
        call(CALLS.get(function.name), [item], {}) for item in iterated(items)
    ],
    "deepcopy": lambda value: value,
}

CONSTANTS = {"ssl.CERT_NONE": 0, "ssl.CERT_OPTIONAL": 1, "ssl.CERT_REQUIRED": 2}

OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Pow: lambda a, b: a**b if abs(b) < 100 else UNKNOWN,
    ast.LShift: lambda a, b: a << b if b < 100 else UNKNOWN,
    ast.Mod: lambda a, b: a % b,
    ast.BitOr: lambda a, b: a | b,
}

COMPARISONS = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: lambda a, b: a is b,
    ast.IsNot: lambda a, b: a is not b,
}
