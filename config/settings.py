"""What an installation sets: addresses, places of secrets and limits, from the environment (`PIKET_*`)."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

ONLY_BY_FILE = ("BOT_TOKEN", "LOG_KEY", "VAPID_KEY", "WEBHOOK_KEY")
"""Secrets that are never taken from the environment itself (it shows in process lists and crash reports)."""


class SettingsInvalid(ValueError):
    """A setting is missing or wrong; the sentence names the variable and what to do, and never repeats its value."""


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("an origin is https://host or https://host:port, without a path or a slash at the end")
    return value


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("an address is host:port, such as 127.0.0.1:8080")
    return value


Origin = Annotated[str, AfterValidator(_origin)]
Address = Annotated[str, AfterValidator(_address)]
Count = Annotated[int, Field(ge=1)]
Span = Annotated[timedelta, Field(gt=timedelta(0))]


class Limits(BaseModel):
    """How much one request, device or address may ask; set as `PIKET_LIMITS__BLOB`, `PIKET_LIMITS__BATCH` and so on."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    blob: Count = 64 * 1024
    """Bytes of one small blob that comes with an act."""
    blobs: Count = 2 * 1024 * 1024
    """Bytes of all small blobs of one request together."""
    acts: Count = 4 * 1024 * 1024
    """Bytes of the part that holds the signed acts, and of every other JSON body."""
    batch: Count = 512
    """Acts in one request."""
    chunk: Count = 256 * 1024
    """Bytes of one chunk of a large blob."""
    quota: Count = 64 * 1024 * 1024
    """Bytes one device may have in chunks that no act has named yet."""
    body_time: Span = timedelta(seconds=30)
    """How long a request's body may take to arrive (slow-loris)."""
    idle_time: Span = timedelta(seconds=30)
    """How long a connection may stay without a whole request head."""
    sessions: Count = 4
    """Sessions one device may have at a time; a new one ends the oldest."""
    device_rate: float = Field(default=10, gt=0)
    """Requests a second one device may keep up; emergencies are never counted out."""
    device_burst: Count = 60
    address_rate: float = Field(default=5, gt=0)
    """Requests a second one address may keep up at the doors that need no session."""
    address_burst: Count = 60
    streams: Count = 1000
    """Readers of `/v1/events` that may wait on one instance."""
    device_streams: Count = 2
    """Readers of one device that may wait; a new one ends the oldest."""
    events_pace: Annotated[timedelta, Field(ge=timedelta(0))] = timedelta(milliseconds=250)
    """How soon after one look a reader that waits may look again: a busy night costs no more than this."""
    events_heartbeat: Span = timedelta(seconds=15)
    """How often a reader that waits gets a sign of life; a session that ran out ends its readers at the latest then."""
    events_time: Span = timedelta(seconds=10)
    """How long a reader may leave an event unread before it is dropped."""
    page: Count = 200
    """Rows in one page of a list."""


class Sequencing(BaseModel):
    """How the logs are kept up; set as `PIKET_SEQUENCING__GATHER` and so on."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    gather: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(milliseconds=80))] = timedelta(milliseconds=50)
    """How long leaves gather before they are placed together; a checkpoint follows within 100 ms of a commit."""
    batch: Annotated[int, Field(ge=1, le=4096)] = 512
    """Leaves that get their place in one transaction."""
    lease: Span = timedelta(seconds=5)
    """How long one instance keeps a log to itself while it works off a backlog."""
    retry: Span = timedelta(milliseconds=250)
    """When a log is tried again that another instance holds, or whose store could not answer."""
    sweep: Span = timedelta(seconds=30)
    """How often every log is looked at for leaves that nobody announced."""
    root_every: Span = timedelta(minutes=1)
    """The root log takes a log's changed checkpoint at most this often."""
    late: Span = timedelta(seconds=10)
    """A leaf that waits longer than this for its place makes the log count as lagging."""
    root_at_least: Span = timedelta(hours=1)
    """The root log takes every log's checkpoint at least this often, as a proof of life."""


