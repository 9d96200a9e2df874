"""A second device for everybody, in a browser: invited, offered, verified and signed in by the simulated officers."""

from __future__ import annotations

from enum import StrEnum

from client.answers import ActAnswer
from client.invitation import Invitation
from client.phone import Phone
from domain.ids import DeviceId, OrganisationId, PersonId
from sandbox.play.night import Night


class Enrolled(StrEnum):
    """How far somebody's browser is."""

    NONE = "none"
    INVITED = "invited"
    OFFERED = "offered"
    READY = "ready"


class EnrolmentFailed(Exception):
    """The service did not take an act of the ceremony; its code is in the sentence."""


class Enrolling:
    """The officers of one night: as many founders as must sign, on their own phones."""

    def __init__(self, night: Night) -> None:
        self._night = night
        founders = [who for who, person in night.scenario.people.items() if person.founder]
        phones = [night.officials[who].phone for who in founders if who in night.officials]
        self.officer = phones[0]
        """Who signs first."""
        self._also = [phone.keyring for phone in phones[1:2]]
        self._invitations: dict[str, Invitation] = {}
        self._states: dict[str, Enrolled] = {}

    def state(self, who: str) -> Enrolled:
        return self._states.get(who, Enrolled.NONE)

    def waiting(self) -> list[str]:
        """Return whose keys wait to be verified and signed in."""
        return [who for who, state in self._states.items() if state is Enrolled.OFFERED]

    def forget(self, who: str) -> None:
        """Let a next invitation be made: this browser has lost its keys, or never made any."""
        self._states.pop(who, None)
        self._invitations.pop(who, None)

    def offered(self, who: str) -> None:
        """The service took keys on this person's invitation."""
        self._states[who] = Enrolled.OFFERED

    async def invite(self, who: str) -> Invitation:
        """Return the invitation of this person, signed by an officer when there is none yet. Raises as `admit`."""
        known = self._invitations.get(who)
        if known is not None:
            return known
        officer = self.officer
        organisation = OrganisationId(self._night.scenario.people[who].organisation)
        made = Invitation.new(PersonId(who), organisation, self._night.founded.genesis, officer.random)
        await officer.sync()
        self._must(await officer.carry_out(officer.officer().invite(made), also=self._also))
        self._invitations[who], self._states[who] = made, Enrolled.INVITED
        return made

    async def admit(self, who: str) -> None:
        """Sign in the keys that were offered, and give that device the present key of each of the person's roles.

        Raises:
            EnrolmentFailed: when the service does not take an act.
            InvitationRefused: when the keys are not from whoever holds the link.
            LookupError: when none were offered.
        """
        invitation = self._invitations[who]
        mine = self._night.officials[who].phone
        known = _devices(mine)
        self._must(await self.officer.admit(invitation, also=self._also))
        await mine.sync()
        for device in _devices(mine) - known:
            await self._share_roles(mine, device)
        del self._invitations[who]
        self._states[who] = Enrolled.READY

    async def _share_roles(self, mine: Phone, device: DeviceId) -> None:
        directory = mine.directory
        for holding in sorted(directory.memberships.get(mine.person, ())):
            epoch = directory.epoch(holding)
            key = None if epoch is None else mine.roles.get(holding, epoch.number)
            if epoch is not None and key is not None:  # a role without a key stays the gap that it is
                draft = mine.officer_as(holding).wrap_epoch(holding, epoch.number, key, [directory.devices[device]])
                self._must(await mine.carry_out(draft))

    @staticmethod
    def _must(answer: ActAnswer) -> None:
        if answer.status != 201:
            raise EnrolmentFailed(f"An act of the ceremony was refused ({answer.code}); look in service.log.")


def _devices(phone: Phone) -> set[DeviceId]:
    return {device.id for device in phone.directory.living_devices(phone.person)}
