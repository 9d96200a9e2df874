"""What serves every flow in the app names none: a flow's name stands in files named after it, or here with why not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_flow_names import FLOWS
from tests.house.tree import ROOT, our_files

SOURCE = ROOT / "webapp" / "src"

EMERGENCY = "the emergency waits for no file, whichever flow has it (decision 0049)"
NAMED = {
    "crypto/content-rules.ts": ({"spoedaanwijzing"}, "a decision says its outcome sealed as well, also joined (SA-12)"),
    "device/reading.ts": ({"spoedaanwijzing"}, "the outcome of a request is compared with what was signed (SA-06)"),
    "pages/app.ts": ({"signaal", "spoedaanwijzing"}, f"{EMERGENCY}; items as a protected person sees them (SG-05)"),
    "pages/item.ts": ({"spoedaanwijzing"}, f"{EMERGENCY}: requests that go together (SA-12)"),
    "pages/openings.ts": ({"spoedaanwijzing"}, EMERGENCY),
    "phone-acts.ts": (
        {"spoedaanwijzing"},
        "a decision names more than a form asks: joined requests, order, word (SA-12)",
    ),
    "wire/rules/linked.ts": ({"bericht_rccb", "geschil"}, "types of what acts of several flows carry"),
    "worker/before.ts": ({"signaal"}, "a protected person's phone opens as no other does (SG-07)"),
    "worker/intents.ts": (
        {"bericht_rccb", "opdracht", "spoedaanwijzing"},
        "a decision names more than a form asks: joined requests, order, word (SA-12)",
    ),
    "worker/phone.ts": ({"signaal"}, "a protected person's phone warns while it is locked (SG-07)"),
}
"""Files of the app that serve more than one flow and name some: which, and why; a hook that is found is better."""

_TOKEN = re.compile(r'"((?:[^"\\\n]|\\.)*)"|/\*.*?\*/|(?:^|(?<=\s))//[^\n]*', re.DOTALL | re.MULTILINE)


def flows_of(path: str) -> set[str]:
    """The flows that a file is named after: `flows/triage.ts`, `pages/open-triage.ts`, `words/pages-triage.test.ts`."""
    return set(path.rpartition("/")[2].partition(".")[0].split("-")) & set(FLOWS)


def named(code: str) -> Iterator[str]:
    """The flows that code names: in a string, or by a file that it imports; no comment does."""
    for said in (one[1] for one in _TOKEN.finditer(code) if one[1] is not None):
        if said.startswith("."):
            yield from flows_of(said)
        else:
            yield from (flow for flow in FLOWS if said == flow or said.startswith(f"{flow}."))


def is_generic(path: Path) -> bool:
    """Whether it serves every flow, and is neither a test, what tests are shown, nor written from the models."""
    parts = path.relative_to(SOURCE)
    made = parts.as_posix().startswith("wire/models") or parts.name.startswith("fake-") or ".test." in parts.name
    return not made and not flows_of(path.as_posix())


def names_by_file() -> dict[str, set[str]]:
    """What every generic file of the app names, of those that name anything."""
    ours = [one for one in our_files() if one.suffix == ".ts" and one.is_relative_to(SOURCE)]
    found = {one.relative_to(SOURCE).as_posix(): set(named(one.read_text())) for one in ours if is_generic(one)}
    return {file: flows for file, flows in found.items() if flows}


def test_what_serves_every_flow_names_none_but_for_what_is_argued_here() -> None:
    assert names_by_file() == {file: flows for file, (flows, _) in NAMED.items()}, "make it a hook, or argue it here"


@pytest.mark.parametrize(
    "code",
    [
        'if (view.flow === "triage") return steps;',
        'const KNOWN = ["geheel", "triage"];',
        'read.act === "triage.submit"',
        'const OPEN = () => import("./open-triage.ts");',
        'const FOUND = import.meta.glob("./*.ts"); const FLOW = "triage"; /** A flow. */',
    ],
)
def test_a_name_is_found_wherever_code_says_it(code: str) -> None:
    assert set(named(code)) == {"triage"}


def test_a_sentence_or_another_word_is_no_name() -> None:
    assert not set(named('/** "triage" */\nsay("triagesecretariaat"); // as "triage" does\nimport "./flows.ts";'))
