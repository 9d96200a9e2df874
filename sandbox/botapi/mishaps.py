"""What can go wrong around calls, named by number: in the queue, at the phones, with the connection."""

from enum import Enum

from sandbox.botapi.control import BotApi

POISON: dict[str, object] = {"message": {"message_id": "not a number", "chat": None, "date": "yesterday"}}
UNKNOWN: dict[str, object] = {"telepathy": {"id": "1", "thought": "nothing"}}


class Mishap(Enum):
    """The value is the number in the fault catalogue and what happens."""

    F3_REFUSED = "F3 connections are refused until F3_RESTORED"
    F3_RESTORED = "F3 connections are accepted again"
    F18_DOUBLE_TAP = "F18 one person taps a button twice: user, message, button"
    F19_TAP_TOGETHER = "F19 several people tap at the same moment: users, messages, button"
    F20_REDELIVERED = "F20 an update comes again under its own id: update"
    F21_NEW_ID = "F21 an update comes again under another, lower id: update, under"
    F21_ID_JUMP = "F21 ids go on counting from another number: to"
    F22_POISON = "F22 an update that no typed client can parse"
    F23_UNKNOWN_KIND = "F23 an update of a kind nobody knows"
    F28_FOREIGN_WEBHOOK = "F28 somebody else with the token set a webhook: url"


async def happen(
    api: BotApi,
    mishap: Mishap,
    *,
    users: tuple[int, ...] = (),
    messages: tuple[int, ...] = (),
    button: int | str = 0,
    update: int = 0,
    under: int = 0,
    to: int = 1,
    url: str = "https://elsewhere.example/hook",
) -> None:
    """Let it happen now; each mishap reads the details its value names. F19 pairs users with messages."""
    match mishap:
        case Mishap.F3_REFUSED:
            api.refuse()
        case Mishap.F3_RESTORED:
            await api.listen()
        case Mishap.F18_DOUBLE_TAP:
            api.double_tap(users[0], messages[0], button)
        case Mishap.F19_TAP_TOGETHER:
            for user, message in zip(users, messages, strict=True):
                api.press(user, message, button)
        case Mishap.F20_REDELIVERED:
            api.queue.repeat(update)
        case Mishap.F21_NEW_ID:
            api.queue.repeat(update, under=under)
        case Mishap.F21_ID_JUMP:
            api.queue.jump(to)
        case Mishap.F22_POISON:
            push_odd(api, "message", POISON)
        case Mishap.F23_UNKNOWN_KIND:
            push_odd(api, "telepathy", UNKNOWN, whatever_is_allowed=True)
        case Mishap.F28_FOREIGN_WEBHOOK:
            api.webhook.point_at(url)


def push_odd(api: BotApi, kind: str, body: dict[str, object], *, whatever_is_allowed: bool = False) -> int | None:
    """Queue an update as it is given, to be read as raw as it stands."""
    lifetime = api.world.settings.message_lifetime
    return api.queue.push(kind, body, lifetime=lifetime, lane="odd", forced=whatever_is_allowed)
