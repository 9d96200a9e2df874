"""docs/quality.md names every indicator as it is."""

from tests.house import quality_page


def test_ev_02_the_page_has_every_indicator_with_its_interface_unit_and_source() -> None:
    page = quality_page.PAGE.read_text("utf-8")
    assert page == quality_page.written(page), "run: python -m tests.house.quality_page --write"
