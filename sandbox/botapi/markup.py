"""Refuse the keyboards that Telegram refuses."""

import ipaddress
import json
from urllib.parse import SplitResult, urlsplit

from sandbox.botapi.errors import TEXT_BUTTON, bad
from sandbox.botapi.people import Json

MAX_MARKUP_BYTES = 10_240
MAX_CALLBACK_BYTES = 64


def is_local(host: str) -> bool:
    """A host that only this machine knows: localhost, below it, or a loopback address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split(url: str) -> SplitResult | None:
    """The parts of a URL, or None when it is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it is what checks the port
    except ValueError:
        return None
    return parts if parts.hostname else None


def check(markup: Json | None, *, private: bool, allow_local: bool) -> None:
    """Raise the refusal a reply markup deserves. `allow_local` is the sandbox-only switch for local URLs."""
    if markup is None:
        return
    if len(json.dumps(markup)) > MAX_MARKUP_BYTES:
        raise bad("reply markup is too long")
    rows = markup.get("inline_keyboard", [])
    assert isinstance(rows, list)
    for button in (button for row in rows for button in row):
        _check_button(button, private=private, allow_local=allow_local)


def _check_button(button: Json, *, private: bool, allow_local: bool) -> None:
    """The first field in Telegram's own order decides what a button is."""
    if not button["text"]:
        raise bad('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if "url" in button:
        _check_url(str(button["url"]), allow_local=allow_local)
    elif "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= MAX_CALLBACK_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    elif "web_app" in button:
        app = button["web_app"]
        assert isinstance(app, dict)
        parts = split(str(app["url"]))
        if parts is None or not (parts.scheme == "https" or (allow_local and is_local(parts.hostname or ""))):
            text = f"inline keyboard button Web App URL '{app['url']}' is invalid: Only HTTPS links are allowed"
            raise bad(text)
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
    elif set(button) <= {"text", "style", "icon_custom_emoji_id"}:
        raise bad(TEXT_BUTTON)


def _check_url(url: str, *, allow_local: bool) -> None:
    """A host without a dot is refused by Telegram; other names of this machine we refuse in the same words."""
    refusal = f"inline keyboard button URL '{url}' is invalid: "
    parts = split(url)
    host = parts.hostname if parts else None
    if parts is None or host is None:
        raise bad(refusal + "Wrong HTTP URL")
    if parts.scheme not in ("http", "https", "tg"):
        raise bad(refusal + "Unsupported URL protocol")
    if is_local(host):
        if not allow_local:
            raise bad(refusal + "Wrong HTTP URL")
    elif "." not in host and ":" not in host and parts.scheme != "tg":
        raise bad(refusal + "Wrong HTTP URL")
