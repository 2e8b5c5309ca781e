"""Since when Transformers has a model class: with it vLLM runs models that it lacks itself."""

import ast
import re
from typing import Any

from sources import Sources
from wheels import find_transformers, open_members

_AUTO = "transformers/models/auto/modeling_auto.py"
#: The release that was the newest when the oldest vLLM that is read came out.
_OLDEST = (4, 51, 0)


def read_transformers() -> dict[str, str]:
    """The day on which the first release came out that has the class, by name of the class."""
    found: dict[str, str] = {}
    for wheel in find_transformers(_OLDEST):
        with open_members(wheel, lambda name: name == _AUTO) as archive:
            for name in _classes(Sources(archive)):
                found.setdefault(name, wheel.uploaded)
    return found


def _classes(sources: Sources) -> set[str]:
    module = sources.module(_AUTO.removesuffix(".py").replace("/", "."))
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and re.search(
            r"MAPPING_NAMES$", ast.unparse(node.targets[0])
        ):
            names |= _texts(node.value)
    return names


def _texts(node: ast.expr) -> set[str]:
    """Class names of a mapping from model types to them; model types are in lower case."""
    texts: list[Any] = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and text != text.lower()}
