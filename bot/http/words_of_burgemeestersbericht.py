"""The words for refusals on a notice to a mayor; same form as in `words`."""

from __future__ import annotations

from typing import Final

# fmt: off
RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "burgemeestersbericht.attachment": (
        "Bij dit bericht kan geen bijlage", "Schrijf het in een verbetering of een aanvulling.",
        "This notice has no attachments", "Write it in a correction or a supplement.",
    ),
    "burgemeestersbericht.ending": (
        "Dit bericht is al ingetrokken of beëindigd", "U kunt alleen nog verbeteren wat er is gezegd.",
        "This notice was taken back or has ended", "You can only correct what was said.",
    ),
    "burgemeestersbericht.four_eyes": (
        "U hebt dit zelf geschreven", "Een tweede medewerker van de NCTV leest het en geeft het vrij.",
        "You wrote this yourself", "A second official of the NCTV reads it and releases it.",
    ),
    "burgemeestersbericht.informed": (
        "Uw organisatie heeft dit al vastgelegd", "U hoeft niets te doen.",
        "Your organisation recorded this already", "There is nothing to do.",
    ),
    "burgemeestersbericht.newer": (
        "Er is een nieuwer bericht", "Open het dossier opnieuw, lees het nieuwste bericht en bevestig dan.",
        "There is newer word", "Open the item again, read the newest word, then confirm.",
    ),
    "burgemeestersbericht.stand_in": (
        "Dit bericht is niet aan u vrijgegeven", "Bel de NCTV. Alleen de NCTV kan het aan u vrijgeven.",
        "This notice was not released to you", "Call the NCTV. Only the NCTV can release it to you.",
    ),
    "burgemeestersbericht.stand_in_keys": (
        "De sleutel voor de vervanger klopt niet", "Er is niets bewaard. Kies de vervanger opnieuw.",
        "The key for the stand-in is not right", "Nothing was stored. Choose the stand-in again.",
    ),
    "burgemeestersbericht.unplanned": (
        "Dit overleg is nog niet gepland", "Kies eerst een datum en wie er komen.",
        "This meeting has no date yet", "First choose a date and who will come.",
    ),
    "burgemeestersbericht.unreleased": (
        "De burgemeester kan dit nog niet lezen",
        "Een tweede medewerker moet het eerst vrijgeven. Klopt het niet? Trek het in en stuur een nieuw bericht.",
        "The mayor cannot read this yet",
        "A second official must release it first. Is it wrong? Take it back and send another.",
    ),
    "drill.consent": (
        "Wie u wilt bereiken doet niet mee aan de oefening", "Vraag eerst of die mee wil doen.",
        "The person you want to reach takes no part in the drill", "First ask whether they agree to take part.",
    ),
    "ground.none": (
        "Er is geen grond om dit te delen", "In het beleid staat geen grond voor deze weg. Vraag het uw teamleider.",
        "There is no ground to share this", "The policy names no ground for this route. Ask your team leader.",
    ),
    "key.none": (
        "U hebt geen sleutel van dit dossier", "Vraag iemand die het kan lezen om u een sleutel te geven.",
        "You have no key of this item", "Ask somebody who can read it to give you one.",
    ),
    "wrap.other_reader": (
        "Er staat iemand bij die dit niet mag lezen", "Er is niets bewaard. Werk de app bij en probeer het opnieuw.",
        "Somebody is named who may not read this", "Nothing was stored. Update the app and try again.",
    ),
}
