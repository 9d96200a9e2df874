"""Fixtures every test may ask for, in which order folders run, and that nothing is skipped on a build server."""

import os
from pathlib import Path

import pytest

from tests.harness.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

HERE = Path(__file__).parent
LONGEST = ("webapp", "browser", "kills", "sandbox", "canary", "stories", "failures", "client")
"""Folders with the longest files: begun first, so that at the end no worker is busy while others are done."""
SKIPS_FAIL = os.environ.get("CI", "").lower() not in ("", "0", "false")


def place(file: Path) -> int:
    """The place of a test's folder among the longest; all else comes after, in the order it had."""
    folder = file.relative_to(HERE).parts[0]
    return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the longest folders; within a folder nothing changes."""
    items.sort(key=lambda item: place(item.path))


def skipped_reports(config: pytest.Config) -> list[tuple[str, str]]:
    """What this run left out, as (where, why); empty in an xdist worker, since the controller counts for all."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return []
    return [(report.nodeid, reason(report.longrepr)) for report in reporter.stats.get("skipped", [])]


def reason(longrepr: object) -> str:
    """The words given to skip(), from pytest's (path, line, reason) triple."""
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI set, a skipped test is a failed run: what was not proven must not look proven."""
    if SKIPS_FAIL and session.exitstatus == pytest.ExitCode.OK and skipped_reports(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names what was skipped, loudly."""
    skipped = skipped_reports(terminalreporter.config)
    if not skipped:
        return
    verdict = "CI is set, so this run FAILS" if SKIPS_FAIL else "with CI set this run would fail"
    terminalreporter.section(f"{len(skipped)} skipped: {verdict}", red=SKIPS_FAIL, yellow=not SKIPS_FAIL)
    for where, why in skipped:
        terminalreporter.line(f"{where}: {why}")
