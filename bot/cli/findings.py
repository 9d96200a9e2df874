"""What `piket check` looks at, one function a subject; every finding is one plain sentence with what to do."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.cli.installation import Place
from bot.cli.proof_findings import proof
from bot.cli.trouble_words import SENTENCES
from config.keys import (
    DIRECTORY_LOG,
    ROOT_LOG,
    load_log_keys,
    load_push_seed,
    load_webhook_seed,
    logs_with_later_keys,
    open_to_others,
)
from config.settings import Settings, SettingsInvalid
from domain.acts.directory import Genesis
from domain.acts.payload import parse_payload
from domain.catalogue import read_act
from domain.errors import PiketError
from domain.fingerprint import digits
from handlers.troubles import LAGGING, troubles
from storage.engines import parse_url
from storage.evidence import Evidence, evidence

OURS: Final = ("bot", "client", "config", "domain", "handlers", "notify", "sandbox", "storage")
_TOKEN: Final = re.compile(r"[0-9]{5,16}:[A-Za-z0-9_-]{30,64}")
_BEHIND: Final = timedelta(minutes=1)


class Level(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    sentence: str


def examine(place: Place) -> list[Finding]:
    """Look at everything that can be seen without the service; changes nothing."""
    findings = list(names(packages_distributions()))
    try:
        settings = place.settings(**place.practised())
    except SettingsInvalid as wrong:
        return [*findings, Finding(Level.WRONG, str(wrong))]
    findings += [*origin(settings.app_origin), *token(settings), *updates(settings), *folders(settings)]
    findings += rules(settings)
    logs: list[str] = []
    try:
        with evidence(settings.database) as store:
            findings += [
                Finding(Level.OK, "The database can be read and has the tables of this version."),
                *stored(store, settings.app_origin),
                *standing(store, settings.sequencing.late),
                *(Finding(Level(level), sentence) for level, sentence in proof(store, settings)),
            ]
            logs = sorted({*store.logs.names(), *store.logs.waiting()})
    except PiketError as wrong:
        findings.append(Finding(Level.WRONG, str(wrong)))
    return [*findings, *keys(settings, logs)]


def names(claims: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Our top-level names belong to us alone (docs/decisions/0001)."""
    strangers = sorted({owner for name in OURS for owner in claims.get(name, []) if owner != "piket"})
    root = Path(__file__).resolve().parents[2]
    astray = [name for name in OURS if Path(str(import_module(name).__file__)).resolve().parent.parent != root]
    if strangers or astray:
        who = ", ".join([*strangers, *astray])
        yield Finding(Level.WRONG, f"Another package shares names with Piket: {who}; use an environment of its own.")
    else:
        yield Finding(Level.OK, "The names of Piket's packages are its own.")


def origin(app_origin: str) -> Iterator[Finding]:
    """Telegram refuses a button that does not lead to a public address."""
    parts = urlsplit(app_origin)
    if parts.scheme == "https" and is_public(parts.hostname or ""):
        yield Finding(Level.OK, "Bells carry the button Openen.")
    else:
        sentence = (
            "PIKET_APP_ORIGIN is not a public https address: bells go without the button Openen; set it for real work."
        )
        yield Finding(Level.NOTE, sentence)


def is_public(host: str) -> bool:
    """Tell whether a host can be a public one, by its form alone; nothing is asked of the network."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        local = ("localhost", "local", "internal", "test", "example", "invalid", "lan", "home")
        return "." in host and host.rpartition(".")[2] not in local


def token(settings: Settings) -> Iterator[Finding]:
    """The form of the bot token; whether Telegram takes it, the service finds out."""
    try:
        found = settings.bot_token
    except SettingsInvalid as wrong:
        yield Finding(Level.WRONG, str(wrong))
        return
    if found is None:
        yield Finding(Level.NOTE, "There is no bot token, so no bell goes by Telegram; set PIKET_BOT_TOKEN_FILE.")
    elif not _TOKEN.fullmatch(found):
        yield Finding(Level.WRONG, "The bot token does not have the form of one; copy it again from BotFather.")
    elif settings.bot_token_file is not None and open_to_others(settings.bot_token_file):
        yield Finding(Level.NOTE, "Others on this machine may read the bot token; chmod 600 its file, if it is yours.")
    else:
        yield Finding(Level.OK, "The bot token has the right form.")


def updates(settings: Settings) -> Iterator[Finding]:
    """Telegram delivers to a public https address only; polling needs none."""
    parts = urlsplit(settings.api_origin)
    public = parts.scheme == "https" and is_public(parts.hostname or "")
    if settings.bells.updates == "webhook" and not public and not settings.practice:
        sentence = "Telegram delivers updates to public https only; set PIKET_API_ORIGIN, or PIKET_BELLS__UPDATES=poll."
        yield Finding(Level.WRONG, sentence)


def folders(settings: Settings) -> Iterator[Finding]:
    """What lies on this machine is for the service's user alone."""
    try:
        url = parse_url(settings.database)
    except PiketError:
        return
    if url.get_backend_name() == "sqlite" and Path(str(url.database)).exists():
        folder = Path(str(url.database)).resolve().parent
        if open_to_others(folder):
            yield Finding(Level.WRONG, "Others on this machine may look in the data folder; chmod 700 it.")
        else:
            yield Finding(Level.OK, "The data folder is for its owner alone.")


