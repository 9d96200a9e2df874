"""What is settable about the local Bot API: lifetimes, windows, and the sandbox-only relaxations."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Settings:
    """Telegram's figures as far as they are known (seconds), and the switches the real one does not have."""

    press_lifetime: float = 150.0
    message_lifetime: float = 86_400.0
    answer_window: float = 30.0
    delete_window: float = 48 * 3600.0
    webhook_timeout: float = 60.0
    conflict_hold: float = 3.0
    close_barred: float = 600.0
    poll_real_cap: float = 50.0
    """A long poll also ends after its timeout in real seconds, or this many: no client hangs on virtual time."""
    allow_local_urls: bool = False
    """Relaxation: http, `localhost` and `*.localhost` in buttons and loopback webhooks."""
    seed: int | None = None
    """Makes update ids and callback ids the same in each run."""

    def relaxations(self) -> list[str]:
        """One line per way in which this Bot API is laxer or quicker than the real one, for the start message."""
        real = Settings()
        changed = [
            f"{field.name} = {getattr(self, field.name)} (real: {getattr(real, field.name)})"
            for field in fields(self)
            if field.name not in {"seed", "poll_real_cap", "allow_local_urls"}
            and getattr(self, field.name) != getattr(real, field.name)
        ]
        local = ["http, localhost and loopback addresses are accepted in buttons and webhooks"]
        return (local if self.allow_local_urls else []) + changed
