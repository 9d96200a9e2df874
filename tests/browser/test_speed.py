"""The budgets of a start and of opening an item hold on a slow phone with a slow line."""

from __future__ import annotations

import pytest

from tests.browser.speed import measured
from tests.browser.stage import Stage

pytestmark = [pytest.mark.slow, pytest.mark.timed]


@pytest.mark.timeout(300)
async def test_the_app_starts_and_opens_an_item_within_its_budgets(stage: Stage) -> None:
    figures, _ = await measured(stage, times=3)
    assert [figure.line() for figure in figures if not figure.reached] == []
