"""What is built of the practice wall: nothing inline, nothing from elsewhere, and no part of what keeps keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.webapp.node import build_wall

PAGES = ("index.html", "driver.html")
BASE = "/practice/"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wall") / "dist-wall"
    build_wall(folder)
    return folder


def texts(pages: Path) -> dict[str, str]:
    found = [path for path in pages.rglob("*") if path.suffix in (".html", ".js", ".css")]
    return {path.relative_to(pages).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_stands_inline_and_everything_named_is_there(pages: Path, page: str) -> None:
    text = (pages / page).read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    named = re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    assert named
    assert [name for name in named if not (name.startswith(BASE) and (pages / name.removeprefix(BASE)).is_file())] == []


def test_no_script_or_style_fetches_from_elsewhere(pages: Path) -> None:
    hosts = {
        host for text in texts(pages).values() for host in re.findall(r"(?:https?:)?//([a-z0-9-]+\.[a-z0-9.-]+)", text)
    }
    assert hosts <= {"www.w3.org"}, "only the names of XML's vocabularies"


def test_no_style_is_written_into_an_element(pages: Path) -> None:
    """`style-src 'self'` refuses it; what moves is a class, or an attribute of SVG."""
    assert [name for name, text in texts(pages).items() if name.endswith(".js") and re.search(r"\sstyle=", text)] == []


def test_keys_are_the_apps_alone(pages: Path) -> None:
    """The wall and the driver open nothing: what reads content is on the phone's own origin, in the app's worker."""
    scripts = "".join(text for name, text in texts(pages).items() if name.endswith(".js"))
    assert "AGE-SECRET-KEY" not in scripts
    assert "crypto.subtle" not in scripts
    assert "new Worker" not in scripts
