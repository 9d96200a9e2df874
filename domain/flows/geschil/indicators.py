"""EV-02 (C §6.1): what is measured of a disputed refusal: both rungs of the consultation."""

from typing import Final

from domain.quality import MOOT, Indicator

INDICATORS: Final = (
    Indicator(
        "geschil.trede_1", "trede_1", "om", ("om",), "SA-08, TR-08, L-2 (C §2.3.3)", moot=MOOT | {"geklommen", "berust"}
    ),
    Indicator("geschil.trede_2", "trede_2", "om", ("om",), "SA-08, TR-08, L-2 (C §2.3.3)", moot=MOOT | {"berust"}),
)
