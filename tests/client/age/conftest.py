"""The outside implementation of age, as a fixture."""

import os
from collections.abc import Iterator

import pytest

from tests.interop.node import NodeMissing, NpmAge, npm_age


@pytest.fixture(scope="session")
def node() -> Iterator[NpmAge]:
    """npm `age-encryption`; without Node a loud skip, which CI turns into a failure."""
    try:
        with npm_age() as age:
            yield age
    except NodeMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
