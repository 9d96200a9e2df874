"""EV-02 (C §6.1): what is measured of who follows up signals: looked at again in time."""

from typing import Final

from domain.quality import Indicator, Since

INDICATORS: Final = (
    Indicator("signaallijn.herbevestigen", "herbevestigen", "personen", ("nctv", "om"), "SG-01 [P]", Since.DUE),
)
