"""Counts the statements that the store runs, for promises about what an answer costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from storage.prepared import Transaction


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that reads or writes within the block, in order, whichever store runs it."""
    found: list[str] = []
    plain = Transaction.execute

    def noted(self: Transaction, statement: Any, *terms: Any) -> Any:
        found.append(str(statement))
        return plain(self, statement, *terms)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "execute", noted)
        yield found
