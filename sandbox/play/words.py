"""The words of the practice view: English, as scenarios and verdicts are; what the law names keeps its Dutch name."""

from __future__ import annotations

from typing import Final

STARTING: Final = "the world is being made …"
SERVICE: Final = {
    "started": "service runs",
    "killed": "SERVICE KILLED (SIGKILL)",
    "started again": "service runs again",
}
ITEM: Final = "item"
STATE: Final = "state"
AUTHORITY: Final = "gezag"
WAITS: Final = "waits for"
LADDER: Final = "ladder of"
RUNG: Final = "rung"
PERSON: Final = "who is rung"
FUNCTIE: Final = "functie"
RINGS: Final = "times"
LAST: Final = "last"
HAPPENED: Final = "what happens"
MORE: Final = "… {} more"
DRILL: Final = "OEFENING"
NO_DRILL: Final = "GEEN OEFENING"
HELD: Final = "HELD: everything that was expected happened, and nothing else"
BROKEN: Final = "NOT HELD"
TOUCHED: Final = "NOT JUDGED: somebody at the wall took part, which the scenario does not know"
EMPTY_RUNG: Final = "nobody can be reached, the next one at once"
STAYS_UP: Final = "Everything stays up, in practice time, until Ctrl-C:"
STOPPED: Final = "Stopped."
APP_NOT_BUILT: Final = "not built yet: make app, then make run again"
WALL: Final = "The practice wall, for a browser:"
WALL_UP: Final = "Its play button begins the night, and so does Enter here. Ctrl-C stops everything."
WALL_PLAYS: Final = "The night has begun; Opnieuw (Restart) on that page begins it again. SIGTERM stops everything."
