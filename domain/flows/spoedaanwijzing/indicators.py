"""EV-02 (C §6.1): what is measured of an emergency designation, from the request to the end of protection."""

from typing import Final

from domain.quality import MOOT, Indicator, Since

INDICATORS: Final = (
    Indicator(
        "spoedaanwijzing.ontvangen",
        "ontvangen",
        "om",
        ("nctv",),
        "SA-04, SA-10 (C §2.3.4)",
        moot=MOOT | {"telefonisch"},
    ),
    Indicator("spoedaanwijzing.besluiten", "besluiten", "om", ("nctv",), "SA-06, SA-10 (C §2.3.4)"),
    Indicator("spoedaanwijzing.gesproken", "gesproken", "nctv", ("om",), "SA-00 (C §2.3.4)"),
    Indicator("spoedaanwijzing.bevestigen", "bevestigen", "nctv", ("om",), "SA-03 (C §2.3.4)"),
    Indicator("spoedaanwijzing.persoon_geinformeerd", "persoon_geinformeerd", "personen", ("nctv",), "SA-07 (C §5.2)"),
    Indicator("spoedaanwijzing.burgemeester", "burgemeester", "gemeente", ("nctv",), "SA-07, BB-07 (C §2.3.5)"),
    Indicator("spoedaanwijzing.triage", "triage", "nctv", ("om",), "SA-07 (C §2.3.4)"),
    Indicator("spoedaanwijzing.overbrugging", "overbrugging", "nctv", ("om",), "SA-08 (C §2.4.1)"),
    Indicator("spoedaanwijzing.bezwaar", "bezwaar", "om", ("nctv",), "SA-02 (C §2.3.4)"),
    Indicator(
        "spoedaanwijzing.eerste_herbeoordeling", "eerste_herbeoordeling", "nctv", ("nctv",), "SA-07 (C §2.2)", Since.DUE
    ),
    Indicator("spoedaanwijzing.herbeoordeling", "herbeoordeling", "nctv", ("nctv",), "HB-02 (C §2.2)", Since.DUE),
    Indicator(
        "spoedaanwijzing.einde_ontvangen", "einde_ontvangen", "nctv", ("om",), "SA-11 [P]", moot=MOOT - {"beeindigd"}
    ),
)
