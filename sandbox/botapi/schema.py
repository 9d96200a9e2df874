"""Check calls and objects strictly against the typed Bot API of aiogram: no unknown key at any depth."""

import json
import re
import types
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import aiogram.methods
import aiogram.types
from pydantic import BaseModel


class Problem(NamedTuple):
    """One thing wrong with a call: `kind` is unknown, missing or wrong; `where` is the path to it."""

    kind: Literal["unknown", "missing", "wrong"]
    where: str


class Field(NamedTuple):
    """A field's allowed types, unions taken apart, and whether it must be there."""

    members: tuple[Any, ...]
    required: bool


@cache
def _fields(model: type[BaseModel]) -> dict[str, Field]:
    return {
        (field.alias or name): Field(_members(field.annotation), field.is_required())
        for name, field in model.model_fields.items()
    }


@cache
def _methods() -> dict[str, type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}
    for name in aiogram.methods.__all__:
        method = getattr(aiogram.methods, name)
        if isinstance(api_name := getattr(method, "__api_method__", None), str):
            found[api_name] = method
    return found


@cache
def _lowered() -> dict[str, str]:
    return {name.lower(): name for name in _methods()}


def method_name(written: str) -> str | None:
    """The method's own spelling; names are matched whatever their case. None when it does not exist."""
    return _lowered().get(written.lower())


def read_call(method: str, raw: Mapping[str, object]) -> tuple[dict[str, Any], list[Problem]]:
    """Parameters with the types the schema gives them, and everything that is wrong with them."""
    fields = _fields(_methods()[method])
    params: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if name not in fields:
            problems.append(Problem("unknown", name))
            continue
        if value is None:
            continue
        params[name] = _from_text(fields[name].members, value) if isinstance(value, str) else value
        problems += _check(fields[name].members, params[name], name)
    problems += [Problem("missing", n) for n, field in fields.items() if field.required and n not in params]
    return params, problems


def check_object(type_name: str, value: object) -> list[Problem]:
    """What is wrong with an object of the named Bot API type, for instance "Update" or "Message"."""
    return _check(getattr(aiogram.types, type_name), value, type_name)


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(leaf for member in get_args(annotation) for leaf in _members(member))
    return (annotation,)


def _from_text(members: tuple[Any, ...], text: str) -> object:
    """What a form's text means for this parameter; text that does not fit stays text and is refused later."""
    if bool in members and text in ("true", "false", "True", "False"):
        return text in ("true", "True")
    if any(kind in members for kind in (int, datetime)) and re.fullmatch(r"-?\d+", text):
        return int(text)
    if str in members:
        return text
    if float in members and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    try:
        return json.loads(text)
    except ValueError:
        return text


_PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), float: (int, float), datetime: (int,), int: (int,)}


def _check(annotation: Any, value: object, where: str) -> list[Problem]:
    """Of a choice of types the first that fits without any problem, else the one that comes nearest."""
    members = annotation if isinstance(annotation, tuple) else _members(annotation)
    if len(members) > 1:
        nearest: list[Problem] | None = None
        for member in members:
            problems = _check((member,), value, where)
            if not problems:
                return problems
            nearest = problems if nearest is None or len(problems) < len(nearest) else nearest
        return nearest or []
    kind: Any = members[0]
    wrong = [Problem("wrong", where)]
    if kind is Any:
        return []
    if kind is type(None):
        return [] if value is None else wrong
    if kind is bool:
        return [] if isinstance(value, bool) else wrong
    if kind in _PLAIN:
        return [] if isinstance(value, _PLAIN[kind]) and not isinstance(value, bool) else wrong
    if get_origin(kind) is Literal:
        return [] if value in [getattr(arg, "value", arg) for arg in get_args(kind)] else wrong
    if get_origin(kind) is list:
        return _check_list(get_args(kind)[0], value, where)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _check_model(kind, value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [] if value in [member.value for member in kind] else wrong
    if isinstance(kind, type):
        return wrong
    raise TypeError(f"{where}: the schema holds a type this check does not know; teach it here")


def _check_list(member: Any, value: object, where: str) -> list[Problem]:
    if not isinstance(value, list):
        return [Problem("wrong", where)]
    return [problem for n, item in enumerate(value) for problem in _check(member, item, f"{where}[{n}]")]


def _check_model(model: type[BaseModel], value: object, where: str) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem("wrong", where)]
    fields = _fields(model)
    problems = [Problem("unknown", f"{where}.{key}") for key in value if key not in fields]
    for name, field in fields.items():
        if name in value:
            problems += _check(field.members, value[name], f"{where}.{name}")
        elif field.required:
            problems.append(Problem("missing", f"{where}.{name}"))
    return problems
