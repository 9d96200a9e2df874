"""What a device signed after officers took it out of use: told by its own moments, and by the order of versions."""

from __future__ import annotations

from collections.abc import Iterable

from client.directory import Directory
from domain.acts.payload import ActPayload
from domain.ids import DeviceId


def signed_after_removal(act: ActPayload, acts: Iterable[ActPayload], directory: Directory) -> bool:
    """Tell whether a device that is revoked now signed `act` after its revocation; what it signed before stays good.

    Whoever holds a stolen device can write an earlier moment into an act. A versioned act cannot be moved so far: it
    names the version it was decided on, so it comes after every act of `acts` on an earlier version. When one of those
    was signed by a living device after the revocation (a new key that was made because of it), this one was as well.
    """
    device = directory.devices.get(DeviceId(act.device))
    revoked_at = None if device is None else device.revoked_at
    if revoked_at is None:
        return False
    if act.at > revoked_at:
        return True
    version = act.version
    return version is not None and any(
        one.version is not None
        and one.version < version
        and one.at > revoked_at
        and directory.devices[DeviceId(one.device)].revoked is None
        for one in acts
    )
