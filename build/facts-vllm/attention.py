"""Attention back ends by name, with what their classes say they can do."""

from typing import Any

from evaluate import BoundMethod, Evaluation
from sources import Sources
from values import UNKNOWN, Class, External, Function, Member

#: Where releases keep the list of back ends.
_LISTS = (
    "vllm.v1.attention.backends.registry.AttentionBackendEnum",
    "vllm.attention.backends.registry.AttentionBackendEnum",
    "vllm.attention.backends.registry._Backend",
    "vllm.platforms.interface._Backend",
)
#: Back ends for other devices than NVIDIA's: of them only the name is kept.
_ELSEWHERE = (
    "ROCM_",
    "XPU_",
    "CPU_",
    "AMX_",
    "TORCH_SDPA",
    "PALLAS",
    "IPEX",
    "HPU_",
    "NEURON",
    "TPU",
)
#: Compute capabilities, times 10, of the GPUs that vLLM's wheels are built for.
CAPABILITIES = (70, 75, 80, 86, 87, 89, 90, 100, 103, 110, 120, 121)


class Capability(tuple):
    """Stands for a DeviceCapability, a pair of numbers."""

    def read_attribute(self, name: str) -> Any:
        if name in ("major", "minor"):
            return self[0 if name == "major" else 1]
        return BoundMethod(self, name) if name == "to_int" else UNKNOWN

    def to_int(self) -> int:
        return self[0] * 10 + self[1]


_NATIVES = {
    "DeviceCapability": lambda _class, positional, named: Capability(
        [*positional, *(named[key] for key in ("major", "minor") if key in named)]
    ),
}


def read_attention(sources: Sources) -> dict[str, dict[str, Any]]:
    """Facts by name of the back end, but for what its class does not say in one expression."""
    for name in _LISTS:
        found = sources.lookup(name)
        if isinstance(found, Class):
            return {
                member.name: _facts_of(sources, member)
                for member in sorted(found.members(), key=lambda one: one.name)
            }
    raise SystemExit("the attention back ends are not where this program looks for them.")


def _facts_of(sources: Sources, member: Member) -> dict[str, Any]:
    cls = (
        sources.lookup(member.value)
        if isinstance(member.value, str) and "." in member.value
        else None
    )
    if not isinstance(cls, Class) or member.name.startswith(_ELSEWHERE):
        return {}
    facts: dict[str, Any] = {}
    dtypes = _names(cls.attribute("supported_dtypes"))
    if dtypes:
        facts["dtypes"] = dtypes
    # A class with a method of its own decides by more than the list.
    own = cls.find("supports_kv_cache_dtype")
    kv_dtypes = _names(cls.attribute("supported_kv_cache_dtypes"))
    if kv_dtypes and (own is None or own[0].name == "AttentionBackend"):
        facts["kvCacheDtypes"] = kv_dtypes
    for key, method in (("isMla", "is_mla"), ("isSparse", "is_sparse")):
        if _call(cls, method, []) is True:
            facts[key] = True
    capabilities = _capabilities(cls)
    if capabilities is not None:
        facts["capabilities"] = capabilities
    return facts


def _capabilities(cls: Class) -> list[int] | None:
    """None: every GPU, or not said in one expression."""
    answers = {
        sm: _call(cls, "supports_compute_capability", [Capability(divmod(sm, 10))])
        for sm in CAPABILITIES
    }
    if any(not isinstance(answer, bool) for answer in answers.values()):
        return None
    able = [sm for sm, answer in answers.items() if answer]
    return able if len(able) < len(CAPABILITIES) else None


def _call(cls: Class, method: str, positional: list) -> Any:
    function = cls.attribute(method)
    if not isinstance(function, Function):
        return UNKNOWN
    return Evaluation(cls.module, {"__natives__": _NATIVES}).call(function, positional, {})


def _names(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)):
        return []
    names = [one.name.rpartition(".")[2] if isinstance(one, External) else one for one in value]
    return sorted(names) if all(isinstance(name, str) for name in names) else []
