"""The tables of the catalog, from what was read of each release."""

import json
from pathlib import Path
from typing import Any

from spans import MISSING, history, names, span

Readings = dict[str, dict[str, Any]]
#: What is known besides, by architecture: `transformers`, `examples`, and which are `auxiliary`.
Beside = dict[str, Any]


def arguments_table(readings: Readings, _: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "arguments")
    records = []
    for flag in _keys(lists):
        rows = [list_.get(flag) for list_ in lists]
        flags = [row if row and row.get("isFlag", True) else None for row in rows]
        record: dict[str, Any] = {"flag": flag}
        _add_span(record, "flagLife", releases, [row is not None for row in flags])
        _add_span(record, "engineLife", releases, [bool(row and row["isEngine"]) for row in rows])
        for key in ("shorts", "aliases"):
            _add_names(record, key, releases, [(row or {}).get(key) for row in flags])
        for key in ("kind", "default", "list", "hasNoForm", "valueIsOptional", "deprecated"):
            _add_history(record, key, releases, flags)
        _add_names(record, "choices", releases, [(row or {}).get("choices") for row in flags])
        records.append(record)
    return {"arguments": records}


def parsers_table(readings: Readings, _: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "parsers")
    records = []
    for kind in ("reasoning", "structuredOutputs", "tool"):
        records.append({"name": kind, "values": names(releases, [list_[kind] for list_ in lists])})
    return {"parsers": records}


def architectures_table(readings: Readings, beside: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "architectures")
    _, refusals = _columns(readings, "float16Refusals")
    records = []
    for name, life in names(releases, lists).items():
        record: dict[str, Any] = {"name": name, "life": life}
        # What every release has is never looked for in Transformers.
        if life != "" and name in beside["transformers"]:
            record["inTransformersSince"] = beside["transformers"][name]
        # Drafts and stand-ins are tested with models of other architectures.
        if name in beside["examples"] and name not in beside["auxiliary"]:
            record["models"] = beside["examples"][name]
        records.append(record)
    return {"architectures": records, "modelTypesWithoutFloat16": names(releases, refusals)}


def quantization_table(readings: Readings, _: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "quantization")
    return {"methods": _records(releases, lists, ["minSm", "deprecated"])}


def environment_table(readings: Readings, _: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "environment")
    records = _records(releases, lists, ["kind", "default", "ignoresCase"])
    for record in records:
        rows = [list_.get(record["name"]) or {} for list_ in lists]
        _add_names(record, "choices", releases, [row.get("choices") for row in rows])
    return {"variables": records}


def attention_table(readings: Readings, _: Beside) -> dict[str, Any]:
    releases, lists = _columns(readings, "attention")
    keys = ["isMla", "isSparse", "capabilities", "dtypes", "kvCacheDtypes"]
    return {"backends": _records(releases, lists, keys)}


def releases_table(readings: Readings, _: Beside) -> dict[str, Any]:
    return {
        "records": [
            {"name": release, **reading["release"]} for release, reading in readings.items()
        ]
    }


def write_table(
    folder: Path, name: str, about: str, readings: Readings, table: dict[str, Any]
) -> int:
    """One line a record, so that the difference to the next release can be read. Gives the size."""
    newest = list(readings)[-1]
    head = {
        "about": f"{about} Written by `npm run facts:vllm`; not edited by hand.",
        "source": {
            "url": "https://pypi.org/project/vllm/",
            "what": "Python files and metadata of the wheels for Linux on x86_64, "
            f"{len(readings)} releases up to {newest}",
        },
        "releases": list(readings),
    }
    lines = [f"  {_json(key)}: {_json(value)}" for key, value in head.items()]
    for key, rows in table.items():
        if isinstance(rows, list):
            inner = ",\n".join(f"    {_json(row)}" for row in rows)
            lines.append(f"  {_json(key)}: [\n{inner}\n  ]")
        else:
            inner = ",\n".join(f"    {_json(name)}: {_json(value)}" for name, value in rows.items())
            lines.append(f"  {_json(key)}: {{\n{inner}\n  }}")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return len(text)


def _columns(readings: Readings, part: str) -> tuple[list[str], list[Any]]:
    return list(readings), [reading[part] for reading in readings.values()]


def _keys(lists: list[dict]) -> list[str]:
    return sorted({key for list_ in lists for key in list_}, key=lambda key: (key.lower(), key))


def _records(releases: list[str], lists: list[dict], keys: list[str]) -> list[dict[str, Any]]:
    records = []
    for name in _keys(lists):
        rows = [list_.get(name) for list_ in lists]
        record: dict[str, Any] = {"name": name}
        _add_span(record, "life", releases, [row is not None for row in rows])
        for key in keys:
            _add_history(record, key, releases, rows)
        records.append(record)
    return records


def _add_span(record: dict, key: str, releases: list[str], has: list[bool]) -> None:
    if any(has):
        record[key] = span(releases, has)


def _add_names(record: dict, key: str, releases: list[str], lists: list[Any]) -> None:
    found = names(releases, lists)
    if found:
        record[key] = found


def _add_history(record: dict, key: str, releases: list[str], rows: list[Any]) -> None:
    value = history(releases, [MISSING if row is None else row.get(key) for row in rows])
    if value is not None and value != {}:
        record[key] = value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
