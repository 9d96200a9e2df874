"""The steps of a scenario: what somebody does or what happens to the world, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sandbox.play.moments import read_span


def _span(value: Any) -> Any:
    return read_span(value) if isinstance(value, str) else value


Span = Annotated[timedelta, BeforeValidator(_span)]
Text = Annotated[str, StringConstraints(min_length=8, max_length=400)]
"""Content: long enough to be recognised when it is looked for where it may not be."""
Label = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,30}(\.[a-z_]{1,30})?$")]
"""A scenario's own name for an item: `zaak`, and for what is linked to it `zaak.opdracht`."""


class Strict(BaseModel):
    """Base: no unknown fields, nothing changes after reading."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Step(Strict):
    """Base of all: at a moment, or a while after somebody was rung for the nth time (from the scenario's start)."""

    does: str
    """Each kind of step narrows it to its own names."""
    at: Span | None = None
    rung: str | None = None
    nth: Annotated[int, Field(ge=1)] = 1
    after: Span | None = None


class Act(Step):
    """Base of what a person signs. `refused` is the problem's code a rule must answer with, `flags` what it must say.

    `kill` kills the service meanwhile: `sent`, as soon as the request has left the phone; `bell`, when the next bell
    reaches the Bot API and before that is answered. It is started again after `down`, and the phone sends again.
    """

    who: str
    item: Label
    refused: str | None = None
    flags: tuple[str, ...] = ()
    kill: Literal["sent", "bell"] | None = None
    down: Span = timedelta(seconds=10)


class Opens(Act):
    """Base of what opens an item under a name of its own."""


class _Opening(Opens):
    person: Text
    need: Text
    callback: str = "030 000 00 00"
    threat: Text | None = None
    ground: Literal["hoog_risicomoment", "directe_noodzaak"] = "directe_noodzaak"
    excluded: tuple[str, ...] = ()
    same_person_as: Label | None = None
    """Another request about the same person: it gets the same dossier handle."""
    drill: bool = False


class Submit(_Opening):
    """SA-01, SA-02; `follows` is the item of the same case that becomes an emergency (RM-06)."""

    does: Literal["submit"]
    follows: Label | None = None


class Register(_Opening):
    """SA-03: `caller` telephoned, `called` before now."""

    does: Literal["register"]
    caller: str
    called: Span = timedelta(minutes=1)


class Decide(Act):
    """SA-06, with the texts of the linked items; `joined` is the outcome per joined request (SA-12)."""

    does: Literal["decide"]
    outcome: Literal["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"]
    reasons: Text
    order: Text | None = None
    word: Text | None = None
    words: dict[Label, Text] = Field(default_factory=dict)
    """Word to the rccb of another eenheid, by the joined request it is about (SA-12)."""
    ends_in: Span | None = None
    review_in: Span | None = None
    joined: dict[Label, Literal["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"]] = Field(default_factory=dict)


class Plain(Act):
    """Acts that say nothing but that they are done."""

    does: Literal[
        "receive",
        "spoken",
        "withdraw",
        "acquiesce",
        "end_received",
        "opdracht.ter_plaatse",
        "geschil.climb",
        "geschil.acquiesce",
        "bericht_rccb.acknowledge",
    ]


class Written(Act):
    """Acts that carry one text."""

    does: Literal[
        "ask",
        "answer",
        "supplement",
        "object",
        "dispute",
        "opdracht.afstemmen",
        "opdracht.advise",
    ]
    text: Text


class Overbrugging(Act):
    """SA-08: which other measures stand; with `word` the rccb keeps some."""

    does: Literal["overbrugging"]
    text: Text
    word: Text | None = None


class Confirm(Act):
    """SA-03; a correction carries what is correct."""

    does: Literal["confirm"]
    outcome: Literal["bevestigd", "gecorrigeerd"] = "bevestigd"
    text: Text | None = None


class Named(Act):
    """Acts that name an obligation: acknowledge, "ik bel", reopen, ring again."""

    does: Literal["acknowledge", "item.ik_bel", "item.reopen", "item.ring_again"]
    what: str


class FollowUp(Act):
    """SA-07: done, or not needed, because."""

    does: Literal["follow_up"]
    what: str
    outcome: Literal["gedaan", "niet_nodig"]
    text: Text | None = None
    official: Text | None = None
    """Who told the person, by voice (C §5.2)."""


class Join(Act):
    """SA-12."""

    does: Literal["join"]
    with_: Label = Field(alias="with")


class OrderAnswer(Act):
    """SA-07: the LCC's answer; `expected_in` is when a unit will be there."""

    does: Literal["opdracht.answer"]
    answer: Literal["uitvoerbaar", "niet_uitvoerbaar"]
    text: Text
    expected_in: Span | None = None


class Expect(Act):
    """L-6: when a unit will be there, anew."""

    does: Literal["opdracht.expect"]
    expected_in: Span


class End(Act):
    """SA-11; to basispolitiezorg with word to the rccb."""

    does: Literal["end"]
    to: Literal["hovj", "basispolitiezorg"]
    text: Text
    word: Text | None = None


class Record(Act):
    """L-2: one side of a consultation."""

    does: Literal["geschil.record"]
    step: Literal[1, 2]
    outcome: Literal["alsnog_aanwijzen", "blijft_niet_aangewezen"]
    text: Text


class Kill(Step):
    """The service is killed (SIGKILL) and started again after `down`."""

    does: Literal["kill"]
    down: Span = timedelta(seconds=10)


class Fault(Step):
    """The Bot API misbehaves from now on: `name` is the start of a fault's name (`F1_REPLY_LOST`)."""

    does: Literal["fault"]
    name: str
    method: str | None = "sendMessage"
    who: str | None = None
    nth_call: int | None = None
    times: int | None = None


class Around(Step):
    """The Bot API's surroundings misbehave, or behave again."""

    does: Literal["faults_end", "F3_REFUSED", "F3_RESTORED", "F22_POISON", "F23_UNKNOWN_KIND"]


class Channel(Step):
    """What happens to somebody's phone, chat, webhook or push; `tap` is "Ik heb dit gezien" on the newest bell."""

    does: Literal["phone_off", "phone_on", "block", "unblock", "tap", "webhook_down", "webhook_up", "push_gone"]
    who: str


class Say(Step):
    """Somebody types in the chat (X-07)."""

    does: Literal["say"]
    who: str
    text: Text


ACTS: Final[tuple[type[Act], ...]] = (
    Submit,
    Register,
    Decide,
    Plain,
    Written,
    Overbrugging,
    Confirm,
    Named,
    FollowUp,
    Join,
    OrderAnswer,
    Expect,
    End,
    Record,
)
"""What somebody signs on an emergency designation and what hangs on it; further flows bring theirs (`every_step`)."""
WORLD: Final[tuple[type[Step], ...]] = (Kill, Fault, Around, Channel, Say)
"""What happens to the world, and what is no act."""
