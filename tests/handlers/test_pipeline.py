"""The one way in which an act is carried out: once, in its chain, by who may, with proof (P-01, X-05, EV-01, EV-04)."""

from __future__ import annotations

import dataclasses
import json

import pytest

from domain.acts.envelope import SignedAct
from domain.acts.payload import parse_payload
from domain.audit.leaves import LeafType
from domain.ids import ActId, DeviceId
from domain.ports import VerifiedAct
from handlers import obligations
from tests.harness.desk import NAMENS, Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ


def changed(act: VerifiedAct, /, **fields: object) -> VerifiedAct:
    """The same act with other fields in its payload."""
    raw = json.dumps(json.loads(act.signed.payload) | fields).encode()
    return VerifiedAct(SignedAct(act.signed.payload_type, raw, act.signed.proofs), parse_payload(raw), act.blobs)


def test_the_same_bytes_again_give_the_first_answer_and_change_nothing(desk: Desk) -> None:
    item = desk.submit()
    act = desk.sign("piket", "spoedaanwijzing.receive", item)
    first = desk.perform(act)
    lines = len(desk.history(item))
    desk.town.now = NIGHT.replace(hour=5)
    assert desk.perform(act) == first
    assert len(desk.history(item)) == lines
    assert desk.bells == []


def test_other_bytes_under_the_same_id_are_refused_and_not_stored(desk: Desk) -> None:
    item = desk.submit()
    act = desk.sign("piket", "spoedaanwijzing.receive", item)
    desk.perform(act)
    other = changed(act, act="spoedaanwijzing.spoken")
    with pytest.raises(Exception, match="Another act has this id"):
        desk.perform(other)
    with desk.town.unit() as uow:
        stored = uow.acts.find(ActId(act.payload.id))
    assert stored is not None
    assert stored[0] == act.signed.sha256


def test_a_refusal_is_an_answer_it_is_stored_logged_and_consumes_the_sequence_number(desk: Desk) -> None:
    item = desk.submit()
    refused = desk.sign("hovj", "spoedaanwijzing.receive", item)
    answer = desk.perform(refused)
    assert (answer.status, answer.code, answer.item) == (403, "functie.not_allowed", item)
    assert desk.perform(refused) == answer
    with desk.town.unit() as uow:
        assert uow.acts.last_in_chain(DeviceId("hovj-1"), "om") == (refused.payload.seq, refused.signed.sha256)
    assert [leaf["code"] for leaf in desk.town.leaves(LeafType.REFUSAL)] == ["functie.not_allowed"]


def test_a_broken_chain_is_flagged_and_never_blocks_an_emergency(desk: Desk) -> None:
    item = desk.new_id()
    act = desk.sign("hovj", "spoedaanwijzing.submit", item, **desk.request(HOVJ))
    broken = changed(act, seq=7, prev="a" * 64)
    answer = desk.perform(broken)
    assert (answer.status, answer.flags) == (201, ("chain.broken",))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"functie": "hovj", "scope": "arr:limburg"}, "functie.not_held"),
        ({"functie": "nctv_piket", "scope": "nl"}, "functie.not_held"),
    ],
)
def test_p_01_a_functie_or_scope_that_the_directory_does_not_give_is_refused(
    desk: Desk, fields: dict[str, object], code: str
) -> None:
    act = desk.sign("hovj", "spoedaanwijzing.submit", desk.new_id(), **desk.request(HOVJ))
    answer = desk.perform(changed(act, **fields))
    assert (answer.status, answer.code) == (403, code)


def test_p_01_who_takes_no_part_learns_not_even_that_the_item_exists(desk: Desk) -> None:
    item = desk.submit()
    for other in (item, desk.new_id()):
        act = desk.sign("lcc", "item.ik_bel", other, what="ontvangen")
        assert desk.refused_unstored(act) == ("item.unknown", "item")


