"""The folders with the longest tests are begun first, so that no worker is left alone with one at the end."""

from tests.conftest import HERE, LONGEST, place


def test_the_longest_come_first_in_their_order_and_all_others_after() -> None:
    assert [place(HERE / name / "deeper" / "test_one.py") for name in LONGEST] == list(range(len(LONGEST)))
    assert place(HERE / "domain" / "test_terms.py") == place(HERE / "storage" / "test_types.py") == len(LONGEST)


def test_every_folder_named_is_there() -> None:
    assert all((HERE / name).is_dir() for name in LONGEST)
