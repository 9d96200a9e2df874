"""EV-02 (C §6.1): what is measured of a signal of a protected person: from its receipt to what was promised."""

from typing import Final

from domain.quality import Indicator, Since

INDICATORS: Final = (
    Indicator("signaal.ontvangen", "ontvangen", "personen", ("kmar", "politie"), "SG-02, SG-04 (C §3.2)"),
    Indicator(
        "signaal.beantwoorden", "beantwoorden", "personen", ("kmar", "politie"), "SG-02, SG-03 (C §3.2)", Since.OPENED
    ),
    Indicator("signaal.duiden", "duiden", "personen", ("kmar", "politie"), "SG-03 (C §3.2)", Since.OPENED),
    Indicator("signaal.veilig", "veilig", "personen", ("kmar", "politie"), "SG-04, SG-07 [P]", Since.OPENED),
    Indicator("signaal.toezegging", "toezegging", "personen", ("kmar", "politie"), "SG-02 [P]", Since.DUE),
)
