"""Every place in the service that writes to the store, found in the source, and recognised while it runs."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

import bot

ROOT = Path(bot.__file__).parent.parent
FOLDERS = ("bot", "handlers", "notify", "storage", "config")
_STORES = ("store", "_store")


@dataclass(frozen=True, slots=True)
class Site:
    """One call of `store.write`: `name` is file and function, with a number when a function has several."""

    name: str
    first: int
    last: int


@cache
def write_sites() -> Mapping[tuple[str, str], tuple[Site, ...]]:
    """Return the sites by (file, qualified name of the function around them), in the order of their lines."""
    found: dict[tuple[str, str], list[ast.Call]] = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            for function, call in _calls(ast.parse(path.read_text(encoding="utf-8")), ""):
                found[file, function].append(call)
    return {key: tuple(_named(key, calls)) for key, calls in found.items()}


def site_names() -> frozenset[str]:
    """Return the names of all sites."""
    return frozenset(site.name for sites in write_sites().values() for site in sites)


def site_of(frame: FrameType) -> str | None:
    """Return the site whose call this frame is making; None when it is none of the service's."""
    file = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
    sites = write_sites().get((file, frame.f_code.co_qualname), ())
    return next((site.name for site in sites if site.first <= frame.f_lineno <= site.last), None)


def _named(key: tuple[str, str], calls: list[ast.Call]) -> Iterator[Site]:
    base = f"{key[0].removesuffix('.py').replace('/', '.')}:{key[1].replace('.<locals>', '')}"
    for number, call in enumerate(sorted(calls, key=lambda found: found.lineno), 1):
        name = base if len(calls) == 1 else f"{base}#{number}"
        yield Site(name, call.lineno, call.end_lineno or call.lineno)


def _calls(node: ast.AST, around: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _writes(child.func):
            yield around.removesuffix(".<locals>"), child
        inner = around
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{around}.{child.name}" if around else child.name
            inner += "" if isinstance(child, ast.ClassDef) else ".<locals>"
        yield from _calls(child, inner)


def _writes(function: ast.expr) -> bool:
    """Whether a store is written to: `store.write`, `self._store.write`, `door.store.write`."""
    if not isinstance(function, ast.Attribute) or function.attr != "write":
        return False
    holder = function.value
    name = holder.attr if isinstance(holder, ast.Attribute) else holder.id if isinstance(holder, ast.Name) else ""
    return name in _STORES
