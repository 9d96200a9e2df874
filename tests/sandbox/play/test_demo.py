"""The command: its list, its exit statuses, and that a night which goes otherwise than expected is found out."""

from pathlib import Path

import pytest

from sandbox.__main__ import main
from sandbox.play.canary import files_below, search
from sandbox.play.conductor import Headless
from sandbox.play.playing import play
from sandbox.play.reading import CAST, SHIPPED, read_scenario, shipped
from sandbox.play.timeline import Kind, Timeline


def test_the_list_names_every_shipped_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--list"]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines()] == shipped()


def test_a_scenario_that_cannot_be_read_is_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "night.toml").write_text("title = 3")
    assert main(["demo", "--headless", "--scenario", str(tmp_path / "night.toml")]) == 3
    said = capsys.readouterr().err.splitlines()
    assert said[0].endswith("mistakes; correct and play again:")
    assert "  scenario: `steps` is missing" in said


@pytest.mark.parametrize("speed", ["-3", "0", "nan", "inf", "fast"])
def test_a_speed_that_is_none_is_refused_before_anything_is_played(
    speed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", f"--speed={speed}"])
    assert ended.value.code == 2
    assert "a number above 0" in capsys.readouterr().err


def test_usage_names_the_public_command_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "extra"])
    said = capsys.readouterr().err
    assert said.startswith("usage: piket demo ")
    assert "prepare" not in said


def test_ctrl_c_says_that_it_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.play.demo.run", interrupted)
    assert main(["demo"]) == 130
    assert "Stopped." in capsys.readouterr().err


def test_readable_content_in_an_installation_is_found(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "piket.db-wal").write_bytes(b"\0\0Woont boven de bakkerij\0")
    assert search(["Woont boven de bakkerij"], files_below(tmp_path)) == ["deep/piket.db-wal"]


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_night_that_goes_otherwise_than_expected_does_not_hold(tmp_path: Path) -> None:
    text = (SHIPPED / "on_behalf_and_withdrawn.toml").read_text()
    wrong = text.replace('at = ["00:00:00", "00:00:30"]', 'at = ["00:00:00", "00:00:31"]').replace(
        'state = "ingetrokken"', 'state = "ontvangen"'
    )
    timeline = Timeline()
    outcome = await play(read_scenario(wrong, (SHIPPED / CAST).read_text()), Headless(), timeline, tmp_path)
    assert {verdict.what for verdict in outcome.broken} == {
        "bells of nina by telegram",
        "bells of nina by webhook",
        "zaak at 00:12:00: state ontvangen",
    }
    assert list(timeline.of(Kind.PROMISE, held=False)) == []
