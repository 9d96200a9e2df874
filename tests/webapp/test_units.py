"""The tests that stand beside the app's sources hold."""

import re

import pytest

from tests.webapp.node import WEBAPP, own_tests


@pytest.mark.timeout(300)  # more than a thousand tests in a process of their own
def test_the_apps_own_tests_hold() -> None:
    said = own_tests()
    files = {path.relative_to(WEBAPP).as_posix() for path in WEBAPP.glob("src/**/*.test.ts")}
    assert files
    assert set(re.findall(r"src/\S+\.test\.ts", said)) == files


def test_what_puts_another_in_the_place_of_a_module_runs_apart() -> None:
    apart = set(re.findall(r'"((?:src|wall)/[\w/-]+\.test\.ts)"', (WEBAPP / "vitest.config.ts").read_text("utf-8")))
    files = [path for folder in ("src", "wall") for path in WEBAPP.glob(f"{folder}/**/*.test.ts")]
    assert apart == {path.relative_to(WEBAPP).as_posix() for path in files if "vi.mock(" in path.read_text("utf-8")}
