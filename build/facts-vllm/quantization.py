"""Quantization methods with the smallest GPU that each of them starts on."""

from typing import Any

from evaluate import Evaluation
from sources import Sources
from values import Class, Function

_MODULE = "vllm.model_executor.layers.quantization"


def read_quantization(sources: Sources) -> dict[str, dict[str, Any]]:
    """By value of `--quantization`: compute capability times 10, and whether it is deprecated."""
    module = sources.module(_MODULE)
    methods = module.name_value("QUANTIZATION_METHODS") if module else None
    if not isinstance(methods, (list, tuple)):
        raise SystemExit("the quantization methods are not where this program looks for them.")
    deprecated = module.name_value("DEPRECATED_QUANTIZATION_METHODS")
    classes = _classes(module)
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(methods):
        facts: dict[str, Any] = {}
        least = _least_capability(classes.get(name))
        if least is not None:
            facts["minSm"] = least
        if isinstance(deprecated, list) and name in deprecated:
            facts["deprecated"] = True
        found[name] = facts
    return found


def _classes(module) -> dict[str, Any]:
    function = module.name_value("get_quantization_config")
    if not isinstance(function, Function):
        return {}
    names = Evaluation(module, {}).names_after(function.node.body)
    table = names.get("method_to_config")
    return table if isinstance(table, dict) else {}


def _least_capability(cls: Any) -> int | None:
    """Absent where the class asks the platform, or runs on other devices than GPUs."""
    if not isinstance(cls, Class):
        return None
    method = cls.attribute("get_min_capability")
    value = Evaluation(cls.module, {}).call(method, [], {})
    return value if isinstance(value, int) and value > 0 else None
