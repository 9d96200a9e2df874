"""The people, devices and groups a bot can reach, and whether it may write to them."""

from dataclasses import dataclass, field

from sandbox.botapi.errors import ApiError, bad, forbidden

Json = dict[str, object]


@dataclass(slots=True)
class Device:
    """One linked device; it rings for a message with sound unless something in its settings keeps it quiet."""

    name: str
    online: bool = True
    muted: bool = False
    dnd: bool = False
    hidden_preview: bool = False
    rings: int = 0
    missed: int = 0

    def hears(self) -> bool:
        return self.online and not self.muted and not self.dnd


@dataclass(slots=True)
class User:
    """A private chat partner; `started` is false until the person opened the bot once."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str = "nl"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    devices: dict[str, Device] = field(default_factory=dict)

    def as_json(self) -> Json:
        name: Json = {"username": self.username} if self.username else {}
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
            **name,
        }

    def chat_json(self) -> Json:
        name: Json = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": "private", "first_name": self.first_name, **name}


@dataclass(slots=True)
class Group:
    """A group chat, there so that refusals can be tested; `upgraded_to` is the supergroup it became."""

    id: int
    title: str
    kicked: bool = False
    upgraded_to: int | None = None

    def chat_json(self) -> Json:
        return {"id": self.id, "type": "group", "title": self.title}


class People:
    """Everybody this Bot API knows, by chat id."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}

    def add(self, user: User) -> User:
        if user.id in self.users:
            raise ValueError("this user id is taken; choose another")
        self.users[user.id] = user
        return user

    def user(self, user_id: int) -> User:
        if user_id not in self.users:
            raise LookupError("no such user; add the user first")
        return self.users[user_id]

    def chat(self, chat_id: object) -> User | Group:
        """The chat a call names, or the refusal for an unknown one."""
        if isinstance(chat_id, int) and (found := self.users.get(chat_id) or self.groups.get(chat_id)):
            return found
        if chat_id in ("", None):
            raise bad("chat_id is empty")
        raise bad("chat not found")

    def writable(self, chat_id: object) -> User | Group:
        """The chat if the bot may write there now, or the refusal the real one gives."""
        chat = self.chat(chat_id)
        if isinstance(chat, Group):
            if chat.upgraded_to is not None:
                text = "Bad Request: group chat was upgraded to a supergroup chat"
                raise ApiError(400, text, migrate_to=chat.upgraded_to)
            if chat.kicked:
                raise forbidden("bot was kicked from the group chat")
            return chat
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
