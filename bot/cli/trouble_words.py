"""What each trouble means and what to do, in one plain sentence; for `piket check`, with the service or without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "channel.telegram": "Telegram takes no bells at this moment; other channels ring, and it is tried again by itself.",
    "channel.webhook": "A webhook host takes no bells at this moment; other channels ring, and it is tried again.",
    "channel.web_push": "A push service takes no bells at this moment; other channels ring, and it is tried again.",
    "telegram.revoked": "Telegram refuses the bot token, so nobody is rung there; put a new one in its file.",
    "telegram.other_reader": "Somebody else reads this bot's messages; if that is not you, revoke its token.",
    "telegram.webhook": "Telegram sends this bot's messages to a stranger's address; revoke its token.",
    "telegram.undelivered": "Telegram cannot deliver updates to PIKET_API_ORIGIN; make it reachable.",
    "log.stuck": "A log cannot go on, so nothing new in it is proven; see the service's log. Bells and acts go on.",
    "log.forked": "A witness saw another tree of a log than this one; keep all data, and find out which is true.",
    "log.unwitnessed": "Enough witnesses have not confirmed a log for too long; see whether they can be reached.",
    "witness.refuses": "A witness refuses a log; tell who runs it the log's public key, or read its answer.",
    "log.lagging": "Entries wait too long for their place in a log; they are safe, and placed when the service runs.",
}
