"""How what a flow knows of its own item is stored: as a JSON object, and back, without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter

DataT = TypeVar("DataT")


class Form(Generic[DataT]):
    """The stored form of one flow's own part of an item, a frozen dataclass."""

    def __init__(self, kind: type[DataT]) -> None:
        self._adapter = TypeAdapter(kind)

    def read(self, stored: Mapping[str, object]) -> DataT:
        """Return what `write` wrote, after a journey through JSON."""
        return self._adapter.validate_python(stored)

    def write(self, data: DataT) -> dict[str, object]:
        """Return the JSON object in which the item's own part is stored."""
        return cast(dict[str, Any], self._adapter.dump_python(data, mode="json"))
