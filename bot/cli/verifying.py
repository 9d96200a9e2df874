"""Verifies all logs in the order in which each stands on the one before, up to the first difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.cli.histories import histories
from bot.cli.progress import Show
from bot.cli.proving import Report, Untrue, root_watch, verify
from bot.cli.refused import CommandRefused
from config.keys import DIRECTORY_LOG, ROOT_LOG
from domain.audit.errors import FormatInvalid, LogDiffers
from domain.audit.notes import VerifierKey
from domain.audit.succession import log_named
from domain.fingerprint import digits
from domain.ids import Sha256Hex
from storage.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """The first difference; `place` is a leaf index or, for `kind` about checkpoints, a size."""

    log: str
    kind: str
    place: int | None
    sentence: str


@dataclass(slots=True)
class Result:
    """What was verified, up to the first difference."""

    logs: list[Report] = field(default_factory=list)
    acts: int | None = None
    erased: int = 0
    """How many of the acts were erased when the retention of their item was over, as the log itself says (EV-03)."""
    fingerprint: str | None = None
    """Of the genesis that every signature, and every turn of a key, goes back to; compare it with what is on paper."""
    difference: Found | None = None


def verify_logs(
    store: Evidence,
    keys: Mapping[str, VerifierKey],
    only: str | None,
    with_acts: bool,
    genesis: str | None,
    show: Show,
) -> Result:
    """Verify every log, or one; the result tells the first difference. Raises CommandRefused for a log without key."""
    if only is not None and only not in keys:
        raise CommandRefused(f"There is no log {only}; there are {', '.join(sorted(keys))}.")
    result = Result()
    try:
        _verify(store, keys, only, with_acts, genesis, show, result)
    except LogDiffers as wrong:
        result.difference = Found(wrong.origin.rpartition("/")[2], wrong.kind, wrong.place, str(wrong))
    except Untrue as wrong:
        result.difference = Found(wrong.log, "untrue", wrong.place, str(wrong))
    return result


def _verify(
    store: Evidence,
    known: Mapping[str, VerifierKey],
    only: str | None,
    with_acts: bool,
    genesis: str | None,
    show: Show,
    result: Result,
) -> None:
    pinned = None if genesis is None else Sha256Hex(genesis)
    keys, acts = histories(store, known, pinned), None
    if any(one.turns for one in keys.values()):
        # Whoever rewrote the database can have founded another directory, in which a known key gave way to theirs.
        result.fingerprint = digits(pinned or store.directory.facts(0, 1)[0].signed.sha256)
    if with_acts:
        from bot.cli.proving_acts import ActWatch

        acts = ActWatch(store, pinned)
        result.acts = 0
        if DIRECTORY_LOG in keys:
            for report in verify(store, DIRECTORY_LOG, keys[DIRECTORY_LOG], acts.collect):
                show("refusals", report.leaves, report.size)
        acts.replay()
        result.fingerprint = None if acts.genesis is None else digits(acts.genesis)
    # The root goes last, since it is held against the others once those are verified.
    for log in sorted(keys, key=lambda name: (name == ROOT_LOG, name)) if only is None else [only]:
        watch = None if acts is None else acts.watch(log)
        report = Report(log, keys[log].origin, 0)
        for report in verify(store, log, keys[log], root_watch(store, keys) if log == ROOT_LOG else watch):
            show(log, report.leaves, report.size)
        if watch is not None and acts is not None:
            watch.finish()
            result.acts, result.erased = acts.checked, acts.erased
        result.logs.append(report)


def parse_keys(text: str) -> list[VerifierKey]:
    """Return the keys in a file with one a line. Raises CommandRefused."""
    try:
        return [VerifierKey.parse(line) for line in text.splitlines() if line.strip()]
    except FormatInvalid as wrong:
        raise CommandRefused(f"The file with keys: {wrong}") from None


def named(keys: Sequence[VerifierKey], store: Evidence) -> dict[str, VerifierKey]:
    """Return the first key of each log by its name. Raises CommandRefused when a log in the store has none."""
    found = {log_named(key.name): key for key in reversed(keys)}
    lacking = [log for log in sorted({*store.logs.names(), *store.logs.waiting()}) if log not in found]
    if lacking or not found:
        raise CommandRefused(f"There is no key for the logs {', '.join(lacking) or '(none)'}; give --keys FILE.")
    return found
