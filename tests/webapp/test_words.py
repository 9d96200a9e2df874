"""The app has words for every name of the service that it shows, and says refusals as the service does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from bot.http.words import TABLE
from domain.bells import BellAction
from domain.catalogue import SPECS
from domain.contents import ACTS_OF
from domain.flows import parts
from domain.functies import RULES, Functie
from notify.web_push import WebPushChannel
from notify.wording import sentence
from tests.house.app_models import NEVER_MET
from tests.webapp.node import WEBAPP, vitest


def obligations() -> Iterator[str]:
    """Every obligation that the page of a flow names, with each flow that the page is about."""
    for page in sorted((WEBAPP.parent / "docs" / "flows").glob("*.md")):
        text = page.read_text("utf-8")
        table = text.partition("\n## Obligations")[2].partition("\n## ")[0]
        whats = re.findall(r"^\| `([a-z_0-9]+)` \|", table, re.MULTILINE)
        assert whats, page
        yield from (f"{what}@{page.stem}" for what in whats)


def test_every_name_on_a_screen_has_words_and_refusals_are_said_alike(tmp_path: Path) -> None:
    """Functies, flows, states, kinds of content, acts, and what the flows' pages name as obligations; `@` its flow."""
    acts = (WEBAPP / "src" / "phone-acts.ts").read_text("utf-8")
    running = (WEBAPP.parent / "docs" / "operations.md").read_text("utf-8")
    alarms = running.partition("\n## Alarms on the board")[2].partition("Alarms: ")[2].partition("\nThe board")[0]
    states = {module.__name__.split(".")[-2]: [state.value for state in module.State] for module in parts("state")}
    of_flows = [name for name, spec in SPECS.items() if spec.family in states]
    names = {
        "functie": [functie.value for functie in Functie],
        "organisation": sorted({one for rule in RULES.values() for one in rule.organisations}),
        "flow": list(states),
        "state": [f"{state}@{flow}" for flow, all_of in states.items() for state in all_of],
        "kind": sorted(ACTS_OF),
        "what": list(obligations()),
        "alarm": re.findall(r"`([a-z]+[._][a-z_.]+|flood)`", alarms),
        "do": sorted({*re.findall(r'"([a-z_]+\.[a-z_]+)"', acts), *of_flows}),
    }
    names["kind"].remove("bijlage")  # its words are those of the list of attachments
    (tmp_path / "names.json").write_text(json.dumps(names), "utf-8")
    bells = (BellAction.RING, BellAction.TOLD, BellAction.TEST, BellAction.CLOSED)
    assert frozenset(bells) == WebPushChannel.actions
    said = [
        {
            "nl": sentence(action, repeat=repeat, drill=drill, language="nl", buttons=False),
            "en": sentence(action, repeat=repeat, drill=drill, language="en", buttons=False),
        }
        for action, repeat, drill in product(bells, (0, 1), (False, True))
    ]
    (tmp_path / "bells.json").write_text(json.dumps(said), "utf-8")
    problems = {
        code: [words.nl, words.nl_detail, words.en, words.en_detail]
        for code, words in TABLE.items()
        if code.partition(".")[0] not in NEVER_MET
    }
    (tmp_path / "problems.json").write_text(json.dumps(problems), "utf-8")
    vitest("tests/words.cross.ts", vectors=tmp_path)