class Witnesses(BaseModel):
    """How witnesses are asked; set as `PIKET_WITNESSES__EVERY` and so on. Nothing waits for them."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    every: Span = timedelta(seconds=10)
    """How often they are asked about what is new in the logs."""
    answer_time: Span = timedelta(seconds=10)
    """How long one of them may take to answer."""
    lease: Span = timedelta(minutes=2)
    """How long one instance asks for all."""
    late: Span = timedelta(hours=1)
    """A log that enough witnesses have not confirmed for so long stands on the board."""


class Bells(BaseModel):
    """How bells leave; set as `PIKET_BELLS__PER_SECOND` and so on. Pace stays below what Telegram tolerates."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    telegram_api: Origin = "https://api.telegram.org"
    paced: bool = True
    """False only for measuring, against a Bot API of one's own."""
    per_second: float = Field(default=29.5, gt=0)
    chat_per_second: float = Field(default=1, gt=0)
    chat_burst: Count = 5
    """Bells one chat may get in quick succession before its pace holds."""
    send_time: Span = timedelta(seconds=8)
    """How long one attempt may take; after that its outcome is ambiguous."""
    breaker_faults: Count = 3
    breaker_rest: Span = timedelta(seconds=15)
    long_wait: Span = timedelta(seconds=20)
    """A channel that asks to wait longer than this counts as down: another rings at once."""
    updates: Literal["poll", "webhook"] = "poll"
    """How updates come in: we ask Telegram, or it delivers them to `api_origin`, which then must be public https."""
    webhook_check: Span = timedelta(seconds=60)
    """How often Telegram is asked whether it delivers to us."""
    poll_seconds: Annotated[int, Field(ge=0, le=50)] = 25
    reader_pause: Span = timedelta(seconds=1)
    reader_lease: Span = timedelta(seconds=60)
    answer_strangers_every: Span = timedelta(seconds=60)
    webhook_hosts: frozenset[str] = frozenset()
    """Hosts to which signed webhooks may go; none by default."""
    push_hosts: frozenset[str] = frozenset(
        {
            "fcm.googleapis.com",
            "updates.push.services.mozilla.com",
            ".push.apple.com",
            ".notify.windows.com",
        }
    )
    """Hosts of push services to which Web Push may go; one that begins with a dot stands for all hosts below it."""
    push_contact: Annotated[str, StringConstraints(pattern=r"^(mailto:|https://)\S+$")] | None = None
    """How a push service reaches the operator, as mailto: or https:; None: `app_origin`."""
    push_token: Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(hours=24))] = timedelta(hours=12)
    """How long a token lasts that says to a push service who sends; push services take a day at most."""


