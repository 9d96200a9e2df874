"""Documents of every act and content, right and wrong in one place, for both languages to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final

from domain import bech32
from domain.functies import RULES
from tests.client.world import keyring_of
from tests.house.app_models import catalogue

MADE: Final = catalogue()
MODELS: Final[Mapping[str, Any]] = MADE["models"]
MOMENTS: Final = ("2026-11-21T02:00:00Z", "2026-11-21T03:00:00.123456+01:00", "2199-12-31t23:59:59.9999999z")
TEXTS: Final = ("tekst", "  ruimte rondom\n", "é" * 300, "\N{RINGING BELL}" * 300, " " + "x" * 300, "\x85regel\x85")
FLOWS: Final = (
    (),
    ("opdracht",),
    ("opdracht", "bericht_rccb"),
    ("bericht_rccb", "opdracht"),
    ("opdracht", "bericht_rccb", "bericht_rccb joined"),
    ("opdracht", "bericht_rccb", "opdracht joined"),
    ("opdracht", "bericht_rccb", "bericht_rccb"),
    ("bericht_rccb joined",),
    ("geschil",),
)
ORIGINS: Final = (
    ("app.example.nl", ["https://app.example.nl"]),
    ("example.nl", ["https://app.example.nl", "https://example.nl:8443"]),
    ("example.nl", ["https://example.nl", "https://example.nl"]),
    ("example.nl", ["https://badexample.nl"]),
    ("example.nl", ["https://example.nl:443"]),
    ("example.nl", ["http://example.nl"]),
    ("localhost", ["http://piket.localhost:8080"]),
    ("localhost", ["http://piket.localhost:80"]),
)
_CARRIED: Final = {"SignaalInterpretParams.linked": "duiding", "RisicomomentTakeParams.linked": "risicoweging"}
"""What an act carries that says more than its own name."""
_HEX: Final = ("0" * 64, "a1" * 32)
_NAMES: Final = ("an", "x" * 64, "A-Z_9")
TEXTS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "^[0-9a-f]{64}$": _HEX,
    "^[A-Za-z0-9_-]{22}$": ("i" * 22, "0123456789-_abcdefghij"),
    "^[A-Za-z0-9_.@-]{1,64}$": (*_NAMES, "a.b@c"),
    "^[A-Za-z0-9_-]{1,64}$": _NAMES,
    "^(nl|board|(arr|eenheid|gm|org|own):[A-Za-z0-9_-]{1,64})$": ("nl", "own:a1", "board", "arr:x", "gm:GM0363"),
    "^[A-Za-z0-9_-]{43}$": ("L" * 43,),
    "^gm:[A-Za-z0-9]{1,16}$": ("gm:GM0363", "gm:1"),
    "^age1(pq1)?[a-z0-9]{50,4000}$": ("age1" + "q" * 58, "age1pq1" + "z" * 2000),
    "^[A-Za-z0-9_-]{86}[AEIMQUYcgkosw048]$": ("B" * 86 + "A", "-_" * 43 + "0"),
    r"^\+?[0-9 ()-]{3,24}$": ("+31 (0)70-000 00 00", "112"),
    r"^[A-Za-z0-9_./-]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$": ("piket.example/om+0a1b2c3d+" + "A" * 43 + "=",),
    "^[A-Za-z0-9_-]{87}$": ("B" * 87, "-_x" * 29),
    r"^https?://[^\p{White_Space}@]{1,1000}$": ("https://bel.example/" + "x" * 900,),
    r"^https?://[^\p{White_Space}@]{1,500}$": ("https://haak.example/é", "http://127.0.0.1:1/\ufeff"),
}
"""Texts for each pattern of the models; a pattern that is new gets its own here."""
_RINGS: Final = [keyring_of(name).public for name in ("hanna", "pieter")]
SEALABLE: Final[Mapping[str, list[str]]] = {
    "hybrid": [ring.hybrid for ring in _RINGS],
    "x25519": [ring.x25519 for ring in _RINGS],
}
"""Keys of each kind to which age can seal."""
ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, 2, -1, 1.5, 2**53 - 1, [], {}, [None], "", " ", "x", "nl", "own", "arr:gelderland",
    "x" * 301, "x" * 8001, "\N{RINGING BELL}" * 301, "\x85\ufeff", "\ufefftekst", "a" * 64 + "\n", "a" * 64, "é" * 22,
    "niet_aangewezen", "basispolitiezorg", "niet_nodig", "geschil", "gecorrigeerd", "niet_uitvoerbaar", "burgemeester",
    "https://example.nl/\x85", "https://example.nl/\ufeff", "https://a@example.nl", "1760000000", "2026-11-21",
    "2026-11-21T02:00:00", "2026-11-21T02:00Z", "2026-11-21_02:00:00Z", "2026-02-29T02:00:00Z", "2024-02-29t02:00:00Z",
    "2026-11-21T24:00:00Z", "2026-11-21T23:59:60Z", "2026-11-21T02:00:00+24:00", "2026-11-21T02:00:00+0100",
    "2026-11-21T02:00:00+23:60", "2026-11-21T02:00:00.1234567Z", "2026-11-21 02:00:00Z", "2026-11-21T02:00:00.Z",
    "1900-01-01T00:00:00.0000001Z", "1899-12-31T23:59:59.9999999999Z", "2026-11-21T02:00:00-23:59",
    "0000-01-01T00:00:00Z", "1900-01-01T00:30:00+01:00", "1900-01-01T00:00:00Z", "2200-01-01T00:00:00Z",
    "2199-12-31T23:59:59-00:01", _RINGS[0].hybrid, _RINGS[0].x25519, _RINGS[1].hybrid[:-1] + "q",
    bech32.encode("age", bytes(32)), bech32.encode("age", b"\xff" * 32), "age1" + "q" * 58,
)  # fmt: skip
"""What stands in a place where something else should; whole numbers with a fraction are strict JSON's to refuse."""


