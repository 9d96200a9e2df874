"""The steps of a scenario in the reviews of a dossier."""

from __future__ import annotations

from typing import Final, Literal

from sandbox.play.steps import Act, Opens, Span, Text


class PlanReview(Opens):
    """HB-01, HB-05: `follows` is the item of the same case that it takes the reviews over from."""

    does: Literal["herbeoordeling.plan"]
    text: Text
    area: str
    subject: Literal["maatregelen", "informeren_persoon", "object_of_dienst"] = "maatregelen"
    local: str | None = None
    next_in: Span | None = None
    follows: str | None = None


class Adjust(Act):
    """HB-01: the next review is earlier."""

    does: Literal["herbeoordeling.adjust"]
    next_in: Span


class Review(Act):
    """HB-02, HB-05: with reasons, and the next moment."""

    does: Literal["herbeoordeling.review"]
    outcome: Literal["voortzetten", "opschalen", "afschalen", "beeindigen", "geinformeerd", "niet_geinformeerd"]
    text: Text
    next_in: Span | None = None


class AnswerAdvice(Act):
    """C §2.5: whether the advice on an object is followed."""

    does: Literal["herbeoordeling.answer"]
    outcome: Literal["opgevolgd", "niet_opgevolgd"]


class WrittenReview(Act):
    does: Literal["herbeoordeling.trigger", "herbeoordeling.close"]
    text: Text


class PlainReview(Act):
    does: Literal["herbeoordeling.acknowledge"]


STEPS: Final[tuple[type[Act], ...]] = (PlanReview, Adjust, Review, AnswerAdvice, WrittenReview, PlainReview)
