"""Log lines that say what happened and where, and nothing about anybody.

Every line passes here, whoever wrote it. Addresses are named by their route:
a path may hold the key of a calendar or a judgement, and a query what someone
searched for. Of an exception the kind and the places are kept, not its words,
which may quote a record. What looks like a telephone or identity number or an
e-mail address is blotted out wherever it stands.
"""

import logging
import re
import traceback
from collections.abc import MutableMapping
from http.client import responses
from pathlib import Path
from typing import Any

import structlog

import lianxin

Line = MutableMapping[str, Any]
HOUSE = Path(lianxin.__file__).parent.parent

PRIVATE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\d{17}[\dXx](?![\dXx])"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<=\?)[^\s\"'?]+=[^\s\"']*"
)
NAMES_ADDRESSES = ("django.request", "django.security", "django.server", "django.template")
EXTRAS = (
    "job",
    "function",
    "attempt",
    "kind",
    "place",
    "worker",
    "waiting",
    "failed",
    "status_code",
)


def formatter(*, as_json: bool) -> logging.Formatter:
    """For `LOGGING`: lines of JSON, or of plain words for a terminal."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        _say_what_happened,
        _keep_places_only,
        structlog.stdlib.ExtraAdder(allow=EXTRAS),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _blot_out,
            renderer,
        ],
    )


def _say_what_happened(_logger: Any, _method: str, line: Line) -> Line:
    """Django's own words about a request quote its address: the status says enough."""
    record: logging.LogRecord | None = line.get("_record")
    if record is not None and record.name.startswith(NAMES_ADDRESSES):
        line["event"] = responses.get(getattr(record, "status_code", 0), record.name)
    return line


def _keep_places_only(_logger: Any, _method: str, line: Line) -> Line:
    record: logging.LogRecord | None = line.get("_record")
    error = record.exc_info[1] if record is not None and record.exc_info else None
    line.pop("exc_info", None)
    if record is not None:
        # What the formatter would print by itself.
        record.exc_info, record.exc_text = None, None
    if error is not None:
        line["error"] = type(error).__name__
        line["places"] = [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-8:]
        ]
    return line


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(HOUSE / "lianxin"):
        return str(path.relative_to(HOUSE))
    return "/".join(path.parts[-2:])


def _blot_out(_logger: Any, _method: str, line: Line) -> Line:
    return {name: blotted(value) for name, value in line.items()}


def blotted(value: Any) -> Any:
    """`value` with what may be private replaced, in texts and in lists of them."""
    if isinstance(value, str):
        return PRIVATE.sub("***", value)
    if isinstance(value, list | tuple):
        return [blotted(one) for one in value]
    return value