class Settings(BaseSettings):
    """One installation; read once at start. Secrets come from files only (systemd credentials, mounted secrets)."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="PIKET_", env_nested_delimiter="__", frozen=True, hide_input_in_errors=True, extra="ignore"
    )

    listen: Address = "127.0.0.1:8080"
    metrics_listen: Address | None = None
    """Where `/metrics` answers; None: on `listen`, to loopback callers only."""
    app_origin: Origin = "http://piket.localhost:8080"
    """The one origin whose pages may call the API, and where Openen leads."""
    practice_origins: Annotated[tuple[Origin, ...], Field(max_length=64)] = ()
    """Further origins whose pages may call the API: the phones of a practice wall, on this machine; never for real."""
    app_listen: Address | None = None
    """Where the app's own files are served, as the origin `app_origin`; None: another server has them."""
    app_files: Path | None = None
    """The folder in which the app was built; None: the one that came with this package, or that `make app` built."""
    api_origin: Origin = "http://127.0.0.1:8080"
    """Where the API is found from outside; stands in the OpenAPI document."""
    forwarded_hops: Annotated[int, Field(ge=0, le=8)] = 0
    """How many proxies of our own stand before us; their `X-Forwarded-For` is believed that far and no further."""
    database_url: str = "sqlite:///piket.db"
    database_url_file: Path | None = None
    bot_token_file: Path | None = None
    log_key_file: Path | None = None
    """The folder with the log keys, as `piket init` writes them."""
    witnesses_file: Path | None = None
    """Who witnesses the logs, in the form of C2SP tlog-policy; None: nobody is asked."""
    instance: str = Field(default_factory=socket.gethostname, min_length=1, max_length=200)
    """Names this process among several on one database; the same after a restart."""
    policies: Path = Path(__file__).parent / "policies"
    """The folder with one TOML file for each version of the policy."""
    areas: Path = Path(__file__).parent / "data"
    """The folder with the areas of the country; `piket areas import` renews one of your own."""
    practice: bool = False
    """An installation to practise on: plain HTTP, loopback webhooks and a virtual clock are allowed; never for real."""
    practice_start: AwareDatetime | None = None
    """Where virtual time starts (and, after a restart, goes on); without it, at the wall clock's moment."""
    limits: Limits = Limits()
    bells: Bells = Bells()
    sequencing: Sequencing = Sequencing()
    witnesses: Witnesses = Witnesses()

    @field_validator("database_url")
    @classmethod
    def _no_password_in_environment(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            raise ValueError("no address of a database; write sqlite:///FILE or postgresql://HOST/NAME") from None
        if parts.password is not None or any(name.endswith("password") for name, _ in parse_qsl(parts.query)):
            raise ValueError("an address with a password comes from a file: set PIKET_DATABASE_URL_FILE instead")
        return value

    @model_validator(mode="after")
    def _files_are_there(self) -> Self:
        for name in ("database_url_file", "bot_token_file", "log_key_file", "witnesses_file"):
            path: Path | None = getattr(self, name)
            if path is not None and not path.exists():
                raise ValueError(f"PIKET_{name.upper()} names a file that is not there; write it or correct the path")
        return self

    @model_validator(mode="after")
    def _one_origin_outside_practice(self) -> Self:
        hosts = [urlsplit(origin).hostname or "" for origin in self.practice_origins]
        if hosts and not (self.practice and all(host.endswith(".localhost") for host in hosts)):
            raise ValueError("PIKET_PRACTICE_ORIGINS is for practice, and for hosts below .localhost; leave it out")
        return self

    @property
    def origins(self) -> frozenset[str]:
        """Every origin whose pages may call the API: exactly the app's, save on a practice wall."""
        return frozenset((self.app_origin, *self.practice_origins))

    @property
    def push_hosts(self) -> frozenset[str]:
        """Hosts of push services to which Web Push may go; in practice one on this machine too."""
        return self.bells.push_hosts | ({"127.0.0.1"} if self.practice else frozenset())

    @property
    def database(self) -> str:
        """The address of the database, from its file when one is set. Keep it out of logs and errors."""
        return self.database_url if self.database_url_file is None else read_secret(self.database_url_file)

    @property
    def bot_token(self) -> str | None:
        """The bot's token, or None when this installation has no Telegram. Keep it out of logs and errors."""
        return None if self.bot_token_file is None else read_secret(self.bot_token_file)


def load_settings(**given: Any) -> Settings:
    """Read the settings; `given` (command line, tests) goes before the environment.

    Raises:
        SettingsInvalid: naming the first wrong variable; its value is not repeated.
    """
    for secret in ONLY_BY_FILE:
        if f"PIKET_{secret}" in os.environ:
            raise SettingsInvalid(
                f"PIKET_{secret} may not be in the environment; put it in a file: PIKET_{secret}_FILE."
            )
    try:
        return Settings(**given)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        where = "__".join(str(part) for part in first["loc"]).upper()
        said = first["msg"].removeprefix("Value error, ")  # pydantic's words before those of a check of ours
        raise SettingsInvalid(f"PIKET_{where}: {said}." if where else f"{said}.") from None


def read_secret(path: Path) -> str:
    """Read a secret from its file, without the line end at the end of it.

    Raises:
        SettingsInvalid: when the file cannot be read or is empty.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsInvalid(f"The file {path.name} with a secret cannot be read; check its rights.") from wrong
    if not secret:
        raise SettingsInvalid(f"The file {path.name} with a secret is empty; write the secret in it.")
    return secret
