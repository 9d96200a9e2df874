"""EV-02 (C §6.1): what is measured of periodic reviews: done in time, and what follows known."""

from typing import Final

from domain.quality import Indicator, Since

INDICATORS: Final = (
    Indicator(
        "herbeoordeling.herbeoordelen",
        "herbeoordelen",
        "nctv",
        ("nctv", "om"),
        "HB-01, HB-03 (C §2.2, §3.3)",
        Since.DUE,
    ),
    Indicator("herbeoordeling.nieuwe_informatie", "nieuwe_informatie", "nctv", ("nctv", "om"), "HB-04 (C §3.3)"),
    Indicator("herbeoordeling.uitvoering", "uitvoering", "nctv", ("kmar", "politie"), "HB-02 [P]"),
    Indicator("herbeoordeling.advies", "advies", "nctv", ("gemeente", "om"), "HB-05 (C §2.5)"),
)
