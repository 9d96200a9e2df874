"""One transaction over everything: each subject bound to its connection, the effects gathered beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from domain import ports
from domain.ids import Randomness
from storage.acts import Acts
from storage.alarms import Alarms
from storage.audit import Audit
from storage.blobs import Blobs
from storage.committed import Committed
from storage.directory import Directory
from storage.enrolments import Enrolments
from storage.heartbeats import Heartbeats
from storage.inbox import Inbox
from storage.invitations import Invitations
from storage.items import Items
from storage.leases import Leases
from storage.logs import Logs
from storage.meta import Meta
from storage.obligations import Obligations
from storage.outbox import Outbox
from storage.prepared import Transaction
from storage.quality import Quality
from storage.reports import Reports
from storage.retention import Retention
from storage.roster import Roster
from storage.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Terms:
    """What every transaction of one instance shares: its name, its randomness, how long it holds what it claims."""

    owner: str
    random: Randomness
    lease: timedelta
    handle_life: timedelta


class SqlUnitOfWork(ports.UnitOfWork):
    """`domain.ports.UnitOfWork` and, for the doors, sessions, blobs, inbox, leases, logs, meta and reports."""

    def __init__(self, connection: Connection, terms: Terms) -> None:
        self._transaction = transaction = Transaction(connection)
        self.effects = effects = Committed()
        self.random = terms.random
        self.acts: Acts = Acts(transaction)
        self.items: Items = Items(transaction)
        self.directory: Directory = Directory(transaction, effects)
        self.invitations: Invitations = Invitations(transaction)
        self.obligations: Obligations = Obligations(transaction, effects)
        self.roster: Roster = Roster(transaction)
        self.outbox: Outbox = Outbox(transaction, effects, terms.random, terms.owner, terms.lease, terms.handle_life)
        self.audit: Audit = Audit(transaction, effects, terms.random)
        self.alarms: Alarms = Alarms(transaction)
        self.heartbeats: Heartbeats = Heartbeats(transaction)
        self.sessions = Sessions(transaction, effects)
        self.blobs = Blobs(transaction)
        self.enrolments = Enrolments(transaction)
        self.inbox = Inbox(transaction, terms.owner, terms.lease)
        self.leases = Leases(transaction, terms.owner)
        self.logs = Logs(transaction)
        self.meta = Meta(transaction)
        self.reports = Reports(transaction)
        self.quality = Quality(transaction)
        self.retention: Retention = Retention(transaction)

    def flush(self) -> None:
        """Write what waits to be written by one statement a table; called once, as the last thing of the unit."""
        self.outbox.flush()
        self._transaction.flush()
