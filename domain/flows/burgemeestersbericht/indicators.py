"""EV-02 (C §6.1): what is measured of a notice to a mayor: released, known, answered."""

from typing import Final

from domain.quality import Indicator

INDICATORS: Final = (
    Indicator("burgemeestersbericht.vrijgeven", "vrijgeven", "nctv", ("nctv",), "BB-02 [P]"),
    Indicator("burgemeestersbericht.tweede_blik", "tweede_blik", "nctv", ("nctv",), "BB-02 [P]"),
    Indicator("burgemeestersbericht.kennisnemen", "kennisnemen", "nctv", ("gemeente",), "BB-04, BB-05 (C §2.3.5)"),
    Indicator("burgemeestersbericht.vraag", "vraag", "gemeente", ("nctv",), "BB-04 (C §2.3.5)"),
    Indicator("burgemeestersbericht.vierhoek_plannen", "vierhoek_plannen", "gemeente", ("nctv",), "BB-04 (C §2.3.5)"),
)
