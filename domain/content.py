"""What stands inside sealed content, whichever the flow: written and read by clients only, never by the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from domain.acts.payload import MAX_SAFE_INTEGER, Params, Sha256Text

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True)]


class Content(Params):
    """Base: strict and frozen, like parameters; but nothing of it is ever visible to the server."""

    kind: str
    """Each model narrows it to its own name."""


class VraagContent(Content):
    """A question to the requester (SA-05)."""

    kind: Literal["vraag"]
    text: Text


class AntwoordContent(Content):
    """An answer to a question (SA-05), or to an order (SA-07)."""

    kind: Literal["antwoord"]
    text: Text


class OverlegContent(Content):
    """How a consultation ended, with one side's reasons (TR-08)."""

    kind: Literal["overleg"]
    reasons: Text


class BijlageContent(Content):
    """What stands before an attachment's bytes: its own name and kind, and what those bytes must be."""

    kind: Literal["bijlage"]
    name: Line
    media_type: Line
    size: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
    sha256: Sha256Text


@dataclass(frozen=True, slots=True)
class ContentKind:
    """One kind of sealed content: its model, whose literal `kind` is its name, and the acts that may carry it.

    A flow lists its kinds as `CONTENTS` in its module `content`; the same model in several flows is one kind. `fault`
    says in a fixed word what such content lacks beside the parameters of its act, which the server cannot see: the
    sender's app refuses to sign it, every reader's to show it. It is pure, and None means that nothing is wrong.
    """

    model: type[Content]
    acts: frozenset[str]
    fault: Callable[[Params, Content], str | None] | None = None

    @property
    def name(self) -> str:
        """The kind, as it stands in the content itself and beside its hash."""
        return str(self.model.model_json_schema()["properties"]["kind"]["const"])


CONTENTS: Final = (ContentKind(BijlageContent, frozenset({"item.attach"})),)
"""Kinds that belong to every flow."""
