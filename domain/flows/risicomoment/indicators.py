"""EV-02 (C §6.1): what is measured of a report of a risk moment: taken, assessed and answered."""

from typing import Final

from domain.quality import Indicator, Since

INDICATORS: Final = (
    Indicator(
        "risicomoment.oppakken", "oppakken_nood", "personen", ("nctv", "politie"), "RM-02, RM-04 (C §3.3)", Since.OPENED
    ),
    Indicator(
        "risicomoment.beoordelen", "beoordelen", "personen", ("nctv", "politie"), "RM-03, RM-04 (C §3.3)", Since.OPENED
    ),
    Indicator(
        "risicomoment.antwoorden", "antwoorden", "personen", ("nctv", "politie"), "RM-02, RM-03 (C §3.3)", Since.OPENED
    ),
)
