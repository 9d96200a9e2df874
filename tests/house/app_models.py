"""Writes what the app knows of acts, contents and refusals: schemas, rules and words as data, types as TypeScript.

python -m tests.house.app_models           says what is stale; exit status 1 if anything is
python -m tests.house.app_models --write   writes the files anew, then says the same
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.http.words import TABLE
from domain.acts.recipients import check_hybrid, check_x25519
from domain.acts.sealed import LinkedDispute, LinkedWord
from domain.catalogue import SPECS
from domain.contents import ACTS_OF, READER
from domain.flows.triage.toetsingskader import LINES
from domain.functies import RULES
from tests.house.tree import ROOT

FOLDER: Final = ROOT / "webapp/src/wire"
COMMAND: Final = "python -m tests.house.app_models --write"
WIDTH: Final = 120
Schema = Mapping[str, Any]
NEVER_MET: Final = frozenset(
    {"enrolment", "epoch", "genesis", "grant", "log_key", "method", "organisation", "path", "person", "query"}
)
"""What refusals are about that only who sets up an installation or calls the API by hand can meet."""
_REF: Final = re.compile(r"#/\$defs/(\w+)")
_SEALS: Final[Mapping[Any, str]] = {check_hybrid: "hybrid", check_x25519: "x25519"}

_TYPES: Final = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}
_HEAD: Final = f"/** The types {{of}}, as the service's models have them. Made by `{COMMAND}`; do not edit. */\n"


class _Schemas(GenerateJsonSchema):
    """JSON Schema as the app reads it: with the bounds of moments, which text must be a key, which loses its space."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        if schema.get("strip_whitespace"):
            found["strip"] = True
        if "pattern" in found:  # what counts as space differs between the two languages; the property is the same
            found["pattern"] = found["pattern"].replace(r"\s", r"\p{White_Space}")
        return found

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        found = super().datetime_schema(schema)
        if "ge" in schema and "lt" in schema:
            found |= {"formatMinimum": schema["ge"].isoformat(), "formatExclusiveMaximum": schema["lt"].isoformat()}
        return found

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        kind = _SEALS.get(schema["function"]["function"])
        return super().function_after_schema(schema) | ({} if kind is None else {"seals": kind})


def catalogue() -> dict[str, Any]:
    """The data: a schema for every model, what the table of acts says of each act, the rules of the functies."""
    models: dict[str, Any] = {}
    for act, spec in SPECS.items():
        _add(models, name_of(act), spec.params.model_json_schema(schema_generator=_Schemas), spec.params)
    contents = READER.json_schema(schema_generator=_Schemas)
    kinds = {kind: ref.rpartition("/")[2] for kind, ref in contents["discriminator"]["mapping"].items()}
    _add(models, "AnyContent", contents, described=True)
    del models["AnyContent"]
    return {
        "acts": {
            name: {
                "params": name_of(name),
                "may": sorted(functie.value for functie in spec.may),
                "versioned": spec.versioned,
                "opens": spec.opens,
                "emergency": spec.emergency,
            }
            | ({"left_out_since": True} if getattr(spec.params, "left_out_since", False) else {})
            for name, spec in sorted(SPECS.items())
        },
        "functies": {
            functie.value: {
                "organisations": sorted(rule.organisations),
                "scope": rule.scope.value,
                "powers": sorted(power.value for power in rule.powers),
            }
            for functie, rule in RULES.items()
        },
        "contents": {kind: {"model": model, "acts": sorted(ACTS_OF[kind])} for kind, model in sorted(kinds.items())},
        "models": dict(sorted(models.items())),
    }


def toetsingskader() -> dict[str, list[dict[str, Any]]]:
    """What each line asks of an intake form, the first that lacks nothing being the one (TR-03)."""
    return {
        line: [
            {"lacks": one.lacks.value, "field": one.field}
            | ({} if one.of is None else {"of": list(one.of)})
            | ({} if one.when is None else {"when": {"field": one.when[0], "is": one.when[1]}})
            for one in asked
        ]
        for line, asked in LINES.items()
    }


