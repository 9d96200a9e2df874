"""EV-02 (C §6.1): what is measured of a regular admission: put on the agenda, judged, handed over."""

from typing import Final

from domain.quality import MOOT, Indicator

INDICATORS: Final = (
    Indicator("triage.agenderen", "agenderen", "om", ("om",), "TR-07 (C §2.3.3)", moot=MOOT | {"opgenomen"}),
    Indicator("triage.oordelen", "oordelen", "om", ("nctv",), "TR-05, L-7 (C §2.3.3)"),
    Indicator("triage.overdrachtsdossier", "overdrachtsdossier", "nctv", ("om",), "TR-06, L-7 (C §2.3.3)"),
    Indicator("triage.dossier_volledig", "dossier_volledig", "om", ("nctv",), "TR-06 (C §2.3.3)"),
    Indicator("triage.burgemeester", "burgemeester", "gemeente", ("nctv",), "BB-07 (C §2.3.5)"),
    Indicator("triage.maatregelen", "maatregelen", "nctv", ("om",), "TR-04, TR-08 (C §2.4.1)"),
)
