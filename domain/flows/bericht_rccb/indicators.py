"""EV-02 (C §6.1): what is measured of word to the rccb: known."""

from typing import Final

from domain.quality import Indicator

INDICATORS: Final = (
    Indicator("bericht_rccb.kennisnemen", "kennisnemen", "nctv", ("politie",), "SA-07, SA-11 (C §2.4.1)"),
)