def name_of(act: str) -> str:
    """The name in the app of an act's parameters: after the act, because each flow names its models for itself."""
    return f"{_camel(act)}Params"


def types(described: Mapping[str, Any]) -> dict[str, str]:
    """The TypeScript text for this data, by file: one for each flow, one for what they share, one to import from."""
    models, acts, contents = described["models"], described["acts"], described["contents"]
    of_act = {act["params"]: name.partition(".")[0] for name, act in acts.items()}
    homes = {name: of_act.get(name) or _home(name) for name in models}
    found, groups, kinds = {}, [], []
    for home in sorted(set(homes.values())):
        here = {name: schema for name, schema in models.items() if homes[name] == home}
        named = {name for schema in here.values() for name in _REF.findall(json.dumps(schema))}
        parts = [_HEAD.format(of=f"of {home}")]
        parts += [f'import type {{ {name} }} from "./{homes[name]}.ts";\n' for name in sorted(named - here.keys())]
        parts += ["\n", *(_declaration(name, schema) for name, schema in here.items())]
        ours = [f'"{name}": {act["params"]};' for name, act in acts.items() if homes[act["params"]] == home]
        sealed = [f"| {one['model']}" for one in contents.values() if homes[one["model"]] == home]
        if ours:
            groups.append(f"{_camel(home)}Acts")
            parts.append(_fitting(f"export interface {groups[-1]} {{", ours, "}", ""))
        if sealed:
            kinds.append(f"| {_camel(home)}Contents")
            parts.append(_fitting(f"export type {_camel(home)}Contents =", sealed, "", ";"))
        found[f"models/{home}.ts"] = "".join(parts)
    parts = [_HEAD.format(of="of every act's parameters and of every sealed content"), "\n"]
    for file in found:
        ours = [name for name in [*groups, *(kind[2:] for kind in kinds)] if f"{name} " in found[file]]
        parts += [f'import type {{ {", ".join(ours)} }} from "./{file}";\n'] if ours else []
    parts += [f'export type * from "./{file}";\n' for file in found]
    parts.append("\n/** The parameters of each act, by its name. */\n")
    all_acts = [f"{one}," for one in groups[:-1]] + groups[-1:]
    parts.append(_fitting("export interface ActParams extends", all_acts, "{}", ""))
    parts.append("\nexport type ActName = keyof ActParams;\n\n")
    parts.append(_fitting("export type AnyContent =", kinds, "", ";"))
    return {**found, "models.ts": "".join(parts)}


def files() -> dict[str, str]:
    """The text of each file by its name."""
    described = catalogue()
    said = {
        code: [one.nl, one.nl_detail, one.en, one.en_detail]
        for code, one in sorted(TABLE.items())
        if code.partition(".")[0] not in NEVER_MET
    }
    return {
        "catalogue.json": _lines(described),
        "toetsingskader.json": _lines(toetsingskader()),
        "../words/problems.json": _lines(said),
        **types(described),
    }


def stale() -> list[str]:
    """One sentence for each file that is not what the models say, or that they no longer ask for."""
    made = files()
    left = [f"models/{path.name}" for path in sorted((FOLDER / "models").glob("*.ts"))]
    return [
        f"webapp/src/wire/{name} is not what the models say; run: {COMMAND}"
        for name in dict.fromkeys([*made, *left])
        if name not in made or not (FOLDER / name).exists() or (FOLDER / name).read_text("utf-8") != made[name]
    ]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        (FOLDER / "models").mkdir(exist_ok=True)
        for path in (FOLDER / "models").glob("*.ts"):
            path.unlink()
        for name, text in files().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    found = stale()
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[._]", name))


def _home(name: str) -> str:
    """The flow in whose package this model stands, or `shared`."""
    model = _nested(None, name)
    parts = [] if model is None else model.__module__.split(".")
    return parts[2] if parts[:2] == ["domain", "flows"] else "shared"