def acts(random: Random, each: int) -> Iterator[dict[str, Any]]:
    """What payloads claim: for every act so many times, with all that the catalogue holds against them."""
    for name, act in MADE["acts"].items():
        for _ in range(each):
            functie = random.choice(list(RULES))
            kind = RULES[functie].scope.value
            params = mutated(random, value(random, MODELS[act["params"]], act["params"]))
            blobs = list(named(params))
            item = None if name.split(".")[0] in ("directory", "roster", "channel") else "i" * 22
            version = 3 if act["versioned"] else None
            yield {
                "act": mostly(random, name, "spoedaanwijzing.unknown", "toString"),
                "item": mostly(random, item, None, "i" * 22),
                "version": mostly(random, version, None, 3),
                "functie": functie.value,
                "scope": mostly(random, kind if kind in ("nl", "board") else f"{kind}:a", "nl", "own"),
                "params": params,
                "blobs": mostly(random, blobs, blobs[1:]),
            }


def contents(random: Random, each: int) -> Iterator[Any]:
    """Decoded contents: of every kind so many."""
    for kind in MADE["contents"].values():
        for _ in range(each):
            yield mutated(random, value(random, MODELS[kind["model"]], kind["model"]))


def named(document: Any) -> Iterator[str]:
    """Every text in a field that holds the hash of a ciphertext."""
    for one in objects(document):
        for name, text in one.items():
            if name in ("content", "blob") and isinstance(text, str):
                yield text


def mostly(random: Random, right: Any, *wrong: Any) -> Any:
    """Nineteen times in twenty what is right."""
    return random.choice(wrong) if random.random() < 0.05 else right


def value(random: Random, schema: Mapping[str, Any], place: str) -> Any:
    """Something that the schema takes, and that the rules between fields take now and then."""
    if place == "SpoedaanwijzingDecideParams.linked":
        return [linked(random, flow) for flow in random.choice(FLOWS)]
    if place in _CARRIED and random.random() < 0.7:
        return linked(random, _CARRIED[place])
    if place.endswith("Params.linked") and random.random() < 0.7:
        return linked(random, random.choice(("geschil", "bericht_rccb", "bericht_rccb joined", "opdracht")))
    if place == "App":
        rp_id, origins = random.choice(ORIGINS)
        return {"rp_id": rp_id, "origins": origins}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return value(random, MODELS[name], name)
    if "anyOf" in schema:
        return value(random, random.choice(schema["anyOf"]), place)
    if "enum" in schema or "const" in schema:
        return random.choice(schema.get("enum", [schema.get("const")]))
    if schema["type"] == "object":
        return fields(random, schema, place)
    if schema["type"] == "array":
        least = schema.get("minItems", 0)
        return [value(random, schema["items"], place) for _ in range(random.randint(least, least + 2))]
    if schema["type"] == "integer":
        most = schema.get("maximum", schema.get("exclusiveMaximum", 2**53) - 1)
        return random.choice((schema["minimum"], schema["minimum"] + 1, most))
    if schema["type"] == "boolean":
        return random.choice((True, False))
    return text(random, schema) if schema["type"] == "string" else None


def text(random: Random, schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "date-time":
        return random.choice(MOMENTS)
    if "seals" in schema:
        return random.choice(SEALABLE[schema["seals"]])
    return random.choice(TEXTS_OF[schema["pattern"]] if "pattern" in schema else TEXTS)


def fields(random: Random, schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    required = schema.get("required", ())
    return {
        field: value(random, one, f"{name}.{field}")
        for field, one in schema["properties"].items()
        if field in required or random.random() < 0.5
    }


def linked(random: Random, flow: str) -> dict[str, Any]:
    name, _, joined = flow.partition(" ")
    base = fields(random, MODELS["LinkedItem"], "LinkedItem")
    return {**base, "flow": name, "joined": "j" * 22 if joined else None}


def mutated(random: Random, document: Any) -> Any:
    """A right document, or one that is odd, has too much or lacks something in one place."""
    how = random.choice(("right", "odd", "odd", "more", "less"))
    target = random.choice(list(objects(document)))
    if how == "more":
        target[random.choice(("unknown", "__proto__", "constructor", "toString"))] = 1
    elif target and how != "right":
        field = random.choice(list(target))
        if how == "less":
            del target[field]
        else:
            target[field] = random.choice(ODD)
    return document


def objects(document: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, the document itself first."""
    if isinstance(document, dict):
        yield document
        for one in document.values():
            yield from objects(one)
    elif isinstance(document, list):
        for one in document:
            yield from objects(one)
