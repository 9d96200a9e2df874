"""Shows a night while it is played: a live view in a terminal, and elsewhere a line for each thing that happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.text import Text

from sandbox.play.scenario import Scenario
from sandbox.play.telling import Telling
from sandbox.play.timeline import Timeline
from sandbox.play.view import View


@contextmanager
def shown(
    console: Console, scenario: Scenario, start: datetime, timeline: Timeline
) -> Iterator[Callable[[float], None]]:
    """Show what comes on the timeline until the block ends; yields what must hear of every second that passes."""
    console.print(Text(f"{scenario.title}. {scenario.about}"))
    if console.is_terminal and not console.is_dumb_terminal:
        view = View(scenario, start)
        timeline.listen(view.see)
        with Live(view, console=console, refresh_per_second=8):
            yield view.tick
        return

    def tell(line: Text) -> None:
        console.print(line, soft_wrap=True, highlight=False)
        console.file.flush()

    telling = Telling(tell)
    timeline.listen(telling.see)
    yield lambda _seconds: None
    telling.finish()
