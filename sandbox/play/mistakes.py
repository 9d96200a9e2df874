"""Says each mistake in a scenario's file in one sentence: line, place as people count, nearest right word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel

from sandbox.play.every_step import EVERY
from sandbox.play.scenario import Access, Bells, Duty, Expect, Person, Rungs, Scenario

_TABLES: Final[Mapping[str, type[BaseModel]]] = {
    "people": Person,
    "roster": Duty,
    "bells": Bells,
    "rungs": Rungs,
    "expect": Expect,
    "access": Access,
}
_STEPS: Final = {does: model for model in EVERY for does in get_args(model.model_fields["does"].annotation)}
_PLACE: Final = re.compile(
    r"(?P<table>[a-z]+)\.(?P<which>\w+)(?P<does> \([^)]*\))?(?:\.(?P<key>[\w.@:-]+))?: (?P<what>.*)"
)
_QUOTED: Final = re.compile(r"'([^']*)'")
_ROOT_WORDS: Final = ("without",)


def sentence(error: Any) -> str:
    """Return `place: what is wrong` about an error of pydantic; lists count from 1, a step says what it does."""
    where, given = list(error["loc"]), error["input"]
    parts = [str(part + 1) if isinstance(part, int) else str(part) for part in where]
    if parts[0] == "steps" and len(parts) > 2:
        parts[1:3] = [f"{parts[1]} ({parts[2]})"]
    context = error.get("ctx", {})
    match error["type"]:
        case "union_tag_invalid":
            return f"{'.'.join(parts)}: there is no step `{context['tag']}`{_nearest(context['tag'], _STEPS)}"
        case "union_tag_not_found":
            return f'{".".join(parts)}: say what the step does, such as does = "receive"'
        case "extra_forbidden":
            known = _words_at(where)
            more = _nearest(parts[-1], known) or f"; known are {', '.join(known)}"
            return f"{'.'.join(parts)}: no such word here{more}"
        case "missing":
            return f"{'.'.join(parts[:-1]) or 'scenario'}: `{parts[-1]}` is missing"
        case "literal_error":
            known = _QUOTED.findall(context["expected"])
            return f"{'.'.join(parts)}: {given!r} is not one of {', '.join(known)}{_nearest(str(given), known)}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{'.'.join(parts)}: {message[0].lower()}{message[1:]}"


def with_line(fault: str, text: str, from_cast: int = 0) -> str:
    """Return the fault with the line of the scenario's text before it, where it is about one.

    `from_cast` is how many duties come before the text's own ones.
    """
    found = _PLACE.fullmatch(fault)
    if found is None or (found["table"] != "steps" and found["table"] not in _TABLES):
        return fault
    table, which, key = found["table"], found["which"], found["key"]
    if table == "roster":
        which = str(int(which) - from_cast)
    line = _line(text.splitlines(), table, which, (key or "").partition(".")[0])
    place = f"{'step' if table == 'steps' else table} {which}{found['does'] or ''}"
    return f"{f'line {line}, ' if line else ''}{place}{f', {key}' if key else ''}: {found['what']}"


def _words_at(where: list[Any]) -> list[str]:
    """The words that may stand where a strange one was found."""
    model: type[BaseModel] | None = Scenario
    if len(where) > 1:
        model = _STEPS.get(str(where[2])) if where[0] == "steps" else _TABLES.get(str(where[0]))
    fields = {} if model is None else model.model_fields
    return [*(field.alias or name for name, field in fields.items()), *(_ROOT_WORDS if model is Scenario else ())]


def _nearest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), 1)
    return f"; did you mean `{close[0]}`?" if close else ""


def _line(lines: list[str], table: str, which: str, key: str) -> int | None:
    """Return the line of a key in the table that is meant, or else that of its heading; from 1."""
    heading, number = (f"[people.{which}]", 1) if table == "people" else (f"[[{table}]]", int(which))
    headings = [at for at, line in enumerate(lines, 1) if line.strip().startswith(heading)]
    if not 0 < number <= len(headings):
        return None
    first = headings[number - 1]
    for at, line in enumerate(lines[first:], first + 1):
        if line.lstrip().startswith("["):
            break
        if key and line.partition("=")[0].strip() == key:
            return at
    return first
