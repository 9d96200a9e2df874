"""aiogram's routers: which use case a kept update leads to. No content passes here; there is none left.

A router only chooses; the use case runs in one transaction that also marks the entry done. Nothing calls the Bot API
from here: every answer goes through the outbox.
"""

from __future__ import annotations

from typing import Protocol

from aiogram import Dispatcher, Router
from aiogram.filters import JOIN_TRANSITION, LEAVE_TRANSITION, ChatMemberUpdatedFilter, Command, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.telegram.use_case import Perform
from domain.inbox import InboxEntry
from handlers import inbox


class MayAnswer(Protocol):
    """Tells whether this chat may be answered again already: typed text is explained at most once a minute."""

    def __call__(self, chat: str) -> bool: ...


def build(may_answer: MayAnswer) -> Dispatcher:
    """Return aiogram's dispatcher with Piket's routers; fed one rebuilt update at a time by the worker."""
    router = Router(name="piket")

    @router.message(CommandStart())
    async def start(message: Message, perform: Perform) -> None:
        await perform(inbox.start)

    @router.message(Command("dienst", "duty"))
    async def duty(message: Message, perform: Perform) -> None:
        await perform(inbox.duty)

    @router.message()
    async def typed(message: Message, perform: Perform, entry: InboxEntry) -> None:
        answer = may_answer(entry.chat)
        await perform(lambda uow, kept, now: inbox.typed(uow, kept, now, answer=answer))

    @router.callback_query()
    async def tap(query: CallbackQuery, perform: Perform) -> None:
        await perform(inbox.tap)

    @router.my_chat_member(ChatMemberUpdatedFilter(LEAVE_TRANSITION))
    async def blocked(change: ChatMemberUpdated, perform: Perform) -> None:
        await perform(inbox.blocked)

    @router.my_chat_member(ChatMemberUpdatedFilter(JOIN_TRANSITION))
    async def unblocked(change: ChatMemberUpdated, perform: Perform) -> None:
        await perform(inbox.unblocked)

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    return dispatcher
