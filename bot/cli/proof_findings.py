"""What `piket check` says of the logs' proof: whether their present keys are here, and how far witnesses are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.asking import load_policy
from config.keys import load_later_keys, load_log_keys
from config.settings import Settings, SettingsInvalid
from storage.evidence import Evidence
from storage.logs import QUORUM

OK, NOTE, WRONG = "ok", "note", "WRONG"


def proof(store: Evidence, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield a level and a sentence for each thing that was looked at."""
    yield from _turned(store, settings)
    try:
        policy = load_policy(settings)
    except SettingsInvalid as wrong:
        yield WRONG, str(wrong)
        return
    if policy is None:
        yield NOTE, "Nobody outside witnesses the logs; name witnesses in a file and set PIKET_WITNESSES_FILE."
        return
    for log in store.logs.names():
        yield _witnessed(store, settings, log)


def _turned(store: Evidence, settings: Settings) -> Iterator[tuple[str, str]]:
    """A key that takes over a log is on this machine before the log comes to its turn."""
    folder = settings.log_key_file
    if folder is None:
        return
    for log in store.logs.names():
        turns = store.audit.turns(log)
        first = load_log_keys(folder).get(log)
        here = {key.verifier for key in (*load_later_keys(folder, log), *((first,) if first else ()))}
        if turns and turns[-1].new not in here:
            yield (
                WRONG,
                f"The founders gave the log {log} another key, which is not here; piket keys restore puts it back.",
            )


def _witnessed(store: Evidence, settings: Settings, log: str) -> tuple[str, str]:
    head, confirmed = store.logs.head(log), store.logs.witnesses_of(log).get(QUORUM)
    size = 0 if head is None else head.size
    if confirmed is None:
        return WRONG, f"Witnesses never confirmed the log {log}; see whether they can be reached and know its key."
    age = datetime.now(UTC) - confirmed.at
    how_far = f"Enough witnesses confirmed {confirmed.size} of {size} leaves of the log {log}"
    minutes = max(0, int(age.total_seconds() // 60))
    if confirmed.size < size and age > settings.witnesses.late:
        return WRONG, f"{how_far}, {minutes} minutes ago; see whether they can be reached and know its key."
    return OK, f"{how_far}, {minutes} minutes ago."
