"""What the people of the stories write: fictional, and the same in each story."""

from __future__ import annotations

from domain.content import AntwoordContent
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.opdracht.content import OpdrachtContent
from domain.flows.spoedaanwijzing.content import BesluitContent, SpoedaanwijzingContent
from tests.harness.cast import PIKET_NUMBER

REQUEST = SpoedaanwijzingContent(
    kind="spoedaanwijzing", person="De heer V. Oorbeeld", need="persoonsbeveiliging, nu", callback=PIKET_NUMBER
)
DECISION = BesluitContent(kind="besluit", reasons="directe noodzaak", kerngezin=None)
ORDER = OpdrachtContent(
    kind="opdracht", person="De heer V. Oorbeeld", where="thuis", measures="persoonsbeveiliging", callback=PIKET_NUMBER
)
WORD = BerichtRccbContent(kind="bericht_rccb", text="houd de maatregelen aan", callback=PIKET_NUMBER)
UNIT = AntwoordContent(kind="antwoord", text="eenheid 7 rijdt")
