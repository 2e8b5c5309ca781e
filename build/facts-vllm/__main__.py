"""`npm run facts:vllm -- VERSION…`: writes down what releases of vLLM have, in the catalog.

Reads the releases that the catalog names and those that are asked for, oldest first, out of their
wheels (see wheels.py) and without running anything of them. Run twice it changes nothing.
"""

import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import tables
from architectures import read_architectures, read_auxiliary, read_float16_refusals
from arguments import read_arguments
from attention import read_attention
from environment import read_environment
from examples import read_examples
from parsers import read_parsers
from quantization import read_quantization
from requirements import read_requirements
from sources import Sources
from transformers import read_transformers
from wheels import Wheel, find_wheels, open_members

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "server" / "src" / "catalog" / "data"

TABLES = {
    "vllm-architectures": (
        "Model architectures of vLLM's registry, with the releases that have them, the day on "
        "which Transformers first had them, and models of them; model types that it refuses in "
        "float16.",
        tables.architectures_table,
    ),
    "vllm-arguments": (
        "Arguments of `vllm serve` and fields of AsyncEngineArgs, with the releases that have "
        "them.",
        tables.arguments_table,
    ),
    "vllm-attention": (
        "Attention back ends of vLLM, with the releases that have them. Capabilities are compute "
        "capabilities times 10; absent where every GPU does, or where more than one expression "
        "decides.",
        tables.attention_table,
    ),
    "vllm-environment": (
        "Environment variables that vLLM reads, with the releases that do.",
        tables.environment_table,
    ),
    "vllm-parsers": (
        "Names of vLLM's tool-call parsers, reasoning parsers and structured-output backends, "
        "with the releases that have them.",
        tables.parsers_table,
    ),
    "vllm-quantization": (
        "Values of vLLM's --quantization with the smallest compute capability (times 10) that "
        "each starts on, with the releases that have them.",
        tables.quantization_table,
    ),
    "vllm-releases": (
        "Releases of vLLM that were read: their wheels, and what they require.",
        tables.releases_table,
    ),
}


def main(asked: list[str]) -> None:
    known = (
        json.loads((DATA / "vllm-releases.json").read_text())["releases"]
        if (DATA / "vllm-releases.json").exists()
        else []
    )
    versions = sorted({*known, *asked}, key=_order)
    if not versions:
        sys.exit("Name the releases to read: npm run facts:vllm -- 0.33.0")
    readings = {wheel.version: _read(wheel) for wheel in find_wheels(versions)}
    beside = {
        "transformers": read_transformers(),
        "examples": read_examples({v: reading["architectures"] for v, reading in readings.items()}),
        "auxiliary": set().union(*(reading["auxiliary"] for reading in readings.values())),
    }
    total = 0
    for name, (about, make) in TABLES.items():
        size = tables.write_table(DATA, name, about, readings, make(readings, beside))
        total += size
        print(f"{name}.json: {size / 1024:.0f} KiB")
    print(f"{len(readings)} releases, {total / 1024:.0f} KiB")


def _read(wheel: Wheel) -> dict:
    with open_members(wheel, _is_source) as archive:
        sources = Sources(archive)
        print(f"vLLM {wheel.version}", file=sys.stderr)
        attention = read_attention(sources)
        return {
            "architectures": read_architectures(sources),
            "auxiliary": read_auxiliary(sources),
            "float16Refusals": read_float16_refusals(sources),
            "arguments": read_arguments(sources),
            "attention": attention,
            "environment": read_environment(sources, sorted(attention)),
            "parsers": read_parsers(sources),
            "quantization": read_quantization(sources),
            "release": {
                "uploaded": wheel.uploaded,
                "wheel": wheel.file,
                "sha256": wheel.sha256,
                "requires": read_requirements(sources),
            },
        }


def _is_source(name: str) -> bool:
    return name.endswith(".py") or name.endswith(".dist-info/METADATA")


def _order(version: str) -> tuple:
    """Releases by their numbers; a post-release after its release."""
    match = re.fullmatch(r"(\d+(?:\.\d+)*)(?:\.post(\d+))?", version)
    if match is None:
        sys.exit(f'"{version}" is not a release of vLLM, such as 0.33.0.')
    return tuple(int(part) for part in match[1].split(".")), int(match[2] or 0)


main(sys.argv[1:])
