"""X-06: a due moment is an instant in UTC, the same after a restart, in whatever zone it was reckoned."""

from datetime import UTC, datetime

import pytest

from domain.terms import AMSTERDAM, Term
from tests.contracts.samples import make_obligation
from tests.harness.stores import OpenStore

REVIEW = Term.parse("P3D")


@pytest.mark.parametrize("day", ["2026-03-27", "2026-10-23"], ids=["spring", "autumn"])
async def test_x_06_a_review_by_the_calendar_is_the_same_instant_after_a_restart(database_url: str, day: str) -> None:
    decided = datetime.fromisoformat(f"{day} 23:40").replace(tzinfo=AMSTERDAM)
    review_at = REVIEW.after(decided)
    before = OpenStore(database_url)
    made = await before.write(
        lambda uow: uow.obligations.open(make_obligation(start=review_at, due=review_at, next_at=review_at))
    )
    await before.close()
    after = OpenStore(database_url)
    found = await after.read(lambda uow: uow.obligations.load(made.id))
    upcoming = await after.read(lambda uow: uow.obligations.upcoming(1))
    await after.close()
    assert found is not None
    assert {(one, one and one.tzinfo) for one in (found.start, found.due, found.next_at)} == {(review_at, UTC)}
    assert upcoming == [(made.id, review_at)]
    assert review_at.astimezone(AMSTERDAM).isoformat()[11:16] == "23:40"
