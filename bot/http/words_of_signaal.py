"""The words for refusals on signals of protected persons, who read some of them; same form as in `words`."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "signaal.no_line": (
        "Dit kan nu niet via Piket",
        "Bel 112 als u in gevaar bent. Bel anders het nummer dat u van uw contactpersoon kreeg.",
        "This is not possible through Piket now",
        "Call 112 if you are in danger. Otherwise call the number that your contact gave you.",
    ),
    "signaal.exclusions": (
        "Dit is niet verstuurd: uw gegevens zijn oud",
        "Bel 112 als u in gevaar bent. Open Piket daarna opnieuw en verstuur het nog een keer.",
        "This was not sent: what you have is old",
        "Call 112 if you are in danger. Then open Piket again and send it once more.",
    ),
    "signaal.not_received": (
        "Neem het signaal eerst aan",
        "De persoon ziet dan dat iemand het heeft. Antwoord daarna.",
        "Receive the signal first",
        "The person then sees that somebody has it. Answer after that.",
    ),
    "signaallijn.lapsed": (
        "Deze afspraak is van het vorige gezag",
        "Leg voor deze persoon opnieuw vast wie opvolgt. Tot dan gaat de vorige kant door.",
        "This was recorded by the authority before",
        "Record anew who follows up for this person. Until then the side before goes on.",
    ),
    "duiding.in_stelsel": (
        "De NCTV is al het gezag",
        "Een spoedaanwijzing is niet nodig. Kies een herbeoordeling of rond af.",
        "The NCTV is the authority already",
        "No emergency designation is needed. Choose a review, or finish.",
    ),
}
