"""X-06, EV-04: which calendar a term goes by is told to who is in, of the version that an item was opened under."""

from __future__ import annotations

from tests.bot.http.conftest import World
from tests.bot.http.test_people import reader


async def test_x_06_the_terms_and_working_days_of_the_policy_are_told(world: World) -> None:
    anna = await reader(world, "anna")
    told = await anna.get("/v1/calendar")
    assert told["terms"]["herbeoordeling"] == {"months": 1, "days": 0, "working": 0, "seconds": 0}
    assert told["terms"]["triage_oordeel"] == {"months": 0, "days": 0, "working": 2, "seconds": 0}
    assert (told["days"], told["opens"], told["closes"]) == ([0, 1, 2, 3, 4], "09:00", "17:00")
    assert "koningsdag" in told["holidays"]
    assert await anna.get(f"/v1/calendar?policy={told['policy_version']}") == told | {"now": told["now"]}


async def test_ev_04_a_version_that_is_not_kept_is_said_not_to_be_there(world: World) -> None:
    anna = await reader(world, "anna")
    status, refused = await anna.ask("GET", "/v1/calendar?policy=1999-1")
    assert (status, refused["code"]) == (404, "policy.unknown")
