"""The shape of a policy: ladders and durations under a version, read from TOML by `config.policy` (EV-04).

Every minute in Piket stands in a policy and nowhere else (all [P]); an item keeps the version under which it was
opened, and its open obligations keep a snapshot of their ladder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.areas import Areas, Gemeente
from domain.functies import Functie, Scope
from domain.grounds import Ground, Grounds, ground_of
from domain.terms import Term
from domain.workweek import Workweek


class Slot(StrEnum):
    """Who of a functie is meant: the primary on duty, the backup, or everybody who holds it."""

    ON_DUTY = "on_duty"
    BACKUP = "backup"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Selector:
    """One group of people on a rung.

    `functie` is a functie, or None with `relation` `holder` (the first holding of the obligation's `settles_by`),
    `opener` (the person who opened the item, while they hold that functie) or `settler:<what>` (the person who settled
    that other obligation of the item, such as the receiver who must now decide). `scope` is None in a policy; the
    snapshot an obligation keeps has it filled in from the item's area.
    """

    functie: Functie | None
    relation: str
    slot: Slot
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class LadderRung:
    """From `after` the obligation's start on these people ring too (X-02: adding, never removing).

    It is elapsed time, exact to the second; around a review it may be a term by the calendar (L-5, X-06). A ladder
    that leads up to a moment, such as a foreseen end, starts at it: its first rungs have a negative `after`.
    """

    after: timedelta | Term
    who: tuple[Selector, ...]

    def moment(self, start: datetime) -> datetime:
        """Return when this rung is reached by a ladder that counts from `start`."""
        return self.after.after(start) if isinstance(self.after, Term) else start + self.after


@dataclass(frozen=True, slots=True)
class Restraint:
    """How regular bells spare people: quiet hours when off duty (X-04), a budget and bundling (X-08).

    `quiet_from` and `quiet_until` are local times in Europe/Amsterdam, together a stretch that may pass midnight.
    `per_hour` None is spacing alone: no budget ever silences an emergency.
    """

    quiet_from: time
    quiet_until: time
    per_hour: int | None
    bundle: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder: rungs in order of time, how often each person is rung again, and whether the requester is told.

    `emergency` ladders ring on every channel at once, in the urgent lane. A regular ladder always has a `restraint`,
    an emergency never (X-04, X-08) unless a flood merged its rings. The two pauses silence one person's own phone,
    each once per rung (X-02).
    """

    name: str
    source: str
    emergency: bool
    repeat: timedelta
    tells_requester: bool
    rungs: tuple[LadderRung, ...]
    seen_pause: timedelta
    calling_pause: timedelta
    restraint: Restraint | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a moment that somebody names in an act may lie from the server's own clock.

    `back` None: such a moment lies ahead, and the act's own rule says what happens when it has passed.
    """

    back: Term | None
    ahead: Term


@dataclass(frozen=True, slots=True)
class Needs:
    """What one flow asks of every policy, by name, so that nothing is found missing at night."""

    ladders: frozenset[str] = frozenset()
    durations: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of everything that may change without code: ladders, terms, bounds and numbers.

    `durations` holds elapsed time by name (`session`, `invitation` …), `terms` what may go by the calendar
    (`first_review` …; X-06), `moments` the bounds of each kind of moment that an act names, `earlier` the versions
    before this one, under which older items still run.
    """

    version: str
    ladders: Mapping[str, Ladder]
    durations: Mapping[str, timedelta]
    terms: Mapping[str, Term]
    moments: Mapping[str, Bounds]
    numbers: Mapping[str, int]
    areas: Areas
    """The areas of the country, from the data files, the same under every version (P-04)."""
    calendar: Workweek
    """Working days and hours, by which its terms in working days go (X-06)."""
    regular: Restraint
    """How regular bells spare people (X-04, X-08)."""
    report_at: time
    """From this local time on, gaps in the roster are reported, once a day (RO-02)."""
    flood: Restraint
    """How rings of merged emergencies are bundled (ARCHITECTURE §5, floods): spacing only, no quiet hours."""
    earlier: Mapping[str, Policy]
    grounds: Grounds
    """The legal ground of every route between organisations (P-05)."""
    retention: Mapping[str, Term] = field(default_factory=dict)
    """How long after it closed what an item holds is kept, by flow (EV-03)."""
    supervised: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Which organisations' acting each supervisor may see (P-03, C §6.2)."""
    webhook_hosts: frozenset[str] = frozenset()
    """Hosts to which signed webhooks may go: the operator's word, the same under every version."""
    push_hosts: frozenset[str] = frozenset()
    """Hosts of push services to which Web Push may go: the operator's word too."""
    any_port: bool = False
    """Whether bells may go to other ports of those hosts than that of https: in practice alone."""

    @property
    def eenheid_of(self) -> Mapping[Scope, Scope]:
        """Scope of the regionale eenheid for the scope of each arrondissement."""
        return self.areas.eenheid_of

    @property
    def gemeenten(self) -> Mapping[Scope, Gemeente]:
        """Every gemeente by its scope; `areas.gemeente` says what is wrong with one that is not there."""
        return self.areas.gemeenten

    def ladder(self, name: str, holder: Functie) -> Ladder:
        """Return the ladder of that name; where the policy has one `<name>.<holder>`, that one (L-8, P-02).

        So a ladder never ends on the functie it began with when a stand-in holds the obligation. KeyError: no such one.
        """
        return self.ladders.get(f"{name}.{holder}") or self.ladders[name]

    def ground(self, flow: str, sender: str, receiver: str) -> Ground | None:
        """Return on which ground one organisation gives another what an item of this flow holds; None: none known."""
        return ground_of(self.grounds, flow, sender, receiver)

    def under(self, version: str) -> Policy:
        """Return the policy an item was opened under (EV-04); KeyError when that version is not kept any more."""
        return self if version == self.version else self.earlier[version]
