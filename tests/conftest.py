"""Fixtures every test may ask for, and the rule that nothing is skipped on a build server."""

import os

import pytest

from tests.harness.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

SKIPS_FAIL = os.environ.get("CI", "").lower() not in ("", "0", "false")


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
