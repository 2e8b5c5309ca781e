"""What an expression of Python can come to, when it is read and not run."""

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sources import Module


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN = _Unknown()


@dataclass(frozen=True)
class External:
    """A name of a module that is not among the sources: `typing.Literal`, `torch.float16`."""

    name: str


@dataclass(frozen=True)
class Hint:
    """A type hint: `Hint("literal", ("auto", "fp8"))`, `Hint("list", (Builtin("int"),))`."""

    kind: str
    arguments: tuple


@dataclass(frozen=True)
class Builtin:
    name: str


@dataclass(frozen=True)
class Converter:
    """A function that turns text into a value, made by another one: `optional_type(int)`."""

    name: str
    argument: Any


@dataclass(eq=False)
class Function:
    module: "Module"
    node: Any
    #: The class that a method was found in, and what it was called on.
    owner: Any = None
    receiver: Any = None
    closure: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return getattr(self.node, "name", "<lambda>")


@dataclass(frozen=True)
class Member:
    """A member of an enum."""

    owner: str
    name: str
    value: Any


@dataclass(eq=False)
class Class:
    module: "Module"
    node: ast.ClassDef

    @property
    def name(self) -> str:
        return self.node.name

    def ancestry(self) -> list["Class"]:
        """This class and those it inherits from that are among the sources, nearest first."""
        found: list[Class] = [self]
        for base in self.node.bases:
            value = self.module.evaluate(base)
            if isinstance(value, Class):
                found += [one for one in value.ancestry() if one not in found]
        return found

    def is_named(self, *names: str) -> bool:
        """Whether it or an ancestor inherits from a class of one of these names."""
        bases = [
            ast.unparse(base).split(".")[-1] for one in self.ancestry() for base in one.node.bases
        ]
        return any(name in bases for name in names)

    @property
    def is_enum(self) -> bool:
        return self.is_named("Enum", "IntEnum", "StrEnum")

    def members(self) -> list[Member]:
        return [
            Member(self.name, target.id, self.module.evaluate(statement.value))
            for statement in self.node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name) and not target.id.startswith("_")
        ]

    def fields(self) -> dict[str, tuple["Class", ast.AnnAssign]]:
        """The annotated attributes, in the order in which a dataclass has them."""
        found: dict[str, tuple[Class, ast.AnnAssign]] = {}
        for one in reversed(self.ancestry()):
            for statement in one.node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    if "ClassVar" not in ast.unparse(statement.annotation):
                        found[statement.target.id] = (one, statement)
        return found

    def find(self, name: str):
        """The statement that defines an attribute, and the class it stands in."""
        for one in self.ancestry():
            for statement in one.node.body:
                if (
                    isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
                    and statement.name == name
                ):
                    return one, statement
                if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == name:
                    return one, statement
                if isinstance(statement, ast.Assign) and name in map(
                    ast.unparse, statement.targets
                ):
                    return one, statement
        return None

    def attribute(self, name: str) -> Any:
        if self.is_enum:
            if name == "__members__":
                return {member.name: member for member in self.members()}
            for member in self.members():
                if member.name == name:
                    return member
        found = self.find(name)
        if found is None:
            return self.node.name if name == "__name__" else UNKNOWN
        owner, statement = found
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return Function(owner.module, statement, owner, self)
        return (
            UNKNOWN
            if statement.value is None
            else default_of(owner.module.evaluate(statement.value))
        )


@dataclass(frozen=True)
class FieldCall:
    """`field(...)` of dataclasses or `Field(...)` of pydantic."""

    default: Any


def default_of(value: Any) -> Any:
    return value.default if isinstance(value, FieldCall) else value


PLAIN = (str, int, float, bool, bytes, type(None))


def truth_of(value: Any) -> bool | None:
    """Whether a value counts as true. None: not known."""
    if value is UNKNOWN:
        return None
    if isinstance(value, (*PLAIN, list, dict, set, tuple)):
        return bool(value)
    if isinstance(value, (External, Converter)):
        return None
    return True


def iterated(value: Any) -> Any:
    """The items of something that can be gone through, as a list."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, set):
        return sorted(value, key=str)
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, Class) and value.is_enum:
        return value.members()
    return UNKNOWN
