"""The pages about the API are what the code says."""

from domain.catalogue import SPECS
from tests.house import api


def test_the_pages_of_the_api_are_what_the_code_says() -> None:
    assert api.stale() == []


def test_every_path_and_every_act_stands_in_them() -> None:
    pages = api.pages()
    assert "`POST /v1/acts`" in pages["README.md"]
    assert all(f'"{name}"' in pages["acts.schema.json"] for name in SPECS)
