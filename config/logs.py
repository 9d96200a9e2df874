"""JSON logs that cannot tell content: every key is on a list or is hidden, errors keep their place, not their words."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any, Final, TextIO

import structlog

_SHOWN: Final = """
event level logger timestamp error place method route status ms log kind code lane channel outcome practice
listen reason
"""
SHOWN: Final = frozenset(_SHOWN.split())
"""The only keys whose values appear; a new key is hidden until somebody has thought about it."""

HIDDEN: Final = "[hidden]"
_PLACE: Final = re.compile(r"%(\(\w+\))?[#0 +-]*[0-9*]*(\.[0-9*]+)?[diouxXeEfFgGcrsa]")
"""Where a library's template fills something in."""


def set_up_logs(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send every log line of this process, libraries included, as one JSON object a line to `stream` (stderr).

    Safe to repeat. Values of unknown keys are hidden, exceptions become their type and where they came from, and
    lines of libraries keep their fixed words only: what was formatted into them is dropped.
    """
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _stamp]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, _fixed_words],
        use_get_message=False,
        processors=[_place_of_error, _hide, structlog.processors.JSONRenderer()],
    )
    logging.raiseExceptions = False  # a line that cannot be written would be told with the words of the error in it
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(max(level, logging.WARNING))  # else two lines for each sweep


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger; its first argument is a fixed word or sentence, everything else goes by key."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def place_of(error: BaseException) -> dict[str, object]:
    """Return what may be logged of an error nobody expected: its type and where it came from, never its words."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    place = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "place": place}


def _stamp(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record = line.get("_record")
    moment = record.created if isinstance(record, logging.LogRecord) else None
    now = datetime.now().astimezone() if moment is None else datetime.fromtimestamp(moment).astimezone()
    line["timestamp"] = now.isoformat(timespec="milliseconds")
    return line


def _fixed_words(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep a library's template and hide what it would fill in: addresses, paths, whole requests."""
    record = line.get("_record")
    if isinstance(record, logging.LogRecord):
        template = isinstance(record.msg, str) and "%" in record.msg
        line["event"] = _PLACE.sub(HIDDEN, record.msg) if template else record.name
        line.pop("positional_args", None)
        if record.exc_info:
            line["exc_info"] = record.exc_info
    return line


def _place_of_error(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    found = line.pop("exc_info", None)
    line.pop("exception", None)
    line.pop("stack_info", None)
    if found is True:
        found = sys.exc_info()
    error = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if error is not None:
        line.update(place_of(error))
    return line


def _hide(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value if key in SHOWN else HIDDEN for key, value in line.items() if not key.startswith("_")}
