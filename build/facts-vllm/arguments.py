"""The arguments of `vllm serve`, as the release's own parser would be given them."""

import ast
import re
from dataclasses import dataclass, field
from typing import Any

from evaluate import Evaluation
from sources import Module, Sources
from values import UNKNOWN, Builtin, Class, Converter, External, Function, Hint, Member, default_of

#: Lists that argparse leaves open for plugins, while the config check refuses what is not on them.
REFUSED_LATER = {"kv-cache-dtype"}
#: Their lists stand in other tables of the catalog, for all releases.
TABLES_OF_THEIR_OWN = {"quantization", "reasoning-parser", "tool-call-parser"}


def read_arguments(sources: Sources) -> dict[str, dict[str, Any]]:
    """Facts of each argument by its name, in kebab case without dashes in front."""
    module = _parser_module(sources)
    recorder = Recorder()
    natives = {
        "get_kwargs": lambda function, positional, _: keywords_of(positional[0], function.module),
        "optional_type": lambda _f, positional, _n: Converter("optional", positional[0]),
        "parse_type": lambda _f, positional, _n: Converter("parsed", positional[0]),
        "load_general_plugins": lambda *_: None,
        "is_online_quantization": lambda *_: UNKNOWN,
    }
    Evaluation(module, {"__natives__": natives}).call(
        module.name_value("make_arg_parser"), [recorder], {}
    )
    _add_serve_arguments(sources, recorder, natives)
    engine = engine_fields(sources)
    for argument in recorder.arguments.values():
        argument["isEngine"] = argument["destination"] in engine
    for name in REFUSED_LATER & recorder.arguments.keys():
        if recorder.arguments[name].get("list") == "open":
            recorder.arguments[name]["list"] = "closed"
    _add_short_forms(sources, recorder.arguments)
    for name in TABLES_OF_THEIR_OWN & recorder.arguments.keys():
        recorder.arguments[name].pop("choices", None)
        recorder.arguments[name].pop("list", None)
    for name in engine - {argument["destination"] for argument in recorder.arguments.values()}:
        if name.startswith("_"):
            continue
        recorder.arguments.setdefault(name.replace("_", "-"), {"isEngine": True, "isFlag": False})
    return recorder.arguments


def _add_short_forms(sources: Sources, arguments: dict[str, dict[str, Any]]) -> None:
    """`-O3`, which the parser rewrites itself before argparse sees it."""
    for name in ("vllm.utils", "vllm.utils.argparse_utils"):
        module = sources.module(name)
        if module is None:
            continue
        for node in ast.walk(module.tree):
            written = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            if isinstance(node, ast.If) and "-O" in written and "--optimization-level" in written:
                level = arguments.get("optimization-level")
                if level is not None:
                    level["shorts"] = sorted({*level.get("shorts", []), "-O"})


def _parser_module(sources: Sources) -> Module:
    """Releases move the file that makes the parser of the API server; its name has stayed."""
    for file in sorted(sources.names()):
        if file.startswith("vllm/entrypoints/") and file.endswith("/cli_args.py"):
            module = sources.module(file.removesuffix(".py").replace("/", "."))
            if module is not None and isinstance(module.name_value("make_arg_parser"), Function):
                return module
    raise SystemExit("make_arg_parser is not where this program looks for it.")


def _add_serve_arguments(sources: Sources, recorder: "Recorder", natives: dict) -> None:
    """Some releases give the subcommand arguments of its own beside those of the server."""
    module = sources.module("vllm.entrypoints.cli.serve")
    if module is None:
        return
    command = module.name_value("ServeSubcommand")
    found = command.find("subparser_init") if isinstance(command, Class) else None
    if found is None:
        return
    for call in ast.walk(found[1]):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "add_argument":
            names = {"__natives__": natives, ast.unparse(call.func.value): recorder}
            Evaluation(module, names).value(call)


def engine_fields(sources: Sources) -> set[str]:
    """Names of the fields of AsyncEngineArgs, in snake case."""
    arguments = sources.lookup("vllm.engine.arg_utils.AsyncEngineArgs")
    return set(arguments.fields()) if isinstance(arguments, Class) else set()


