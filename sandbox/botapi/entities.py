"""Turn a call's text into the text a person sees, refusing what Telegram cannot parse."""

from html.parser import HTMLParser

from sandbox.botapi.errors import bad

TAGS = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote"})
MAX_CHARS = 4096
MAX_RAW_BYTES = 32 * 1024


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            at = len(self.text.encode())
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {at}')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad(f"can't parse entities: Unexpected end tag at byte offset {len(self.text.encode())}")

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(raw: str, parse_mode: str | None) -> str:
    """The text after parsing, 1 to 4096 characters. Of the parse modes only HTML is known here."""
    if len(raw.encode()) > MAX_RAW_BYTES:
        raise bad("text is too long")
    text = raw
    if parse_mode is not None:
        if parse_mode.lower() != "html":
            raise bad("unsupported parse_mode")
        reader = _Reader()
        reader.feed(raw)
        reader.close()
        if reader.open:
            tag = reader.open[-1]
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
        text = reader.text
    text = text.strip()
    if not text:
        raise bad("message text is empty")
    if len(text) > MAX_CHARS:
        raise bad("message is too long")
    return text
