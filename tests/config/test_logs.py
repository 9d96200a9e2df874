"""Logs are JSON lines that cannot tell content, names or secrets, whoever writes them and whatever goes wrong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from config.logs import HIDDEN, logger, set_up_logs

CANARY = "kanarie-zaterdag-4711"


@pytest.fixture
def lines() -> Iterator[Any]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    set_up_logs(stream, level=logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_known_keys_are_shown_and_others_hidden(lines: Any) -> None:
    logger("piket.test").info("request", status=200, token=CANARY, nested={"a": CANARY})
    (line,) = lines()
    assert (line["event"], line["status"], line["level"], line["logger"]) == ("request", 200, "info", "piket.test")
    assert line["token"] == line["nested"] == HIDDEN
    assert line["timestamp"].count(":") >= 2


def test_an_exception_keeps_its_place_and_loses_its_words(lines: Any) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger("piket.test").exception("failed")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["place"][0].startswith("test_logs.py:")
    assert CANARY not in json.dumps(line)


@pytest.mark.parametrize("how", ["argument", "text", "exception"])
def test_a_library_keeps_its_fixed_words_only(lines: Any, how: str) -> None:
    log = logging.getLogger("aiohttp.server")
    if how == "argument":
        log.warning("Error handling request from %s", CANARY)
        assert lines()[0]["event"] == "Error handling request from [hidden]"
    elif how == "text":
        log.warning(f"refused {CANARY}")
        assert lines()[0]["event"] == "aiohttp.server"
    else:
        try:
            raise RuntimeError(CANARY)
        except RuntimeError as error:
            log.error("Error handling request from %s", CANARY, exc_info=error)
        assert lines()[0]["error"] == "RuntimeError"
    assert CANARY not in json.dumps(lines())


@pytest.mark.parametrize("template", ["Context impl %s.", "took %(seconds).1f", "%-8s up", "at %5.2f", "%r"])
def test_no_line_shows_the_raw_place_where_a_library_fills_something_in(lines: Any, template: str) -> None:
    given = {"seconds": 3.0} if "(" in template else 3.0
    logging.getLogger("alembic.runtime.migration").info(template, given)
    (line,) = lines()
    assert "%" not in line["event"]
    assert HIDDEN in line["event"]


def test_a_line_that_cannot_be_written_is_not_told_with_the_words_of_an_error(
    lines: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = io.StringIO()
    set_up_logs(gone)
    gone.close()
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        logger("piket.test").error("unexpected", exc_info=True)
    assert CANARY not in "".join(capsys.readouterr())