class Recorder:
    """Stands where an argparse parser or a group of one would, and writes down what it is given."""

    def __init__(self):
        self.arguments: dict[str, dict[str, Any]] = {}

    def read_attribute(self, name: str) -> Any:
        return _Method(self, name)

    def add(self, flags: list, keywords: dict) -> None:
        names = [flag.replace("_", "-") for flag in flags if isinstance(flag, str)]
        long = [name[2:] for name in names if name.startswith("--")]
        if not long:
            return
        destination = keywords.get("dest")
        name = long[0]
        if isinstance(destination, str) and destination.replace("_", "-") in long:
            name = destination.replace("_", "-")
        facts: dict[str, Any] = {
            "destination": destination if isinstance(destination, str) else name.replace("-", "_"),
            "shorts": [one for one in names if not one.startswith("--")],
            "aliases": [one for one in long if one != name],
            **_facts_of(keywords),
        }
        self.arguments[name] = {
            key: value for key, value in facts.items() if value not in ([], None)
        }


@dataclass
class _Method:
    recorder: Recorder
    name: str

    def call_with(self, positional: list, named: dict) -> Any:
        if self.name == "add_argument":
            self.recorder.add(positional, named)
            return None
        return self.recorder if self.name.startswith("add_") else None


def _facts_of(keywords: dict) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": _kind_of(keywords)}
    default = keywords.get("default")
    if isinstance(default, Member):
        default = default.value
    # A switch that is off and an empty text are what nothing said would be, too.
    if isinstance(default, (str, int, float, bool)) and default is not False and default != "":
        facts["default"] = default
    for key, list_ in (("choices", "closed"), ("options", "open")):
        listed = keywords.get(key)
        if isinstance(listed, (list, tuple)) and UNKNOWN not in listed:
            facts["choices"] = sorted({str(one) for one in listed if one is not None} - {"None"})
            facts["list"] = list_
    if keywords.get("nargs") == "?":
        facts["valueIsOptional"] = True
    if facts["kind"] == "switch" and not _ends_in(keywords.get("action"), "BooleanOptionalAction"):
        facts["hasNoForm"] = False
    text = keywords.get("help")
    is_told = isinstance(text, str) and re.search(
        r"\[DEPRECATED\]|^DEPRECATED|\bis deprecated\b", text, re.I
    )
    if keywords.get("deprecated") is True or is_told:
        facts["deprecated"] = True
    return facts


def _kind_of(keywords: dict) -> str:
    action = keywords.get("action")
    if action in ("store_true", "store_false") or _ends_in(action, "BooleanOptionalAction"):
        return "switch"
    if (
        keywords.get("nargs") in ("+", "*")
        or isinstance(keywords.get("nargs"), int)
        or action == "append"
    ):
        return "list"
    return _kind_of_type(keywords.get("type"))


def _kind_of_type(type_: Any) -> str:
    if isinstance(type_, Converter):
        return _kind_of_type(type_.argument)
    name = (
        getattr(type_, "name", "") if isinstance(type_, (Builtin, External, Function, Hint)) else ""
    )
    if isinstance(type_, str):
        name = type_
    return {
        "int": "integer",
        "float": "number",
        "json.loads": "json",
        "json": "json",
        "from_cli": "json",
        "from_json": "json",
        "union_dict_and_str": "text-or-json",
        "human_readable_int": "readable-integer",
        "human_readable_int_or_auto": "readable-integer-or-auto",
    }.get(name, "text")


def _ends_in(value: Any, name: str) -> bool:
    return isinstance(value, External) and value.name.endswith(name)


def keywords_of(cls: Any, module: Module) -> Any:
    """What the release's `get_kwargs` makes of each field of a config class."""
    if not isinstance(cls, Class):
        return UNKNOWN
    rules = _rules_of(module)
    found = {}
    for name, (owner, statement) in cls.fields().items():
        inner = Evaluation(owner.module, {})
        default = UNKNOWN if statement.value is None else default_of(inner.value(statement.value))
        keywords = {"default": default, "help": _doc_of(owner, statement)}
        keywords.update(_keywords_of_hints(name, hints_of(inner.hint(statement.annotation)), rules))
        if isinstance(statement.value, ast.Call):
            extra = _called_keywords(inner, statement.value)
            keywords.update(extra)
        found[name] = keywords
    return found


def _called_keywords(inner: Evaluation, call: ast.Call) -> dict:
    """`field(default=…, metadata={"flags": […]})`: short options that a field brings along."""
    for keyword in call.keywords:
        if keyword.arg == "metadata":
            value = inner.value(keyword.value)
            if isinstance(value, dict) and "flags" in value:
                return {"flags": value["flags"]}
    return {}


@dataclass
class Rules:
    """What differs between releases' `get_kwargs`."""

    #: Converter by field name, for numbers that may be written as 32k.
    readable: dict[str, str] = field(default_factory=dict)
    #: Whether a Literal beside str is only shown and not enforced.
    opens_literals: bool = False


