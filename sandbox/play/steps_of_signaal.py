"""The steps of a scenario on signals of protected persons."""

from __future__ import annotations

from typing import Final, Literal

from sandbox.play.steps import Act, Opens, Span, Text


class OpenLine(Opens):
    """SG-01: the authority records who follows up; `same_case_as` is an item of the same case."""

    does: Literal["signaallijn.open"]
    protects: str
    area: str
    text: Text
    day_and_night: bool = True
    same_case_as: str | None = None


class RecordLine(Act):
    """SG-01: said anew whether this side follows up day and night."""

    does: Literal["signaallijn.record"]
    text: Text
    day_and_night: bool = True


class EndLine(Act):
    does: Literal["signaallijn.end"]
    text: Text


class Unsafe(Opens):
    """SG-01, SG-07: along the `line` that its person reads."""

    does: Literal["signaal.onveilig"]
    line: str
    text: Text
    silent: bool = False


class SendSignal(Opens):
    """SG-01."""

    does: Literal["signaal.send"]
    line: str
    about: Literal["verdachte_situatie", "zorg", "vraag", "ondersteuning"]
    text: Text


class WrittenSignal(Act):
    """SG-02, SG-03; with `promise_in` the person is promised to hear more within that time."""

    does: Literal["signaal.receive", "signaal.answer"]
    text: Text
    promise_in: Span | None = None


class MoreOfSignal(Act):
    does: Literal["signaal.add", "signaal.ask"]
    text: Text


class Interpret(Act):
    """SG-03."""

    does: Literal["signaal.interpret"]
    outcome: Literal["melding_dreiging", "informatie", "zorg", "ondersteuning", "geen_vervolg"]
    text: Text


class FoundSafe(Act):
    does: Literal["signaal.safe"]


class Forward(Act):
    does: Literal["duiding.forward"]
    text: Text


class DecideMelding(Act):
    does: Literal["duiding.decide"]
    outcome: Literal["herbeoordeling", "spoedaanwijzing", "afgerond"]
    text: Text


STEPS: Final[tuple[type[Act], ...]] = (
    OpenLine,
    RecordLine,
    EndLine,
    Unsafe,
    SendSignal,
    WrittenSignal,
    MoreOfSignal,
    Interpret,
    FoundSafe,
    Forward,
    DecideMelding,
)
"""What somebody does with a signal in one step of a scenario."""