def test_p_01_who_holds_several_functies_acts_in_one_and_the_employer_is_logged_apart(desk: Desk) -> None:
    item = desk.submit()
    person = desk.add("kapitein", NAMENS)
    with desk.town.unit() as uow:
        uow.directory.put_membership(person, HOVJ, NIGHT)
    desk.do("kapitein", "spoedaanwijzing.spoken", item, holding=HOVJ)
    leaf = desk.town.leaves(LeafType.ACT)[-1]
    assert (leaf["act"], leaf["scope"], leaf["employer"]) == ("spoedaanwijzing.spoken", HOVJ.scope, "om")


def test_a_frozen_device_is_refused_and_a_revoked_one_too(desk: Desk) -> None:
    item = desk.submit()
    with desk.town.unit() as uow:
        uow.directory.freeze_device(DeviceId("piket-1"), desk.town.now)
        uow.directory.revoke_device(DeviceId("tweede-1"), desk.town.now)
    assert desk.do("piket", "spoedaanwijzing.receive", item).code == "device.frozen"
    assert desk.do("tweede", "spoedaanwijzing.receive", item).code == "device.revoked"


def test_a_decision_on_a_version_that_has_moved_on_is_stale(desk: Desk) -> None:
    item = desk.submit()
    seen = desk.item(item).version
    desk.do("hovj", "spoedaanwijzing.supplement", item, content=blob("meer"))
    stale = desk.do("piket", "spoedaanwijzing.decide", item, version=seen, **desk.decision())
    assert (stale.status, stale.code) == (409, "item.stale")
    assert desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision()).status == 201


def test_an_act_on_another_kind_of_item_is_refused(desk: Desk) -> None:
    item = desk.submit()
    answer = desk.do("hovj", "geschil.climb", item)
    assert (answer.status, answer.code) == (409, "act.other_flow")


def test_the_id_of_a_new_item_that_is_taken_is_malformed(desk: Desk) -> None:
    item = desk.submit()
    again = desk.sign("hovj", "spoedaanwijzing.submit", item, **desk.request(HOVJ))
    assert desk.refused_unstored(again) == ("item.taken", "item")


def test_an_act_counted_in_another_log_is_malformed(desk: Desk) -> None:
    act = desk.sign("hovj", "spoedaanwijzing.submit", desk.new_id(), **desk.request(HOVJ))
    assert desk.refused_unstored(changed(act, log="nctv")) == ("act.log", "log")


def test_ev_01_an_act_between_two_organisations_stands_in_both_logs_under_one_event(desk: Desk) -> None:
    desk.submit()
    with desk.town.unit() as uow:
        leaves = [
            (log, json.loads(data))
            for log in uow.logs.waiting()
            for _, data in uow.logs.unsequenced(log, 1000)
            if json.loads(data)["type"] == LeafType.ACT.value
        ]
    (own,) = [leaf for log, leaf in leaves if log == "om"]
    (other,) = [leaf for log, leaf in leaves if log == "nctv"]
    assert own["event"] == other["event"]
    assert own["actor"] == "hovj"
    assert own["act_sha256"] != ""
    assert (other["actor"], other["functie"], other["act_sha256"], other["commit"]) == ("", "", "", {})


def test_ev_04_an_item_keeps_the_policy_version_under_which_it_was_opened(desk: Desk) -> None:
    item = desk.submit()
    assert desk.item(item).policy_version == POLICY.version
    assert {one.policy_version for one in desk.open(item).values()} == {POLICY.version}


def test_answers_and_history_carry_no_content(desk: Desk) -> None:
    item, _ = desk.decided()
    assert {field.name for field in dataclasses.fields(desk.do("hovj", "spoedaanwijzing.spoken", item))} == {
        "act", "status", "item", "version", "state", "code", "field", "flags", "rings_at",
    }  # fmt: skip
    assert all(json.loads(line.body)["tag"] == line.tag for line in desk.history(item) if line.act is not None)


def test_x_05_a_drill_changes_no_authority_and_its_linked_items_are_drills(desk: Desk) -> None:
    item = desk.submit(drill=True)
    decision = desk.decision()
    assert desk.do("piket", "spoedaanwijzing.decide", item, drill=True, **decision).status == 201
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert gezag.holding == HOVJ
    assert desk.town.leaves(LeafType.AUTHORITY) == []
    assert all(desk.item(one["item"]).drill for one in decision["linked"])
    assert all(row.drill for row in desk.bells)


