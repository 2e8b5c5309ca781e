"""The modules of one release, and what their names stand for."""

import ast
import zipfile
from typing import Any

from values import UNKNOWN, Class, External, Function


class Sources:
    """The modules of one release."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self._names = set(archive.namelist())
        self._modules: dict[str, Module | None] = {}

    def names(self) -> set[str]:
        return self._names

    def text(self, file: str) -> str:
        return self._archive.read(file).decode("utf-8")

    def module(self, name: str) -> "Module | None":
        """`vllm.config` for vllm/config.py or vllm/config/__init__.py. None: there is none."""
        if name not in self._modules:
            path = name.replace(".", "/")
            file = next(
                (f for f in (f"{path}.py", f"{path}/__init__.py") if f in self._names), None
            )
            self._modules[name] = None if file is None else Module(self, name, file)
        return self._modules[name]

    def lookup(self, dotted: str) -> Any:
        """`vllm.config.cache.CacheConfig`. UNKNOWN: not there."""
        module, _, name = dotted.rpartition(".")
        found = self.module(module)
        return UNKNOWN if found is None else found.name_value(name)


class Module:
    def __init__(self, sources: Sources, name: str, file: str):
        self.sources = sources
        self.name = name
        self.package = name if file.endswith("__init__.py") else name.rpartition(".")[0]
        self.tree = ast.parse(sources.text(file))
        self._values: dict[str, Any] = {}
        self._bindings: dict[str, Any] = {}
        self._stars: list[str] = []
        self._bind(self.tree.body)

    def evaluate(self, node: ast.expr, names: dict | None = None, depth: int = 0) -> Any:
        """The value of an expression that stands in this module."""
        from evaluate import Evaluation

        return Evaluation(self, names or {}, depth).value(node)

    def name_value(self, name: str) -> Any:
        if name not in self._values:
            # A name that is defined by itself (an import of a package by its module) is unknown.
            self._values[name] = UNKNOWN
            self._values[name] = self._resolve(name)
        return self._values[name]

    def statement(self, name: str) -> Any:
        """The node that binds a name in this very module."""
        return self._bindings.get(name)

    def _resolve(self, name: str) -> Any:
        binding = self._bindings.get(name)
        if binding is None:
            for star in self._stars:
                module = self.sources.module(star)
                value = UNKNOWN if module is None else module.name_value(name)
                if value is not UNKNOWN:
                    return value
            submodule = (
                self.sources.module(f"{self.name}.{name}") if self.package == self.name else None
            )
            return UNKNOWN if submodule is None else submodule
        if isinstance(binding, tuple):
            return self._imported(*binding)
        if isinstance(binding, ast.ClassDef):
            return Class(self, binding)
        if isinstance(binding, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return Function(self, binding)
        return self.evaluate(binding)

    def _imported(self, module: str, name: str | None) -> Any:
        if name is None:
            found = self.sources.module(module)
            return External(module) if found is None else found
        found = self.sources.module(module)
        if found is None:
            inner = self.sources.module(f"{module}.{name}")
            return External(f"{module}.{name}") if inner is None else inner
        value = found.name_value(name)
        if value is UNKNOWN:
            inner = self.sources.module(f"{module}.{name}")
            return UNKNOWN if inner is None else inner
        return value

    def _bind(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                self._bindings[statement.name] = statement
            elif isinstance(statement, ast.Assign):
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        self._bindings[target.id] = statement.value
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                if statement.value is not None:
                    self._bindings[statement.target.id] = statement.value
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                for name, binding in imported_names(statement, self.package):
                    if name == "*":
                        self._stars.append(binding[0])
                    else:
                        self._bindings[name] = binding
            elif isinstance(statement, ast.If):
                # At run time the stand-ins for what type checkers see count; else the first branch.
                is_for_checkers = ast.unparse(statement.test).endswith("TYPE_CHECKING")
                branches = [statement.orelse, statement.body]
                for branch in reversed(branches) if is_for_checkers else branches:
                    self._bind(branch)
            elif isinstance(statement, ast.Try):
                self._bind(statement.body)


def imported_names(statement, package: str):
    """Pairs of the bound name and `(module, name or None)`."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            if alias.asname:
                yield alias.asname, (alias.name, None)
            else:
                first = alias.name.split(".")[0]
                yield first, (first, None)
        return
    module = statement.module or ""
    if statement.level:
        parts = package.split(".")
        parts = parts[: len(parts) - statement.level + 1]
        module = ".".join([*parts, module] if module else parts)
    for alias in statement.names:
        yield alias.asname or alias.name, (module, alias.name)
