"""The words for refusals around a risk moment; same form as in `words`, and the same whichever side has it."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "risicomoment.ended": (
        "Dit moment is voorbij",
        "Bel het nummer in uw app als er nu gevaar is. Bel 112 bij direct gevaar.",
        "This moment is over",
        "Call the number in your app if there is danger now. Call 112 in immediate danger.",
    ),
    "risicomoment.not_reporter": (
        "Alleen de melder kan dit",
        "Wie het moment meldde, wijzigt het of trekt het in. Bel de melder.",
        "Only who reported it can do this",
        "Who reported the moment changes or cancels it. Call them.",
    ),
    "risicomoment.not_assessed": (
        "Stel eerst vast of maatregelen nodig zijn",
        "Daarna kunt u de melder antwoorden.",
        "Establish first whether measures are needed",
        "Then you can answer the reporter.",
    ),
    "risicomoment.not_over": (
        "Dit moment is nog niet voorbij",
        "U kunt het daarna afronden.",
        "This moment is not over yet",
        "You can close it afterwards.",
    ),
    "risicomoment.not_answered": (
        "De melder heeft nog geen antwoord",
        "Geef eerst antwoord. Rond het daarna af.",
        "The reporter has no answer yet",
        "Answer first. Then close it.",
    ),
    "key.only_one": (
        "Dit houdt de sleutel die het heeft",
        "Moet iemand anders het lezen? Geef die persoon de sleutel. Is de sleutel niet veilig? Bel de melder.",
        "This keeps the key it has",
        "Must somebody else read it? Give them the key. Is the key not safe? Call the reporter.",
    ),
    "risicoweging.established": (
        "Dit is al vastgesteld",
        "Lees het opnieuw.",
        "This has been established already",
        "Read it again.",
    ),
    "risicoweging.nothing_to_advise": (
        "De HOvJ hoeft hier nu niets te besluiten",
        "Lees het opnieuw.",
        "The HOvJ has nothing to decide here now",
        "Read it again.",
    ),
}
