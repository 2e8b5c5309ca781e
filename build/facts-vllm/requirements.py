"""What the metadata of a release's wheel asks for."""

import re

from sources import Sources

#: Packages whose version decides what a deployment can do.
_KEPT = ("ray", "torch", "transformers")


def read_requirements(sources: Sources) -> dict[str, str]:
    """
    Version specifiers by package, without those of extras. A package that is missing is not
    installed with vLLM; one without a version has the specifier `*`.
    """
    file = next(name for name in sources.names() if name.endswith(".dist-info/METADATA"))
    found: dict[str, str] = {}
    for line in sources.text(file).splitlines():
        match = re.match(
            r"Requires-Dist: ([\w.-]+)(?:\[[^\]]*\])?\s*\(?([^;)]*)\)?(?:;(.*))?$", line
        )
        if match and match[1].lower() in _KEPT and "extra ==" not in (match[3] or ""):
            parts = sorted(part.strip() for part in match[2].split(",") if part.strip())
            found[match[1].lower()] = ",".join(parts) or "*"
    return dict(sorted(found.items()))
