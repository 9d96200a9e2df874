"""Writes docs/rules.md, the table rule → paragraph → code → tests, and says what is missing in it.

python -m tests.house.rules           says what is missing or stale; exit status 1 if anything is
python -m tests.house.rules --write   writes the table anew, then says the same
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.house.tree import ROOT, our_files

PAGE: Final = ROOT / "docs/rules.md"
SOURCES: Final = ("bot", "client", "config", "domain", "handlers", "notify", "storage")
COMMAND: Final = "python -m tests.house.rules --write"

RULES: Final[Mapping[str, tuple[str, str]]] = {
    "SA-00": ("submitting opens the call; not yet spoken shows and rings", "C §2.3.4"),
    "SA-01": ("ground, compulsory content, call-back number from the directory", "C §2.3.4"),
    "SA-02": ("on behalf: the HOvJ is told at once, may withdraw or object", "C §2.3.4"),
    "SA-03": ("by telephone: registered by the NCTV, confirmed by the caller", "C §2.3.4"),
    "SA-04": ("receipt is an explicit act of someone who may decide", "[P] on C §2.3.4"),
    "SA-05": ("asking does not stop the clock of the decision", "C §2.3.4"),
    "SA-06": ("outcome, reasoned and signed", "C §2.3.4"),
    "SA-07": ("at designation authority passes, and its duties open", "C §2.3.1, §2.3.4, §4.1"),
    "SA-08": ("refusal: voice first, director, bridging, acquiesce or dispute", "[P] on C §2.3.4, §2.4.1"),
    "SA-09": ("the kerngezin moves with the authority", "C §2.3"),
    "SA-10": ("silence climbs; receipt starts the clock of the decision", "[P] on C §2.3.4"),
    "SA-11": ("a foreseen end opens a review and ends nothing", "C §2.2, [P]"),
    "SA-12": ("two submissions for one event can be joined", "[P]"),
    "SA-13": ("withdraw until decided", "C §2.3.4"),
    "TR-01": ("an intake form by the authority, for direct admission or the table", "C §2.3.3"),
    "TR-02": ("the criteria A, B and C of the toetsingskader", "C §2.3.3"),
    "TR-03": ("A and B, or else the table with C; the form says what is missing", "C §2.3.3"),
    "TR-04": ("the HOvJ is the authority until the designation; a refusal ends nothing", "C §2.3.3"),
    "TR-05": ("judgement by the NCTV only, argued and signed, informs the OM", "C §2.3.3"),
    "TR-06": ("the overdrachtsdossier follows an admission; the NCTV records when it is complete", "C §2.3.3"),
    "TR-07": ("triagetafel: agenda, participants, outcome; the judgement remains the NCTV's", "C §2.3.3"),
    "TR-08": ("disagreement climbs two rungs, none of which overrules", "C §2.3.3"),
    "RM-01": ("a risk moment is reported with start, end, where, what, expected public", "C §3.3"),
    "RM-02": ("both sides are asked, one takes it; the reporter never learns which", "C §3.3"),
    "RM-03": ("established whether measures are advised; the authority decides", "C §3.3"),
    "RM-04": ("what is due counts back from the start; refused only when it has ended", "[P]"),
    "RM-05": ("changed and cancelled at any time; assessments are reopened", "[P]"),
    "RM-06": ("one act turns it into a spoedaanwijzing by the HOvJ", "C §2.3.4"),
    "RM-07": ("overlap with another moment is shown to the receiver", "[P]"),
    "BB-01": ("three scenarios; the NCTV decides what is shared; art. 16 Wpg shows", "C §2.3.5"),
    "BB-02": ("four eyes, afterwards where the risk is acute", "[P]"),
    "BB-03": ("a message for each mayor, who sees no other addressee", "C §2.3.5, [P]"),
    "BB-04": ("acknowledge, ask, answer, vierhoeksoverleg", "C §2.3.5"),
    "BB-05": ("no receipt: L-4; a stand-in only released by name", "[P] on C §2.3.5"),
    "BB-06": ("corrected, supplemented, recalled, ended: to be acknowledged again", "[P] on C §2.3.5"),
    "BB-07": ("every designation asks which mayors", "C §2.3.5, [P]"),
    "BB-08": ("every notice carries its handelingskader", "C §5.2, [P]"),
    "HB-01": ("measures are temporary and reviewed; when, or on what information, is set early", "C §2.2, §3.3"),
    "HB-02": ("the authority reviews, with reasons; the next moment is set in the same act", "C §2.2, §3.3"),
    "HB-03": ("overdue climbs, shows, and changes nothing in the protection", "[P] on C §3.3"),
    "HB-04": ("new threat information marked as trigger asks for the review at once", "C §3.3"),
    "HB-05": ("the same for informing the person and for the threat level of objects", "C §2.5, §5.2"),
    "HB-06": ("the standard measures of category I are outside", "C §3.3"),
    "SG-01": ("signals of protected persons; onveilig_nu only where somebody follows up day and night", "B23, C §3.2"),
    "SG-02": ("routed by the authority, received with a next step; a promise is owed", "B23, [P]"),
    "SG-03": ("interpreted apart; a melding reaches the authority; the person is always answered", "C §3.2"),
    "SG-04": ("onveilig_nu climbs L-3", "B23, [P]"),
    "SG-05": ("own items only, and nothing that was not given to them", "C §5.2"),
    "SG-06": ("a place stands in one message, only when sent", "[P]"),
    "SG-07": ("silent, and under duress: nothing betrays it", "[P]"),
    "L-1": ("ladder: silence on a spoedaanwijzing", "[P], order from C §2.3.3"),
    "L-2": ("ladder: disagreement, in minutes or in days", "[P], order from C §2.3.3"),
    "L-3": ("ladder: onveilig_nu, in the stelsel or locally", "[P]"),
    "L-4": ("ladder: mayor, acute", "[P]"),
    "L-5": ("ladder: review, by the calendar", "[P]"),
    "L-6": ("ladder: order to the LCC", "[P] on C §4.1"),
    "L-7": ("ladder: triage", "[P]"),
    "L-8": ("ladder: follow-up", "[P]"),
    "X-01": ("timers never decide, never end protection, never close", "C §2.3.1"),
    "X-02": ("climbing adds people; only who holds the power may receive", "[P]"),
    "X-03": ("an empty slot rings all holders; a gap is skipped and shown", "[P]"),
    "X-04": ("quiet hours never hold back an emergency", "[P]"),
    "X-05": ("a drill is a separate space with one fixed extra sentence", "[P]"),
    "X-06": ("elapsed time survives restarts, clock steps, daylight saving", "[P]"),
    "X-07": ("nothing typed in a chat counts as content", "[P]"),
    "X-08": ("alarm fatigue is a fault: budget, bundling, figures per functie", "[P]"),
    "P-01": ("access follows functie, scope and need to know", "C §1.3"),
    "P-02": ("nobody acts in an item about themselves", "C §2.4.2"),
    "P-04": ("areas come from data with source and year", "C §2.3.5, [P]"),
    "P-05": ("every route between organisations carries its legal ground from policy", "C §1.2, §2.3.5"),
    "P-06": ("gezagskaart: who is the authority now, over what", "[P] on C §2.3.1"),
    "EV-01": ("every act, delivery, ring, rung and release is a log entry", "C §3"),
    "EV-02": ("figures per interface, month and organisation; no persons, small numbers kept back", "C §6.1, [P]"),
    "EV-03": ("retention by policy per flow, then unreadable for good; a hold stops it, visibly", "[P]"),
    "EV-04": ("an item keeps the policy version it opened under", "[P] on B26"),
    "RO-02": ("an empty slot falls back to all holders", "[P]"),
}
"""Every rule this version must keep: what it says in a few words, and where that is written."""

_ID = re.compile(r"\b(?:SA|TR|RM|BB|HB|SG|L|X|P|EV|RO)-\d{1,2}\b")
_RANGE = re.compile(r"\b(SA|X)-(\d\d)…(?:SA-|X-)?(\d\d)\b")
_TEST = re.compile(r"test((?:_(?:sa|tr|rm|bb|hb|sg|l|x|p|ev|ro)_\d{1,2})+)(?:_|$)")
_IN_NAME = re.compile(r"_(sa|tr|rm|bb|hb|sg|l|x|p|ev|ro)_(\d{1,2})")


@dataclass(frozen=True)
class Place:
    """One rule with where the code names it and which tests are called after it: file → names, in reading order."""

    code: dict[str, list[str]] = field(default_factory=dict)
    tests: dict[str, list[str]] = field(default_factory=dict)


def named_rules(text: str) -> set[str]:
    """The rule ids in a text; `SA-00…13` names them all."""
    found = set(_ID.findall(text))
    for family, first, last in _RANGE.findall(text):
        found |= {f"{family}-{number:02}" for number in range(int(first), int(last) + 1)}
    return found


def tested_rules(name: str) -> set[str]:
    """The rules a test is named after: `test_sa_04_x_02_…` proves two."""
    found = _TEST.match(name)
    return {f"{family.upper()}-{number}" for family, number in _IN_NAME.findall(found[1])} if found else set()


def cited(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(rule, name) for each function, class or assignment whose docstring or other fixed text names the rule."""
    yield from _cited(tree.body, "")