def rules(settings: Settings) -> Iterator[Finding]:
    """The policy and the areas of the country are whole: with a fault in either the service does not start."""
    from config.areas import AreasInvalid, load_areas
    from config.policy import PolicyInvalid, load_policies

    try:
        areas = load_areas(settings.areas)
        policy = load_policies(areas, settings.policies)
    except (AreasInvalid, PolicyInvalid) as wrong:
        yield Finding(Level.WRONG, str(wrong))
        return
    yield Finding(Level.OK, f"The policy {policy.version} and the areas of {areas.year} can be used.")
    if areas.year < datetime.now(UTC).year:
        yield Finding(
            Level.NOTE, "The areas are of an earlier year; look for mergers, and renew with piket areas import."
        )


def keys(settings: Settings, logs: list[str]) -> Iterator[Finding]:
    """Every log has its key, and nobody else can read it."""
    folder = settings.log_key_file
    if folder is None:
        yield Finding(
            Level.WRONG, "There are no log keys here; found the installation with piket init, or restore them."
        )
        return
    try:
        found = load_log_keys(folder)
        webhook = load_webhook_seed(folder)
        push = load_push_seed(folder)
    except SettingsInvalid as wrong:
        yield Finding(Level.WRONG, str(wrong))
        return
    having = {*found, *logs_with_later_keys(folder)}
    lacking = [log for log in sorted({*logs, DIRECTORY_LOG, ROOT_LOG}) if log not in having]
    if lacking:
        yield Finding(Level.WRONG, f"The logs {', '.join(lacking)} have no key; piket keys restore puts it back.")
    if any(open_to_others(path) for path in [folder, *folder.iterdir()]):
        yield Finding(Level.WRONG, "Others on this machine may read log keys; chmod 700 the folder and 600 its files.")
    elif not lacking:
        yield Finding(Level.OK, "Every log has its key, for its owner alone.")
    if webhook is None:
        yield Finding(Level.NOTE, "There is no webhook key, so no bell goes by webhook; piket keys new makes one.")
    if push is None:
        yield Finding(Level.NOTE, "There is no Web Push key, so no bell goes by Web Push; piket keys new makes one.")


def stored(store: Evidence, app_origin: str) -> Iterator[Finding]:
    """What the database itself says: founded or not, and whether the clock stands behind it."""
    facts = store.directory.facts(0, 1)
    if not facts:
        yield Finding(Level.WRONG, "This installation is not founded; see piket init --help.")
    for fact in facts:
        _, genesis = read_act(parse_payload(fact.signed.payload))
        kind = "for PRACTICE only" if isinstance(genesis, Genesis) and genesis.practice else "for real work"
        yield Finding(Level.OK, f"Founded {kind}; fingerprint {digits(fact.signed.sha256)}.")
        app = genesis.app if isinstance(genesis, Genesis) else None
        if app is None:
            yield Finding(Level.NOTE, "The founders did not sign where the app is: acts cannot be proven by passkey.")
        elif app_origin not in app.origins:
            yield Finding(Level.WRONG, "PIKET_APP_ORIGIN is not where the founders signed that the app is; correct it.")
    beat = store.heartbeats.last()
    if beat is not None and datetime.now(UTC) < beat.wall - _BEHIND:
        yield Finding(Level.WRONG, "The clock of this machine is behind the last heartbeat; set it before starting.")
    else:
        yield Finding(Level.OK, "The clock is not behind what was recorded.")


def standing(store: Evidence, late: timedelta) -> Iterator[Finding]:
    """What a running service found wrong with Telegram or a log, and has not seen mended since."""
    for word in troubles(store, datetime.now(UTC), late):
        yield Finding(Level.NOTE if word == LAGGING else Level.WRONG, SENTENCES[word])
