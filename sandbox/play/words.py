"""The few words of the practice view in the terminal: Dutch first, as on every screen of Piket."""

from __future__ import annotations

from typing import Final

CLOCK: Final = "Klok"
STARTING: Final = "wereld wordt gemaakt …"
SERVICE: Final = {
    "started": "dienst draait",
    "killed": "DIENST GEDOOD (SIGKILL)",
    "started again": "dienst draait weer",
}
ITEMS: Final = "Zaken"
ITEM: Final = "zaak"
STATE: Final = "stand"
AUTHORITY: Final = "gezag"
WAITS: Final = "wacht op"
LADDERS: Final = "Ladders"
OBLIGATION: Final = "verplichting"
RUNG: Final = "trede"
PEOPLE: Final = "Wie wordt gebeld"
PERSON: Final = "wie"
FUNCTIE: Final = "functie"
RINGS: Final = "keer"
LAST: Final = "laatst"
HAPPENED: Final = "Wat er gebeurt"
DRILL: Final = "OEFENING"
NO_DRILL: Final = "GEEN OEFENING"
HELD: Final = "GEHOUDEN: alles wat verwacht werd is gebeurd, en niets anders"
BROKEN: Final = "NIET GEHOUDEN"
EMPTY_RUNG: Final = "niemand bereikbaar, meteen de volgende"
