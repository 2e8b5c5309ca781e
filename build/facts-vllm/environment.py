"""The environment variables that a release reads, with their defaults and allowed values."""

import ast
import re
from typing import Any

from sources import Sources

_WITH_CHOICES = {"env_with_choices", "env_list_with_choices", "env_set_with_choices"}
_BUILD = re.compile(
    r"^(VLLM_(MAIN_CUDA|TARGET|USE_PRECOMPILED|DOCKER_BUILD|BUILD|SKIP_PRECOMPILED|PRECOMPILED)\w*|MAX_JOBS|NVCC_THREADS|CMAKE_\w+|VERBOSE)$"
)


def read_environment(sources: Sources, backends: list[str]) -> dict[str, dict[str, Any]]:
    """
    Facts by name. `backends` are the names of attention back ends, which the list of one variable
    is made of at run time. Variables that only a build of vLLM reads are left out.
    """
    module = sources.module("vllm.envs")
    table = module.statement("environment_variables") if module else None
    if not isinstance(table, ast.Dict):
        raise SystemExit("the environment variables are not where this program looks for them.")
    declared = _declared(module)
    found: dict[str, dict[str, Any]] = {}
    for key, value in zip(table.keys, table.values):
        name = module.evaluate(key) if key is not None else None
        if not isinstance(name, str) or _BUILD.match(name):
            continue
        facts: dict[str, Any] = {"kind": _kind_of(value)}
        default = declared.get(name)
        if isinstance(default, (str, int, float, bool)) and not _is_path(default):
            facts["default"] = default
        facts.update(_choices_of(value, module, backends))
        found[name] = facts
    return found


def _declared(module) -> dict[str, Any]:
    """Defaults that the block for type checkers tells."""
    found: dict[str, Any] = {}
    for statement in module.tree.body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            for inner in statement.body:
                if isinstance(inner, ast.AnnAssign) and inner.value is not None:
                    found[ast.unparse(inner.target)] = module.evaluate(inner.value)
    return found


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and ("/" in value or "~" in value)


def _kind_of(value: ast.expr) -> str:
    """How the text is turned into a value: a number that is none ends vLLM at start-up."""
    text = ast.unparse(value)
    if isinstance(value, ast.Call) and ast.unparse(value.func) in _WITH_CHOICES:
        return "choice" if ast.unparse(value.func) == "env_with_choices" else "choices"
    if re.search(r"\bbool\(int\(os\.", text):
        return "switch"
    if re.search(r"(^|[^\w.])int\(\s*os\.", text) or "maybe_convert_int(" in text:
        return "integer"
    if re.search(r"(^|[^\w.])float\(\s*os\.", text):
        return "number"
    if "maybe_convert_bool(" in text:
        return "switch"
    return "text"


def _choices_of(value: ast.expr, module, backends: list[str]) -> dict[str, Any]:
    if not (isinstance(value, ast.Call) and ast.unparse(value.func) in _WITH_CHOICES):
        return {}
    arguments = {at: argument for at, argument in enumerate(value.args)}
    named = {keyword.arg: keyword.value for keyword in value.keywords}
    list_ = arguments.get(2, named.get("choices"))
    if list_ is None:
        return {}
    if isinstance(list_, ast.Lambda):
        is_backends = "AttentionBackendEnum" in ast.unparse(list_) or "_Backend" in ast.unparse(
            list_
        )
        options = backends if is_backends else module.evaluate(list_.body)
    else:
        options = module.evaluate(list_)
    if not isinstance(options, (list, tuple)) or not all(isinstance(one, str) for one in options):
        return {}
    sensitive = arguments.get(3, named.get("case_sensitive"))
    is_sensitive = sensitive is None or module.evaluate(sensitive) is not False
    return {"choices": sorted(set(options)), **({} if is_sensitive else {"ignoresCase": True})}
