"""What is sealed on a reported risk moment; its answer comes from the loket, not from a person (RM-01, RM-02)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from domain.acts.payload import Sha256Text
from domain.content import Content, ContentKind, Line, Text

LoketKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 random bytes in base64url: whoever can read the report can answer for the loket, and nobody else."""


class RisicomomentContent(Content):
    """What the moment is (RM-01): where, what, who will be there; and the key with which the loket answers."""

    kind: Literal["risicomoment"]
    what: Text
    where: Line
    public: Line
    """The public that is expected."""
    person: Line | None = None
    """Of whom, when somebody else reports it."""
    callback: Line | None = None
    loket_key: LoketKey


class WijzigingContent(Content):
    """What has changed (RM-05)."""

    kind: Literal["risicomoment_wijziging"]
    what: Text
    where: Line | None = None
    public: Line | None = None


class LoketantwoordContent(Content):
    """What the loket answers (RM-02): the same words whichever side gives it, proven with the report's own key.

    It is not signed by a person, because that would tell the side; its act is, and stands with the receivers.
    """

    kind: Literal["loketantwoord"]
    outcome: Literal["geen_extra", "maatregelen", "nog_in_overleg"]
    text: Annotated[str, Field(max_length=2000)]
    proof: Sha256Text
    """HMAC-SHA-256 under the report's loket key over item, the reporter's act that is answered, outcome and text."""


CONTENTS: Final = (
    ContentKind(RisicomomentContent, frozenset({"risicomoment.report"})),
    ContentKind(WijzigingContent, frozenset({"risicomoment.change"})),
    ContentKind(LoketantwoordContent, frozenset({"risicomoment.answer"})),
)
