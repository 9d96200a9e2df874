"""The logs on the wall: of each its newest checkpoint, verified as every phone does, and who confirmed it."""

from __future__ import annotations

from client.api import Api
from client.phone import Phone
from client.transport import ServerRefused
from domain.audit.checkpoints import open_checkpoint, parse_unverified
from sandbox.wall.parts import Json


async def log_part(phone: Phone) -> dict[str, Json]:
    """Return every log of the directory as its newest checkpoint says; raises AuditError when one does not verify."""
    logs = []
    for log, keys in sorted(phone.directory.log_keys.items()):
        note = await _file(phone.api, log, "checkpoint")
        if note is None:
            continue
        name = keys.newest.name
        checkpoint = open_checkpoint(note, name, keys.newest)
        confirmed = await _file(phone.api, log, "witnessed")
        logs.append(
            {
                "log": log,
                "name": name,
                "size": checkpoint.size,
                "root": checkpoint.root.hex(),
                "witnessed": None if confirmed is None else parse_unverified(confirmed)[0].size,
                "cosigned": [] if confirmed is None else _witnesses(confirmed, name),
            }
        )
    return {"logs": logs}


async def _file(api: Api, log: str, name: str) -> bytes | None:
    try:
        return await api.log_file(log, name)
    except ServerRefused as refused:
        if refused.status == 404:
            return None
        raise


def _witnesses(note: bytes, log: str) -> list[str]:
    """Names of those whose cosignatures the service verified and published with the checkpoint."""
    return [signature.name for signature in parse_unverified(note)[1].signatures if signature.name != log]
