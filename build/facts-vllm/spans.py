"""Facts of many releases, written once.

A life span is text: `` for the whole time that was read, `0.10.0-` for since, `-0.12.0` for until
and with that release, `0.10.0-0.12.0` for both, several joined by a comma.
"""

from typing import Any


def span(releases: list[str], has: list[bool]) -> str:
    """The life span of something that some of the releases have; at least one does."""
    spans = []
    at = 0
    while at < len(has):
        if not has[at]:
            at += 1
            continue
        start = at
        while at < len(has) and has[at]:
            at += 1
        since = releases[start] if start > 0 else ""
        until = releases[at - 1] if at < len(has) else ""
        spans.append(f"{since}-{until}" if since or until else "")
    return ",".join(spans)


def names(releases: list[str], lists: list[Any]) -> dict[str, str]:
    """Life spans by name, of lists of names, one a release. None: that release has no such list."""
    found = sorted(
        {name for list_ in lists if list_ for name in list_}, key=lambda name: (name.lower(), name)
    )
    return {
        name: span(releases, [bool(list_) and name in list_ for list_ in lists]) for name in found
    }


def history(releases: list[str], values: list[Any]) -> Any:
    """
    A value that never changed as it is; another as a map from the release in which it began. A
    release for which there is no record at all (MISSING) begins nothing.
    """
    began: list[tuple[str, Any]] = []
    for release, value in zip(releases, values):
        if value is not MISSING and (not began or not _is_same(began[-1][1], value)):
            began.append((release, value))
    if len(began) == 1:
        return began[0][1]
    return {release: value for release, value in began}


class _Missing:
    pass


MISSING = _Missing()


def _is_same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and left == right
