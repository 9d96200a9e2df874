"""What happens in items of the practice world, and what the service could tell of it: each story gives some answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from client import envelopes
from client.age import HybridIdentity
from client.content import Place
from client.itemkeys import wrap_item
from client.passkey import Passkey
from client.phone import Phone
from client.reading import Case
from client.sealing import seal
from client.signing import Draft, blob_name, build_payload
from domain.acts.envelope import REAL_TYPE, Proof
from domain.acts.item import IkBel, Rekey, WrapLate
from domain.acts.payload import Params
from domain.acts.webauthn import App
from domain.catalogue import SPECS
from domain.content import OverlegContent, VraagContent
from domain.contents import AnyContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.spoedaanwijzing.acts import Ask, FollowUp, Outcome, Spoken
from domain.flows.spoedaanwijzing.content import BesluitContent, CorrectieContent, EindeContent, VervolgContent
from domain.functies import Holding
from domain.ids import ActId, ItemId, PersonId, Sha256Hex
from tests.client.service import Running
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.client.world import HOVJ, LCC, NOW, PG, PIKET, keyring_of
from tests.webapp.keys import b64
from tests.webapp.readings import Lie, Told, few, lies, state_lies

Story = Callable[[Running], Awaitable[list[dict[str, Any]]]]
LIED_TO: Final = "a request whose content says another outcome than the act that was read"
QUESTION = VraagContent(kind="vraag", text="Waar is hij nu?")


def by_hand(
    phone: Phone,
    case: Case,
    name: str,
    params: Callable[[str], Params],
    holding: Holding,
    *,
    sealed: Callable[[ActId], bytes] = lambda _: b"",
    wraps: Mapping[Sha256Hex, bytes] | None = None,
    later: int = 0,
) -> list[tuple[list[Any], Any]]:
    """What is put into the answer about an item when this phone signs an act on it that no service took."""
    id, version = phone.new_act(), case.version if SPECS[name].versioned else None
    blob = sealed(id)
    draft = Draft(
        id, name, params(blob_name(blob)), holding, case.id, version, {blob_name(blob): blob, **(wraps or {})}
    )
    at = phone.clock() + timedelta(seconds=later)
    raw = build_payload(draft, device=phone.keyring.device, at=at, log="om", seq=0, prev=None)
    act = envelopes.to_json(envelopes.sign(REAL_TYPE, raw, [phone.keyring]))
    acts = [json.loads(one.model_dump_json()) for one in case.answer.acts]
    contents = [json.loads(one.model_dump_json()) for one in case.answer.contents]
    if blob:
        said = {"blob": blob_name(blob), "kind": "x", "act": id, "at": NOW.isoformat(), "size": len(blob)}
        contents.append({**said, "data": b64(blob)})
    return [(["acts"], [*acts, act]), (["contents"], contents)]


def sealing(phone: Phone, case: Case, name: str, holding: Holding, content: AnyContent) -> Callable[[ActId], bytes]:
    """Content that this phone seals for an act of this name."""

    def sealed(act: ActId) -> bytes:
        assert case.recipient is not None
        return phone.seal(content, Place(case.id, case.recipient, act, name, holding, case.excluded))

    return sealed


def asked(phone: Phone, case: Case, sealed: Callable[[ActId], bytes], holding: Holding = PIKET) -> Any:
    return by_hand(phone, case, "spoedaanwijzing.ask", lambda blob: Ask(content=blob), holding, sealed=sealed)


async def a_designation(world: Running) -> list[dict[str, Any]]:
    """A question, an attachment, a decision with its order; what others could sign beside it."""
    hanna, pieter, paula = await world.phone("hanna"), await world.phone("pieter"), await world.phone("paula")
    lcc = await world.phone("lies")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    other = await Told.about("another request", pieter, (await hanna.submit_spoedaanwijzing(REQUEST)).item)
    await pieter.receive(item)
    await pieter.ask(item, QUESTION)
    file = world.folder / "brief.txt"
    file.write_text("brief")
    await hanna.attach(item, file, "text/plain")
    assert (await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    case = await pieter.read(item)
    ask, follow = "spoedaanwijzing.ask", "spoedaanwijzing.follow_up"
    done = FollowUp.model_validate({"what": "persoon_geinformeerd", "outcome": "gedaan", "content": "a" * 64})
    nameless, recipient = VervolgContent(kind="vervolg", text="Gebeld"), case.recipient
    assert recipient is not None
    hands: list[Lie] = [
        ("another's content in an act", asked(paula, case, sealing(pieter, case, ask, PIKET, QUESTION))),
        ("an act in a functie never held", asked(pieter, case, sealing(pieter, case, ask, PG, QUESTION), PG)),
        ("content of whom it does not fit", asked(lcc, case, sealing(lcc, case, ask, LCC, QUESTION), LCC)),
        ("content that is none", asked(pieter, case, lambda _: seal(b"{}", recipient))),
        ("content in an act of another name", asked(pieter, case, sealing(pieter, case, follow, PIKET, nameless))),
        (
            "nobody named who told the person",
            by_hand(
                pieter,
                case,
                follow,
                lambda blob: done.model_copy(update={"content": blob}),
                PIKET,
                sealed=sealing(pieter, case, follow, PIKET, nameless),
            ),
        ),
    ]
    mine = await Told.about("a designation", pieter, item)
    found = [await mine.written([*lies(mine.answer, other.answer, 12), *hands])]
    mine = await Told.about("the same, for its requester", hanna, item)
    found.append(await mine.written(list(few(mine.answer))))
    [order] = [one.id for one in case.answer.linked if one.flow == "opdracht"]
    for name, phone in (("the order", lcc), ("the order, for its sender", pieter)):
        mine = await Told.about(name, phone, order)
        found.append(
            await mine.written(list(lies(mine.answer, other.answer, 60) if phone is lcc else few(mine.answer)))
        )
    return found


async def a_refusal(world: Running) -> list[dict[str, Any]]:
    """Kept back until it was told, then shown, disputed, consulted about, and turned."""
    hanna, pieter, dirk = await world.phone("hanna"), await world.phone("pieter"), await world.phone("dirk")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.decide(item, "niet_aangewezen", DECISION)).status == 201
    answers = [await Told.about("a refusal that is kept back", hanna, item)]
    answers.append(await Told.about("the same, for its decider", pieter, item))
    await world.settle(3600)
    answers.append(await Told.about("a refusal", hanna, item))
    assert (await hanna.dispute(item, GeschilContent(kind="geschil", text="Dreiging is acuut"))).status == 201
    answers.append(await Told.about("a refusal in dispute", hanna, item))
    [dispute] = [one.id for one in (await hanna.read(item)).answer.linked if one.flow == "geschil"]
    assert (
        await dirk.record(dispute, 1, "alsnog_aanwijzen", OverlegContent(kind="overleg", reasons="Ja"))
    ).status == 201
    answers.append(await Told.about("a dispute", dirk, dispute))
    assert (await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    answers.append(await Told.about("a refusal that became a designation", hanna, item))
    return [await one.written(list(few(one.answer))) for one in answers]


async def two_joined(world: Running) -> list[dict[str, Any]]:
    """One decision names two requests: who read its act holds the other request to it (SA-12)."""
    hanna, nadia, pieter = await world.phone("hanna"), await world.phone("nadia"), await world.phone("pieter")
    one = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    two = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.join(one, two)).status == 201
    joined: dict[ItemId, tuple[Outcome, BesluitContent]] = {two: ("aangewezen", DECISION)}
    assert (await pieter.decide(one, "aangewezen", DECISION, order=ORDER, word=WORD, joined=joined)).status == 201
    known = (await pieter.read(one)).joined
    assert set(known.values()) == {"aangewezen"}
    refused: dict[tuple[ItemId, ActId], Outcome] = dict.fromkeys(known, "niet_aangewezen")
    elsewhere: dict[tuple[ItemId, ActId], Outcome] = {(one, act): "niet_aangewezen" for _, act in known}
    never: dict[tuple[ItemId, ActId], Outcome] = {(two, pieter.new_act()): "aangewezen"}
    answers = [
        await Told.about("the request that was decided on", pieter, one, known),
        await Told.about("the request joined to it", pieter, two, known),
        await Told.about("the same, by who read no act", nadia, two),
        await Told.about("the same, after reading about another", pieter, two, elsewhere),
        await Told.about("the same, after reading an act that is held back", pieter, two, never),
    ]
    found = [await answers[1].written(list(lies(answers[1].answer, answers[0].answer, 60)))]
    found += [await answer.written(list(few(answer.answer))) for answer in answers[:1] + answers[2:]]
    lied_to = await Told.about(LIED_TO, pieter, two, refused)
    return [*found, await lied_to.written(list(state_lies(lied_to.answer)))]


async def new_keys(world: Running) -> list[dict[str, Any]]:
    """A new key twice; and one, or none at all, from somebody to whom the item was never sealed."""
    hanna, pieter, lcc = await world.phone("hanna"), await world.phone("pieter"), await world.phone("lies")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    other = await Told.about("another request", pieter, (await hanna.submit_spoedaanwijzing(REQUEST)).item)
    for phone in (pieter, hanna):
        assert (await phone.rekey(item)).status == 201
    assert (await pieter.ask(item, QUESTION)).status == 201
    stolen = HybridIdentity.generate(lcc.random)
    wraps = wrap_item(stolen, lcc.directory, [PIKET, LCC], ())
    params = Rekey(recipient=stolen.recipient().to_string(), wraps=wraps.wraps)
    case = await pieter.read(item)
    draft = Draft(lcc.new_act(), "item.rekey", params, LCC, item, case.version, wraps.blobs)
    raw = build_payload(draft, device=lcc.keyring.device, at=NOW, log="politie", seq=0, prev=None)
    found = []
    for name, phone in (("new keys", pieter), ("new keys, for the requester", hanna)):
        mine = await Told.about(name, phone, item)
        act = envelopes.to_json(envelopes.sign(REAL_TYPE, raw, [lcc.keyring]))
        theirs: Lie = ("a key from outside", [(["acts"], [*mine.answer["acts"], act])])
        nothing = by_hand(lcc, case, "item.wrap", lambda _: WrapLate(wraps=[]), LCC)
        added: Lie = ("no key from outside", [(["acts"], [*mine.answer["acts"], nothing[0][1][-1]])])
        found.append(await mine.written([*lies(mine.answer, other.answer, 40), theirs, added]))
    return found


async def by_passkey(world: Running) -> list[dict[str, Any]]:
    """An act that a passkey proves, one that both keys prove, and assertions that prove something else."""
    hanna, pieter, paula = await world.phone("hanna"), await world.phone("pieter"), await world.phone("paula")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    call = IkBel(what="ontvangen")
    assert (await pieter.act("item.ik_bel", call, PIKET, item=item, by=pieter.passkey)).status == 201
    assert (await paula.act("item.ik_bel", call, PIKET, item=item, also=[paula.passkey])).status == 201
    mine = await Told.about("acts by passkey", paula, item)
    kinds = [[proof["kind"] for proof in act["proofs"]] for act in mine.answer["acts"]]
    place = kinds.index(["webauthn"])
    [good] = mine.answer["acts"][place]["proofs"]
    key = pieter.keyring.passkey
    assert key is not None
    act = envelopes.from_json(mine.answer["acts"][place])
    signed = act.signed_bytes
    pages = App(rp_id="piket.localhost", origins=["https://piket.localhost"])
    elsewhere = Passkey(pieter.keyring.device, key, pages).proof(signed)
    other = Passkey(pieter.keyring.device, pieter.keyring.signing, pages).proof(signed)
    own = pieter.keyring.proof(signed)

    def shown(*proofs: Proof) -> Any:
        return envelopes.to_json(replace(act, proofs=proofs))["proofs"]

    hands: list[Lie] = [
        ("used on another page", [(["acts", place, "proofs"], shown(elsewhere))]),
        ("by the other key of the device", [(["acts", place, "proofs"], shown(other))]),
        ("by the device key instead", [(["acts", place, "proofs"], shown(own))]),
        ("by both", [(["acts", place, "proofs"], [good, *shown(own)])]),
        ("twice", [(["acts", place, "proofs"], [good, good])]),
        ("by another device", [(["acts", place, "proofs", 0, "device"], keyring_of("hanna").device)]),
        ("called another kind", [(["acts", place, "proofs", 0, "kind"], "es256")]),
        ("of an unknown kind", [(["acts", place, "proofs", 0, "kind"], "fido")]),
        *(
            (f"without its {name}", [(["acts", place, "proofs"], [{one: good[one] for one in good if one != name}])])
            for name in good
        ),
    ]
    return [await mine.written([*lies(mine.answer, mine.answer, 8), *hands])]


async def an_end(world: Running) -> list[dict[str, Any]]:
    """An end that is announced, and received (SA-11)."""
    hanna, pieter = await world.phone("hanna", 1), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    answers = [await Told.about("a request", hanna, item)]
    assert (await pieter.decide(item, "al_onder_gezag_nctv", DECISION, order=ORDER, word=WORD)).status == 201
    assert (await pieter.end(item, "hovj", EindeContent(kind="einde", reasons="Dreiging voorbij"))).status == 201
    answers.append(await Told.about("an end that is announced", hanna, item))
    assert (await hanna.end_received(item)).state == "beeindigd"
    answers.append(await Told.about("an end that is received", pieter, item))
    withdrawn = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await hanna.withdraw(withdrawn)).state == "ingetrokken"
    answers.append(await Told.about("a request that was withdrawn", hanna, withdrawn))
    return [await one.written(list(few(one.answer))) for one in answers]


async def a_call(world: Running) -> list[dict[str, Any]]:
    """A request that came by telephone, corrected by the caller; who is excluded from it (P-02)."""
    nadia, paula, hanna = await world.phone("nadia"), await world.phone("paula"), await world.phone("hanna")
    call = await paula.register(REQUEST, HOVJ, world.clock.now() - timedelta(minutes=2))
    assert (await hanna.confirm(call.item, CorrectieContent(kind="correctie", text="Twee adressen"))).status == 201
    without = (await nadia.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("pieter")])).item
    answers = [await Told.about("a call", hanna, call.item), await Told.about("without pieter", paula, without)]
    return [await one.written(list(lies(one.answer, answers[0].answer, 20))) for one in answers]


async def a_drill(world: Running) -> list[dict[str, Any]]:
    """A drill that something real interrupts (X-05)."""
    hanna, pieter = await world.phone("hanna", 1), await world.phone("pieter")
    drill = (await hanna.submit_spoedaanwijzing(REQUEST, drill=True)).item
    assert (await pieter.decide(drill, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    real = await Told.about("a request", hanna, (await hanna.submit_spoedaanwijzing(REQUEST)).item)
    mine = await Told.about("a drill that is suspended", hanna, drill)
    return [await mine.written(list(lies(mine.answer, real.answer, 60)))]


async def a_removal(world: Running) -> list[dict[str, Any]]:
    """A device is taken out of use; what it signed before stays, what it signs afterwards gives no key."""
    hanna, pieter, paula = await world.phone("hanna", 1), await world.phone("pieter"), await world.phone("paula")
    officer = await world.phone("stichter-a")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.ask(item, QUESTION)).status == 201
    before = await pieter.read(item)
    lost = officer.officer().revoke_device(pieter.keyring.device)
    assert (await officer.carry_out(lost, also=[keyring_of("stichter-b")])).status == 201
    await paula.sync()
    pieter.directory.facts += 1  # as if it had heard of its own removal
    ask = "spoedaanwijzing.ask"
    key = HybridIdentity.generate(pieter.random)
    wraps = wrap_item(key, paula.directory, [PIKET], ())
    new = Rekey(recipient=key.recipient().to_string(), wraps=wraps.wraps)
    hands: list[Lie] = [
        ("content after the removal", asked(pieter, before, sealing(pieter, before, ask, PIKET, QUESTION))),
        *(
            (
                f"an act {later} seconds after",
                by_hand(pieter, before, "spoedaanwijzing.spoken", lambda _: Spoken(), PIKET, later=later),
            )
            for later in (-1, 0, 1, 60)
        ),
        *(
            (
                f"a key {later} seconds after",
                by_hand(pieter, before, "item.rekey", lambda _: new, PIKET, wraps=wraps.blobs, later=later),
            )
            for later in (0, 60)
        ),
    ]
    mine = await Told.about("a removal", paula, item)
    return [await mine.written([*lies(mine.answer, mine.answer, 20), *hands])]