def _add(
    models: dict[str, Any],
    name: str,
    schema: dict[str, Any],
    model: type[BaseModel] | None = None,
    *,
    described: bool = False,
) -> None:
    """Add a schema and all it refers to; two that have one name must be the same.

    `described` keeps what the model says of a field to whoever fills it in: of contents, not of what the server reads.
    """
    for inner, definition in schema.pop("$defs", {}).items():
        _add(models, inner, definition, _nested(model, inner), described=described)
    lean = _lean(schema)
    for field, one in schema.get("properties", {}).items() if described else ():
        if "description" in one:
            lean["properties"][field]["description"] = one["description"]
    checked = _checked(model) if model is not None else []
    if checked:
        lean["checked"] = checked
    for field in () if model is None else [name for name, one in model.model_fields.items() if one.validate_default]:
        lean["properties"][field]["always"] = True
    if models.setdefault(name, lean) != lean:
        raise ValueError(f"two models are called {name}; the app needs a name for each")


def _nested(model: type[BaseModel] | None, name: str) -> type[BaseModel] | None:
    """The model of this name among those that `model`, or any content, is made of."""
    return {one.__name__: one for root in BaseModel.__subclasses__() for one in _below(root)}.get(name)


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for one in model.__subclasses__():
        yield from _below(one)


def _checked(model: type[BaseModel]) -> list[str]:
    """The fields on which Python code keeps a rule that no schema says; `` stands for the model as a whole."""
    decorators = model.__pydantic_decorators__
    fields = {name for one in decorators.field_validators.values() for name in one.info.fields}
    fields |= {name for name, field in model.model_fields.items() if _is_linked(field.rebuild_annotation())}
    return sorted(fields) + [""] * bool(decorators.model_validators)


def _is_linked(annotation: Any) -> bool:
    """Whether a field, or what it may be, is a linked item that must be of one kind."""
    return annotation in (LinkedDispute, LinkedWord) or any(map(_is_linked, get_args(annotation)))


def _lean(schema: Any) -> Any:
    """The schema without what only people read."""
    if isinstance(schema, list):
        return [_lean(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _lean(one) for key, one in schema.items() if key not in ("title", "description", "properties")}
    if "properties" in schema:
        kept["properties"] = {name: _lean(one) for name, one in schema["properties"].items()}
    return kept


def _declaration(name: str, schema: Schema) -> str:
    if "enum" in schema:
        return _fitting(f"export type {name} =", [f"| {_type({'const': one})}" for one in schema["enum"]], "", ";")
    fields = schema.get("properties", {}).items()
    if not fields:
        return f"export type {name} = Readonly<Record<never, never>>;\n"
    return _fitting(f"export type {name} = {{", [f"readonly {field}: {_type(one)};" for field, one in fields], "}", ";")


def _fitting(head: str, parts: list[str], foot: str, end: str) -> str:
    """On one line when that fits, else with a line for each part."""
    short = " ".join(part for part in (head, *parts, foot) if part) + end + "\n"
    if len(short) <= WIDTH:
        return short
    return head + "".join(f"\n  {part}" for part in parts) + (f"\n{foot}" if foot else "") + end + "\n"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(_type({"const": one}) for one in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema["type"] == "array":
        inner = _type(schema["items"])
        return f"readonly ({inner})[]" if "|" in inner else f"readonly {inner}[]"
    if schema["type"] == "object":
        return "Readonly<Record<string, unknown>>"
    return _TYPES[schema["type"]]


def _lines(described: Mapping[str, Any]) -> str:
    """JSON with one line for each act, functie, model and code, so that a change shows as what it is."""
    parts = [
        json.dumps(part)
        + ": "
        + (
            "{\n"
            + ",\n".join(f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}" for name, one in entries.items())
            + "\n}"
            if isinstance(entries, dict)
            else json.dumps(entries, ensure_ascii=False)
        )
        for part, entries in described.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
