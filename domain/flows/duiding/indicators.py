"""EV-02 (C §6.1): what is measured of a report of a threat: weighed, decided upon, and followed up."""

from typing import Final

from domain.quality import MOOT, Indicator

INDICATORS: Final = (
    Indicator("duiding.wegen", "wegen", "politie", ("om",), "SG-03 (C §2.4.1)"),
    Indicator("duiding.besluiten", "besluiten", "politie", ("nctv", "om"), "SG-03 (C §3.2)"),
    Indicator(
        "duiding.vervolg", "vervolg", "politie", ("nctv", "om"), "SG-03, HB-04 (C §3.2)", moot=MOOT | {"afgerond"}
    ),
)
