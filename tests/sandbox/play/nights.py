"""A small scenario to write tests about, and its parts as text."""

from sandbox.play.reading import read_scenario
from sandbox.play.scenario import Scenario

PEOPLE = """
[people.fenna]
organisation = "om"
founder = true
channels = []

[people.hanna]
organisation = "om"
functies = ["hovj@arr:midden-nederland"]

[people.nina]
organisation = "nctv"
functies = ["nctv_piket@nl"]
channels = ["telegram", "webhook"]

[[roster]]
functie = "nctv_piket@nl"
on_duty = "nina"
"""
HEAD = """
title = "A night"
about = "Somebody asks, somebody answers."
starts = "03:12"
lasts = "00:10:00"
"""
SUBMIT = """
[[steps]]
at = "00:00:00"
who = "hanna"
does = "submit"
item = "zaak"
person = "Iemand die bedreigd wordt"
need = "Bescherming vanaf nu"
"""


def scenario(more: str = "", head: str = HEAD) -> Scenario:
    """The small scenario with `more` at its end."""
    return read_scenario(head + SUBMIT + more, PEOPLE)
