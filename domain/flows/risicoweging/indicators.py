"""EV-02 (C §6.1): what is measured of what is weighed of a risk moment: decided, and known to who carries it out."""

from typing import Final

from domain.quality import MOOT, Indicator, Since

INDICATORS: Final = (
    Indicator(
        "risicoweging.besluiten",
        "besluiten_piket",
        "politie",
        ("gemeente", "nctv", "om"),
        "RM-03 (C §3.3, §2.4.1)",
        Since.OPENED,
        moot=MOOT | {"afgerond", "spoed"},
    ),
    Indicator(
        "risicoweging.uitvoering",
        "uitvoering",
        "nctv",
        ("kmar", "politie"),
        "RM-03, RM-05 (C §3.3)",
        moot=MOOT | {"afgerond", "geen_extra"},
    ),
)
