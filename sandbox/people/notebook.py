"""The scenario's own names for items, shared by all its officials."""

from __future__ import annotations

from dataclasses import dataclass, field

from client.reading import Case
from domain.ids import ItemId


@dataclass
class Notebook:
    """Labels of items (`zaak`, and what is linked to it `zaak.opdracht`), and the dossier handle of each request."""

    items: dict[str, ItemId] = field(default_factory=dict)
    dossiers: dict[ItemId, str] = field(default_factory=dict)

    def item(self, label: str) -> ItemId:
        """Return the item of a label; raises LookupError while nothing opened it."""
        if label not in self.items:
            raise LookupError(f"nothing was opened as {label} yet")
        return self.items[label]

    def note_linked(self, label: str, case: Case) -> None:
        """Remember the linked items of an item, the newest of each flow, as `<label>.<flow>`."""
        for linked in case.answer.linked:
            if linked.relation == "child":
                self.items[f"{label}.{linked.flow}"] = linked.id
                self.dossiers[linked.id] = self.dossiers[self.items[label]]
