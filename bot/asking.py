"""Posts to witnesses: what one process asks of the outside about its logs, and the part that asks it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.witnessing import Store, Witnessing
from config.settings import Settings, SettingsInvalid
from domain.audit.errors import FormatInvalid
from domain.audit.witness_policy import WitnessPolicy, parse_policy
from domain.ports import Clock, Timer

_MOST_BYTES: Final = 64 * 1024
_TYPE: Final = {"Content-Type": "text/plain; charset=utf-8"}


def load_policy(settings: Settings) -> WitnessPolicy | None:
    """Return who witnesses the logs; None when nobody does.

    Raises:
        SettingsInvalid: when the file is no policy, or a witness is asked in clear outside practice.
    """
    if settings.witnesses_file is None:
        return None
    try:
        policy = parse_policy(settings.witnesses_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, FormatInvalid) as wrong:
        raise SettingsInvalid("PIKET_WITNESSES_FILE names a file that is no tlog-policy; correct the file.") from wrong
    for witness in policy.witnesses.values():
        if witness.url is not None and not _may_ask(witness.url, practice=settings.practice):
            raise SettingsInvalid("A witness in PIKET_WITNESSES_FILE is not asked over https; correct its address.")
    return policy


def open_witnessing(settings: Settings, store: Store, clock: Clock, timer: Timer) -> Witnessing | None:
    """Return the part that asks witnesses; None when none are configured. Raises SettingsInvalid."""
    policy = load_policy(settings)
    return None if policy is None else Witnessing(store, policy, clock, timer, settings.witnesses, post)


async def post(url: str, body: bytes) -> tuple[int, bytes]:
    """Post to an address and return the status and the body; follows no redirect.

    Raises:
        OSError: when there is no whole answer, or it is longer than any witness's.
    """
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.post(url, data=body, headers=_TYPE, allow_redirects=False) as answer,
        ):
            found = bytearray()
            async for part in answer.content.iter_chunked(_MOST_BYTES):
                found += part
                if len(found) > _MOST_BYTES:
                    raise ConnectionError("A witness answered more than any cosignature takes; it is not read.")
            return answer.status, bytes(found)
    except aiohttp.ClientError as wrong:
        raise ConnectionError("A witness did not answer; it is asked again later.") from wrong


def _may_ask(url: str, *, practice: bool) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (practice and parts.scheme == "http"))