def _rules_of(module: Module) -> Rules:
    function = module.statement("_compute_kwargs") or module.statement("get_kwargs")
    rules = Rules()
    if function is None:
        return rules
    helper = module.statement("literal_to_kwargs")
    rules.opens_literals = helper is not None and "metavar" in ast.unparse(helper)
    sets = {
        ast.unparse(node.targets[0]): node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Set)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.If):
            continue
        made = [
            ast.unparse(inner.value)
            for inner in node.body
            if isinstance(inner, ast.Assign)
            and ast.unparse(inner.value).startswith("human_readable_int")
        ]
        for name in _tested_names(node.test, sets):
            for converter in made:
                rules.readable[name] = converter
    return rules


def _tested_names(test: ast.expr, sets: dict[str, ast.expr]) -> list[str]:
    """The names that `name == "x"` or `name in {…}` holds for."""
    if not isinstance(test, ast.Compare) or ast.unparse(test.left) != "name":
        return []
    right = test.comparators[0]
    right = sets.get(ast.unparse(right), right)
    nodes = right.elts if isinstance(right, (ast.Set, ast.List, ast.Tuple)) else [right]
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def hints_of(hint: Any) -> list[Any]:
    """The members of a union, flat; None for the absent value."""
    if isinstance(hint, Hint) and hint.kind == "union":
        return [inner for part in hint.arguments for inner in hints_of(part)]
    return [hint]


def _keywords_of_hints(name: str, hints: list[Any], rules: Rules) -> dict[str, Any]:
    def of_kind(*kinds: str) -> Hint | None:
        return next((h for h in hints if isinstance(h, Hint) and h.kind in kinds), None)

    builtins = {hint.name for hint in hints if isinstance(hint, Builtin)}
    classes = [hint for hint in hints if isinstance(hint, Class)]
    configs = [one for one in classes if _is_config(one)]
    if configs:
        return {"type": "json"}
    if "bool" in builtins and "str" in builtins and None in hints:
        return {"type": Builtin("str"), "nargs": "?"}
    if "bool" in builtins:
        return {"action": External("argparse.BooleanOptionalAction")}
    literal = of_kind("literal")
    if literal is not None:
        keywords: dict[str, Any] = {"type": _type_of_options(literal.arguments)}
        is_open = rules.opens_literals and "str" in builtins
        keywords["options" if is_open else "choices"] = [_plain(one) for one in literal.arguments]
        return keywords
    collection = of_kind("tuple", "list", "set")
    if collection is not None or builtins & {"tuple", "list", "set"}:
        element = (
            collection.arguments[0] if collection is not None and collection.arguments else None
        )
        keywords = {
            "nargs": "+",
            "type": element if isinstance(element, Builtin) else Builtin("str"),
        }
        if isinstance(element, Hint) and element.kind == "literal":
            keywords["choices"] = [_plain(option) for option in element.arguments]
        return keywords
    if "int" in builtins:
        return {"type": rules.readable.get(name, "int")}
    if "float" in builtins:
        return {"type": Builtin("float")}
    is_map = of_kind("dict") is not None or "dict" in builtins or any(map(_is_map, classes))
    if is_map:
        is_open = "str" in builtins or any(h is UNKNOWN or _is_foreign(h) for h in hints)
        return {"type": "union_dict_and_str" if is_open else "json"}
    return {"type": Builtin("str")}


def _is_config(cls: Class) -> bool:
    decorators = [ast.unparse(one).split("(")[0].split(".")[-1] for one in cls.node.decorator_list]
    return any(name in ("dataclass", "config") for name in decorators)


def _is_map(cls: Class) -> bool:
    return any(ast.unparse(base).split("[")[0] in ("dict", "TypedDict") for base in cls.node.bases)


def _is_foreign(hint: Any) -> bool:
    return isinstance(hint, External) or (isinstance(hint, Hint) and hint.kind == "callable")


def _type_of_options(options: tuple) -> Any:
    return Builtin(type(options[0]).__name__) if options else Builtin("str")


def _plain(option: Any) -> Any:
    return option.value if isinstance(option, Member) else option


def _doc_of(owner: Class, statement: ast.AnnAssign) -> str:
    body = owner.node.body
    at = body.index(statement) + 1
    if (
        at < len(body)
        and isinstance(body[at], ast.Expr)
        and isinstance(body[at].value, ast.Constant)
    ):
        text = body[at].value.value
        return text if isinstance(text, str) else ""
    return ""
