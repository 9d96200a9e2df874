"""EV-02 (C §6.1): what is measured of an order to the LCC: answered, and a unit on the spot."""

from typing import Final

from domain.quality import MOOT, Indicator, Since

INDICATORS: Final = (
    Indicator("opdracht.beantwoorden", "beantwoorden", "nctv", ("kmar", "politie"), "SA-07, L-6 (C §4.1)"),
    Indicator(
        "opdracht.ter_plaatse",
        "ter_plaatse",
        "nctv",
        ("kmar", "politie"),
        "SA-07, L-6 (C §4.1)",
        Since.ITEM,
        moot=MOOT | {"niet_uitvoerbaar"},
    ),
    Indicator("opdracht.niet_uitvoerbaar", "niet_uitvoerbaar", "politie", ("nctv",), "SA-07, L-6 (C §4.1)"),
    Indicator("opdracht.maatregelenadvies", "maatregelenadvies", "nctv", ("kmar", "politie"), "SA-07 (C §4.1)"),
)
