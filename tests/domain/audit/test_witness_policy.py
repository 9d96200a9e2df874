"""tlog-policy: who witnesses, and how many of them are enough."""

import pytest

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.cosignatures import adopt, cosign
from domain.audit.errors import FormatInvalid, NoteUnverified
from domain.audit.notes import SignatureType, SignerKey, parse_note
from domain.audit.witness_policy import NONE, parse_policy

from .sample_log import LOG_KEY, ORIGIN

KEYS = {
    name: SignerKey(f"{name}.example", SignatureType.COSIGNATURE, bytes([number]) * 32)
    for number, name in enumerate(("x1", "x2", "x3", "y1", "y2"), 1)
}
LINES = "".join(f"witness {name} {key.verifier.encode()} https://{name}.example/w/\n" for name, key in KEYS.items())
GROUPS = "group X 2 x1 x2 x3\ngroup Y any y1 y2\ngroup both all X Y\n"
CHECKPOINT = Checkpoint(ORIGIN, 3, bytes(32))


def note_of(*names: str) -> bytes:
    signed = sign_checkpoint(CHECKPOINT, LOG_KEY)
    for name in names:
        lines = cosign(CHECKPOINT.text(), KEYS[name], 1700000000).line().encode()
        signed = adopt(signed, lines, [KEYS[name].verifier])
    return signed


@pytest.mark.parametrize(
    ("names", "enough"),
    [
        ((), False), (("x1",), False), (("x1", "x2"), False), (("y1",), False), (("y1", "y2"), False),
        (("x1", "x2", "y2"), True), (("x1", "x2", "x3", "y1", "y2"), True), (("x2", "y1", "y2"), False),
    ],
)  # fmt: skip
def test_enough_is_what_the_groups_say(names: tuple[str, ...], enough: bool) -> None:
    policy = parse_policy(f"# who\n\n{LINES}{GROUPS}quorum both\n")
    note = parse_note(note_of(*names))
    assert policy.cosigners(note) == dict.fromkeys(names, 1700000000)
    assert policy.met(names) is enough
    if enough:
        policy.check(note)
    else:
        with pytest.raises(NoteUnverified):
            policy.check(note)


def test_one_witness_may_be_the_quorum_and_none_asks_for_nothing() -> None:
    single = parse_policy(f"{LINES}quorum y2\n")
    assert (single.met(["y2"]), single.met(["x1", "x2", "x3", "y1"])) == (True, False)
    assert single.witnesses["y2"].url == "https://y2.example/w"
    nobody = parse_policy(f"log {LOG_KEY.verifier.encode()}\nquorum none\n")
    assert nobody.quorum == NONE
    assert nobody.met([])


def test_a_signature_of_a_witness_that_does_not_verify_counts_for_nothing() -> None:
    other = Checkpoint(ORIGIN, 4, bytes(32))
    moved = cosign(other.text(), KEYS["x1"], 1700000000).line().encode()
    policy = parse_policy(f"{LINES}quorum x1\n")
    assert policy.cosigners(parse_note(sign_checkpoint(CHECKPOINT, LOG_KEY) + moved)) == {}


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        f"{LINES}quorum nobody\n",
        f"{LINES}quorum x1\nquorum x1\n",
        f"{LINES}{LINES}quorum x1\n",
        f"{LINES}witness z {KEYS['x1'].verifier.encode()}\nquorum x1\n",
        f"{LINES}witness none {KEYS['x1'].verifier.encode()}\nquorum x1\n",
        f"{LINES}witness z {LOG_KEY.verifier.encode()}\nquorum x1\n",
        f"{LINES}group g 0 x1\nquorum g\n",
        f"{LINES}group g 2 x1\nquorum g\n",
        f"{LINES}group g -1 x1\nquorum g\n",
        f"{LINES}group g many x1\nquorum g\n",
        f"{LINES}group g all\nquorum g\n",
        f"{LINES}group g all x1 x1\nquorum g\n",
        f"{LINES}group g all g\nquorum g\n",
        f"{LINES}group g all h\ngroup h all x1\nquorum g\n",
        f"{LINES}group x1 all x2\nquorum x1\n",
        f"{LINES}witnes z\nquorum x1\n",
        "quorum x1\n",
        "\n" * 300 + "quorum none\n",
    ],
)
def test_what_is_not_exactly_a_policy_is_refused_whole(text: str) -> None:
    with pytest.raises(FormatInvalid):
        parse_policy(text)
