"""The one table of every act, and the door's reading of a payload against it."""

from __future__ import annotations

from typing import Final

from domain.acts import channel, directory, item, roster
from domain.acts.payload import ActPayload, Params, parse_model
from domain.acts.sealed import named_blobs
from domain.acts.spec import ActSpec, table
from domain.errors import Malformed
from domain.flows import parts
from domain.functies import Scope, scope_fits

SPECS: Final[dict[str, ActSpec]] = table(
    (
        *(spec for flow in parts("acts") for spec in flow.SPECS),
        *item.SPECS,
        *roster.SPECS,
        *directory.SPECS,
        *channel.SPECS,
    )
)


def read_act(payload: ActPayload) -> tuple[ActSpec, Params]:
    """Return what the catalogue knows of this act, and its parameters; safe to repeat.

    Raises:
        Malformed: naming the field: an unknown act, a wrong parameter, a hash that is not among the act's blobs, an
            item or version that must be there and is not (or the other way round).
    """
    spec = SPECS.get(payload.act)
    if spec is None:
        raise Malformed("act.unknown", "This act is not in the table of acts; update the app.", field="act")
    if spec.on_item != (payload.item is not None):
        raise Malformed("act.malformed", "This act names an item exactly when it acts on one.", field="item")
    if spec.versioned != (payload.version is not None):
        raise Malformed("act.malformed", "This act names a version exactly when it is versioned.", field="version")
    if not scope_fits(payload.functie, Scope(payload.scope)):
        raise Malformed("act.malformed", "The scope is not of the kind in which the functie acts.", field="scope")
    params = parse_model(spec.params, payload.params, within="params")
    named = set(payload.blobs)
    for field, blob in named_blobs(params):
        if blob not in named:
            raise Malformed(
                "blob.not_listed", "The hash is not listed in the act's blobs; list it and sign again.", field=field
            )
    return spec, params