def _cited(body: list[ast.stmt], within: str) -> Iterator[tuple[str, str]]:
    name = within
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{within}.{node.name}".lstrip(".")
            yield from _cited(node.body, inner)
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign) and not within:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = target.id if isinstance(target, ast.Name) else within
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from ((rule, name) for rule in sorted(named_rules(part.value)))


def ladders(policy: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(rule, ladder) for each ladder of a policy that is called after the rule or names it as its source."""
    found = policy.get("ladders", {})
    assert isinstance(found, dict)
    for name, ladder in found.items():
        yield from ((rule, name) for rule in sorted(named_rules(f"{name} {ladder.get('source', '')}")))


def collect(root: Path, files: list[Path]) -> dict[str, Place]:
    """Every rule of RULES with its places among these files."""
    places = {rule: Place() for rule in RULES}
    for path in files:
        where = path.relative_to(root)
        if where.parts[0] in SOURCES and path.suffix == ".py":
            _note(places, "code", where, cited(ast.parse(path.read_text())))
        elif where.parts[:2] == ("config", "policies") and path.suffix == ".toml":
            _note(places, "code", where, ladders(tomllib.loads(path.read_text())))
        elif where.parts[0] == "tests" and path.suffix == ".py":
            names = [
                node.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            _note(places, "tests", where, ((rule, name) for name in names for rule in sorted(tested_rules(name))))
    return places


def _note(places: dict[str, Place], kind: str, where: Path, found: Iterator[tuple[str, str]]) -> None:
    for rule, name in found:
        if rule in places:
            names: list[str] = getattr(places[rule], kind).setdefault(where.as_posix(), [])
            if name and name not in names:
                names.append(name)


def page(places: Mapping[str, Place]) -> str:
    """The text of docs/rules.md."""
    rows = [
        f"| {rule} | {RULES[rule][0]} | {RULES[rule][1]} | {_cell(place.code)} | {_cell(place.tests)} |"
        for rule, place in places.items()
    ]
    head = [
        "# Rules: where each is written, kept and proven",
        "",
        f"Made by `{COMMAND}`; do not edit. **C §n** is the paragraph of the *Circulaire bewaken en beveiligen 2026*,",
        "**B26** the minister's letter of 3 July 2026, **[P]** product policy: ours, not in the circular.",
        "Code is named by file and function, class or ladder; tests are named after their rule.",
        "",
        "| rule | says | paragraph | code | tests |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _cell(found: Mapping[str, list[str]]) -> str:
    lines = [
        f"[{path}](../{path})" + (f": {', '.join(f'`{name}`' for name in names)}" if names else "")
        for path, names in sorted(found.items())
    ]
    return "<br>".join(lines)


def missing(places: Mapping[str, Place]) -> list[str]:
    """One sentence for each rule that no code names or no test is called after."""
    found = []
    for rule, place in places.items():
        if not place.code:
            found.append(f"{rule}: no docstring in {', '.join(SOURCES)} names it; name it where it is kept.")
        if not place.tests:
            prefix = f"test_{rule.lower().replace('-', '_')}_"
            found.append(f"{rule}: no test is named after it; write one whose name starts with {prefix}.")
    return found


def stale(places: Mapping[str, Place]) -> list[str]:
    """One sentence when docs/rules.md is not what the code says."""
    fresh = PAGE.exists() and PAGE.read_text() == page(places)
    return [] if fresh else [f"docs/rules.md is not what the code says; run: {COMMAND}"]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    places = collect(ROOT, our_files())
    if "--write" in arguments:
        PAGE.write_text(page(places))
    found = [*missing(places), *stale(places)]
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
