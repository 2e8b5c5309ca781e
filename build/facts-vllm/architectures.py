"""Model architectures that a release has, and model types that it refuses in float16."""

from sources import Sources


def read_architectures(sources: Sources) -> list[str]:
    table = sources.lookup("vllm.model_executor.models.registry._VLLM_MODELS")
    if not isinstance(table, dict) or len(table) < 100:
        raise SystemExit("the registry of models is not where this program looks for it.")
    return sorted(table)


def read_auxiliary(sources: Sources) -> set[str]:
    """Architectures of drafts, and those that stand in for any model that Transformers has."""
    found: set[str] = set()
    for table in (
        "_SPECULATIVE_DECODING_MODELS",
        "_TRANSFORMERS_BACKEND_MODELS",
        "_TRANSFORMERS_MODELS",
    ):
        models = sources.lookup(f"vllm.model_executor.models.registry.{table}")
        found |= set(models) if isinstance(models, dict) else set()
    return found


def read_float16_refusals(sources: Sources) -> list[str]:
    """Values of `model_type` in a config.json with which `--dtype float16` ends the start."""
    for module in ("vllm.config.model", "vllm.config"):
        table = sources.lookup(f"{module}._FLOAT16_NOT_SUPPORTED_MODELS")
        if isinstance(table, dict):
            return sorted(table)
    return []
