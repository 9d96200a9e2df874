"""What travels sealed with an act, as parameters: wraps of an item's key, linked items, and their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from domain.acts.payload import MAX_SAFE_INTEGER, ItemText, Name, Params, RecipientText, ScopeText, Sha256Text
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, PersonId, Sha256Hex
from domain.ports import Wrap

BLOB_FIELDS: Final = frozenset({"content", "blob"})
"""Fields of these names hold the hash of a ciphertext that goes with the act, wherever they stand in the parameters."""

EpochNumber = Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]


class WrapParam(Params):
    """An item's identity sealed for the epoch of a role, or, where P-02 excludes a holder, for one device of it."""

    functie: Functie = Field(
        description="The server releases this wrap to holders of this functie, and to nobody else."
    )
    scope: ScopeText = Field(description="The area of that functie: the server must know whose wrap this is.")
    epoch: EpochNumber = Field(description="Which role key opens it, so that a reader with older keys is not sent it.")
    device: Name | None = Field(description="The one device it is for, when a holder of the role is excluded (P-02).")
    blob: Sha256Text = Field(description="Hash of the sealed key: the server stores it and cannot open it.")

    @property
    def holding(self) -> Holding:
        return Holding(self.functie, Scope(self.scope))

    def wrap(self) -> Wrap:
        """Return the wrap in the form in which it is stored."""
        device = None if self.device is None else DeviceId(self.device)
        return Wrap(self.holding, self.epoch, device, Sha256Hex(self.blob))


Wraps = Annotated[list[WrapParam], Field(max_length=512)]
Excluded = Annotated[list[Name], Field(max_length=64)]


class LinkedItem(Params):
    """An item that opens together with the act that carries it: own key, own audience (one item, one audience)."""

    flow: Name = Field(description="Decides which functies are rung for the linked item and what they may do with it.")
    item: ItemText = Field(description="Random id made by the device, so that the linked content can name its item.")
    recipient: RecipientText = Field(description="Public key of the linked item: readers check wraps against it.")
    wraps: Wraps = Field(description="Who may be given the linked item's key once their rung or step is reached.")
    content: Sha256Text = Field(description="Hash of the sealed content: the server stores it and cannot open it.")
    joined: ItemText | None = Field(
        default=None,
        description="Random id of the joined request whose rccb gets this word (SA-12); None: of the item acted on.",
    )


def _is_a_dispute(linked: LinkedItem) -> LinkedItem:
    if linked.flow != "geschil" or linked.joined is not None:
        raise PydanticCustomError("linked_geschil_missing", "a dispute carries its linked item")
    return linked


def _is_word(linked: LinkedItem) -> LinkedItem:
    if linked.flow != "bericht_rccb" or linked.joined is not None:
        raise PydanticCustomError("linked_unexpected", "only word to the rccb goes with it")
    return linked


LinkedWord = Annotated[LinkedItem, AfterValidator(_is_word)]
"""Word to the rccb that keeps measures, of the item acted on itself."""
LinkedDispute = Annotated[LinkedItem, AfterValidator(_is_a_dispute)]
"""The dispute of a refusal, whatever refused (SA-08, TR-08)."""


class Opening(Params):
    """What every act that opens an item of its own names, whichever its flow."""

    left_out_since: ClassVar[bool] = False
    """P-02: of the item is left out, too, whom others left out after the sender's device read what it follows from."""

    dossier: Name = Field(
        description="Random handle of the person, chosen by devices; the server never knows who it is."
    )
    recipient: RecipientText = Field(description="Public key of the item: readers check the wraps against it.")
    wraps: Wraps = Field(description="Who may be given the item's key once their rung or step is reached.")
    content: Sha256Text = Field(description="Hash of the sealed content: the server stores it and cannot open it.")
    excluded: Excluded = Field(
        description="Holders who are never rung and never get a key (P-02); this hints at who is concerned."
    )
    follows: ItemText | None = Field(
        default=None,
        description="Random id of the item of the same dossier that this follows from: its side sees that this exists.",
    )


def excluded_persons(names: list[str]) -> frozenset[PersonId]:
    """Return the excluded holders (P-02) as person ids."""
    return frozenset(PersonId(name) for name in names)


def linked_items(params: BaseModel) -> Iterator[LinkedItem]:
    """Yield every linked item that the parameters carry, in their order."""
    for name in _names(type(params)):
        value = getattr(params, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, LinkedItem):
                yield one


def named_blobs(params: BaseModel, path: str = "params") -> Iterator[tuple[str, Sha256Hex]]:
    """Yield (path of the field, hash) for every ciphertext that the parameters name."""
    for name in _names(type(params)):
        value = getattr(params, name)
        here = f"{path}.{name}"
        if isinstance(value, BaseModel):
            yield from named_blobs(value, here)
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from named_blobs(one, f"{here}.{index}")
        elif name in BLOB_FIELDS and value is not None:
            yield here, Sha256Hex(value)


@cache
def _names(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of a model's fields, found once: asking pydantic takes longer than reading a wrap."""
    return tuple(model.model_fields)
