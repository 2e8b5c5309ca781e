"""Names of tool-call parsers, reasoning parsers and structured-output backends."""

import ast
from typing import Any

from sources import Sources
from values import Hint

_FOLDERS = {
    "tool": ("vllm/entrypoints/openai/tool_parsers/", "vllm/tool_parsers/", "vllm/parser/"),
    "reasoning": ("vllm/reasoning/", "vllm/parser/"),
}
_MANAGERS = {"tool": "ToolParserManager", "reasoning": "ReasoningParserManager"}
_TABLES = {"tool": "_TOOL_PARSERS_TO_REGISTER", "reasoning": "_REASONING_PARSERS_TO_REGISTER"}
_BACKENDS = (
    ("vllm.config.structured_outputs", "StructuredOutputsBackend"),
    ("vllm.config", "GuidedDecodingBackend"),
    ("vllm.config.decoding", "GuidedDecodingBackend"),
)


def read_parsers(sources: Sources) -> dict[str, list[str]]:
    """Names by kind: `tool`, `reasoning`, `structuredOutputs`."""
    found = {kind: sorted(_names_of(kind, sources)) for kind in _FOLDERS}
    return {**found, "structuredOutputs": sorted(_backends(sources))}


def _names_of(kind: str, sources: Sources) -> set[str]:
    names: set[str] = set()
    for file in sources.names():
        if not file.startswith(_FOLDERS[kind]) or not file.endswith(".py"):
            continue
        text = sources.text(file)
        if _MANAGERS[kind] not in text and _TABLES[kind] not in text:
            continue
        module = sources.module(
            file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        )
        if module is None:
            continue
        table = module.statement(_TABLES[kind])
        if isinstance(table, ast.Dict):
            names |= set(module.evaluate(table))
        for node in ast.walk(module.tree):
            # Registered as a decorator of the class; calls in docs and loops are none of them.
            for decorator in getattr(node, "decorator_list", []):
                names |= _registered(decorator, kind, module)
    return names


def _registered(decorator: ast.expr, kind: str, module) -> set[str]:
    if not isinstance(decorator, ast.Call):
        return set()
    if ast.unparse(decorator.func) != f"{_MANAGERS[kind]}.register_module":
        return set()
    given: list[Any] = [module.evaluate(argument) for argument in decorator.args]
    given += [module.evaluate(one.value) for one in decorator.keywords if one.arg == "name"]
    return {name for one in given for name in (one if isinstance(one, list) else [one])}


def _backends(sources: Sources) -> set[str]:
    for module, name in _BACKENDS:
        value = sources.lookup(f"{module}.{name}")
        if isinstance(value, Hint):
            return {option for option in value.arguments if isinstance(option, str)}
    # Before there was one list, each engine had its own; what either takes is left alone.
    found: set[str] = set()
    for name in ("GuidedDecodingBackendV0", "GuidedDecodingBackendV1"):
        value = sources.lookup(f"vllm.config.{name}")
        found |= set(value.arguments) if isinstance(value, Hint) else set()
    return found
