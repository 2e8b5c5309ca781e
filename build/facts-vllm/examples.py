"""Which architecture models have, as vLLM's own documentation and tests say it."""

import ast
import re

from wheels import find_source_archive, read_from_archive

_REGISTRY = "tests/models/registry.py"
#: So many architectures have to go before a source archive is fetched for them.
_MANY = 5
_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def read_examples(architectures: dict[str, list[str]]) -> dict[str, list[str]]:
    """
    Models by architecture, ids of the hub, and names that the documentation lists beside them under
    the owner of the first one. `architectures` are those of each release, oldest first.
    """
    found: dict[str, set[str]] = {}
    for version in _telling_releases(architectures):
        archive = find_source_archive(version)
        if archive is None:
            continue
        texts = read_from_archive(archive, _is_telling)
        for architecture, model in [*_of_tests(texts.get(_REGISTRY, "")), *_of_docs(texts)]:
            found.setdefault(architecture, set()).add(model)
    return {
        architecture: sorted(models, key=lambda model: (model.lower(), model))
        for architecture, models in sorted(found.items())
    }


def _telling_releases(architectures: dict[str, list[str]]) -> list[str]:
    """The newest release, and older ones that tell of several architectures which went since."""
    versions = list(architectures)
    told: set[str] = set()
    chosen: list[str] = []
    for version, after in zip(versions, versions[1:]):
        gone = set(architectures[version]) - set(architectures[after]) - told
        if len(gone) >= _MANY:
            chosen.append(version)
            told |= set(architectures[version])
    return [*chosen, versions[-1]]


def _is_telling(name: str) -> bool:
    return name == _REGISTRY or re.match(r"docs/models/.*\.md$", name) is not None


def _of_tests(text: str):
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values):
            if (
                isinstance(key, ast.Constant)
                and isinstance(value, ast.Call)
                and ast.unparse(value.func) == "_HfExamplesInfo"
            ):
                extras = [one.value for one in value.keywords if one.arg == "extras"]
                nodes = [
                    *value.args[:1],
                    *(
                        inner
                        for extra in extras
                        if isinstance(extra, ast.Dict)
                        for inner in extra.values
                    ),
                ]
                for one in nodes:
                    if (
                        isinstance(one, ast.Constant)
                        and isinstance(one.value, str)
                        and _ID.fullmatch(one.value)
                    ):
                        # An architecture that the test forces upon the model is not its own.
                        if not any(keyword.arg == "hf_overrides" for keyword in value.keywords):
                            yield key.value, one.value


def _of_docs(texts: dict[str, str]):
    """Rows such as | `GlmMoeDsaForCausalLM` | GLM-5, GLM-5.1 | `zai-org/GLM-5`, etc. |"""
    for name, text in sorted(texts.items()):
        if not name.endswith(".md"):
            continue
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            first = re.match(r"`(\w+)`", cells[0]) if len(cells) > 2 else None
            if first is None or not line.lstrip().startswith("|"):
                continue
            ids = [one for one in re.findall(r"`([^`]+)`", line) if _ID.fullmatch(one)]
            for one in ids:
                yield first[1], one
            for listed in re.sub(r"\(.*?\)", "", cells[1]).split(","):
                words = listed.strip().replace(" ", "-")
                # A name that says a version is a model of its own; others are families.
                if ids and re.fullmatch(r"[A-Za-z][\w.-]*\d[\w.-]*", words):
                    yield first[1], f"{ids[0].split('/')[0]}/{words}"