@pytest.mark.parametrize("drill", [True, False])
def test_x_05_a_drill_act_never_touches_something_real_and_the_other_way_round(desk: Desk, drill: bool) -> None:
    item = desk.submit(drill=drill)
    answer = desk.do("piket", "spoedaanwijzing.receive", item, drill=not drill)
    assert (answer.status, answer.code) == (409, "drill.mixed")


def test_x_05_something_real_suspends_every_drill(desk: Desk) -> None:
    drill = desk.submit(drill=True)
    real = desk.submit()
    assert (desk.item(drill).state, desk.item(drill).closed_at) == ("opgeschort", None)
    assert desk.open(drill) == {}
    assert desk.do("piket", "spoedaanwijzing.receive", drill, drill=True).code == "drill.suspended"
    assert desk.do("piket", "spoedaanwijzing.receive", real).status == 201


def test_x_05_a_drill_on_which_nothing_is_waited_for_is_suspended_as_well(desk: Desk) -> None:
    waiting = desk.submit(drill=True)
    closed = desk.submit(drill=True)
    desk.do("hovj", "spoedaanwijzing.withdraw", closed, drill=True)
    drill = desk.item(waiting)
    with desk.town.unit() as uow:
        for one in uow.obligations.of_item(drill.id):
            obligations.settle(uow, drill, one.what, None, "gedaan", desk.town.now)
    assert desk.open(waiting) == {}
    version = desk.item(waiting).version
    desk.submit()
    assert (desk.item(waiting).state, desk.item(waiting).version) == ("opgeschort", version + 1)
    assert desk.item(closed).state == "ingetrokken", "what is over stays as it ended"
    desk.submit()
    assert desk.item(waiting).version == version + 1, "once"


def test_x_05_no_drill_begins_while_something_real_waits_to_be_received_or_decided(desk: Desk) -> None:
    real, drill = desk.submit(), desk.new_id()
    for act in ("spoedaanwijzing.receive", "spoedaanwijzing.decide"):
        refused = desk.do("hovj", "spoedaanwijzing.submit", drill, drill=True, **desk.request(HOVJ))
        assert (refused.status, refused.code, desk.bells) == (409, "drill.not_now", [])
        params = desk.decision() if act.endswith("decide") else {}
        assert desk.do("piket", act, real, **params).status == 201
    assert desk.submit(drill=True)


def test_floods_from_one_device_are_merged_flagged_and_on_the_board_never_refused(desk: Desk) -> None:
    for _ in range(POLICY.numbers["flood_emergencies"]):
        desk.submit()
    item = desk.new_id()
    answer = desk.do("hovj", "spoedaanwijzing.submit", item, **desk.request(HOVJ))
    assert (answer.status, answer.flags) == (201, ("flood.merged",))
    assert ("flood", "hovj-1") in desk.town.alarms()
    assert set(desk.open(item)) == {"ontvangen", "gesproken"}, "it opens and counts like any other"
    desk.town.now += POLICY.durations["flood_window"] * 2
    assert desk.do("hovj", "spoedaanwijzing.submit", desk.new_id(), **desk.request(HOVJ)).flags == ()


def test_x_05_however_much_is_drilled_something_real_rings_for_itself(desk: Desk) -> None:
    for _ in range(POLICY.numbers["flood_emergencies"]):
        desk.submit(drill=True)
    answer = desk.do("hovj", "spoedaanwijzing.submit", desk.new_id(), **desk.request(HOVJ))
    assert (answer.status, answer.flags) == (201, ())
    assert "piket" in desk.rung()


def test_both_failures_what_fails_after_the_rule_leaves_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = desk.sign("hovj", "spoedaanwijzing.submit", desk.new_id(), **desk.request(HOVJ))

    def fails(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr("handlers.pipeline._leaf", fails)
        with pytest.raises(OSError, match="no space"):
            desk.perform(act)
    with desk.town.unit() as uow:
        assert uow.acts.find(ActId(act.payload.id)) is None
    assert desk.perform(act).status == 201
