"""The words for refusals in a triage; same form as in `words`."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "triage.area": (
        "Het arrondissement klopt niet",
        "Draag een zaak voor in uw eigen arrondissement. Vervangt u een HOvJ, noem dan zijn arrondissement.",
        "The arrondissement is not right",
        "Put a case forward in your own arrondissement. If you stand in for a HOvJ, name his.",
    ),
    "triage.no_deputy": (
        "De HOvJ kan dit zelf",
        "In dit arrondissement is een HOvJ die deze zaak kan voordragen. Vraag het hem.",
        "The HOvJ can do this himself",
        "This arrondissement has a HOvJ who can put the case forward. Ask him.",
    ),
    "triage.judged": (
        "Over deze zaak is al geoordeeld",
        "Lees de zaak opnieuw.",
        "This case has been judged already",
        "Read the case again.",
    ),
    "triage.not_discussed": (
        "De triagetafel heeft deze zaak nog niet besproken",
        "Niet opnemen kan pas na de bespreking. Opnemen kan nu al.",
        "The triagetafel has not discussed this case yet",
        "It can be refused only after that. It can be admitted now.",
    ),
    "triage.not_for_the_table": (
        "Deze zaak wacht niet op de triagetafel",
        "Lees de zaak opnieuw.",
        "This case does not wait for the triagetafel",
        "Read the case again.",
    ),
    "triage.not_admitted": (
        "Er is geen opname om te beëindigen",
        "Lees de zaak opnieuw.",
        "There is no admission to end",
        "Read the case again.",
    ),
}
