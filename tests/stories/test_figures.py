"""X-05: a drill is out of the figures that count people's work, since each of those tells drills apart."""

from __future__ import annotations

from collections import Counter

from prometheus_client import CollectorRegistry

from storage.unit_of_work import SqlUnitOfWork
from tests.stories.conftest import ANight
from tests.stories.words import REQUEST


def counted(registry: CollectorRegistry, name: str) -> Counter[tuple[str, str]]:
    """The total of a counter by act or channel and by whether it is a drill."""
    found: Counter[tuple[str, str]] = Counter()
    for metric in registry.collect():
        for sample in metric.samples:
            if sample.name == name:
                labels = sample.labels
                found[labels.get("act", labels.get("channel", "")), labels["drill"]] += int(sample.value)
    return found


async def test_x_05_acts_and_bells_of_a_drill_are_counted_apart(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket = await n.open("hovj", "piket1")
        drill = (await hovj.phone.submit_spoedaanwijzing(REQUEST, drill=True)).item
        await n.soon()
        assert (await piket.phone.receive(drill)).status == 201
        await n.soon()
        acts, bells = (counted(n.service.registry, name) for name in ("piket_acts_total", "piket_bells_total"))
        assert acts == {("spoedaanwijzing.submit", "true"): 1, ("spoedaanwijzing.receive", "true"): 1}
        drilled = sum(bells.values())
        assert drilled > 0
        assert {drill for _, drill in bells} == {"true"}
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        acts, bells = (counted(n.service.registry, name) for name in ("piket_acts_total", "piket_bells_total"))
        assert acts["spoedaanwijzing.submit", "false"] == acts["spoedaanwijzing.submit", "true"] == 1
        assert {drill for _, drill in bells} == {"true", "false"}
        assert len(await hovj.phone.open_items()) == 2
        n.expect_bells(hovj=3, piket1=2)


async def test_x_03_alarms_that_stand_are_a_figure_by_kind_without_a_name(a_night: ANight) -> None:
    async with a_night() as n:
        service = n.service

        def standing() -> dict[str, float]:
            found = service.registry.collect()
            (metric,) = [one for one in found if one.name == "piket_alarms_standing"]
            return {sample.labels["kind"]: sample.value for sample in metric.samples}

        def raised(uow: SqlUnitOfWork) -> None:
            for name in ("een", "twee"):
                uow.alarms.raise_("flood", name, n.now)

        def cleared(uow: SqlUnitOfWork) -> None:
            for name in ("een", "twee"):
                uow.alarms.clear("flood", name, n.now)

        await service.store.write(raised)
        await service._count_alarms()
        assert standing()["flood"] == 2
        await service.store.write(cleared)
        await service._count_alarms()
        assert standing()["flood"] == 0, "a kind that was cleared stays, so that whoever watches sees it fall"
