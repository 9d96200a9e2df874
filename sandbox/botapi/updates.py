"""Build the updates a person's doings send to the bot, shaped as the real ones."""

from sandbox.botapi.people import Json, User
from sandbox.botapi.transcript import Message


def message_json(message: Message, chat: Json, sender: Json) -> Json:
    """A message as the bot sees it, as a call's result or inside an update."""
    body: Json = {"message_id": message.id, "from": sender, "chat": chat, "date": int(message.date)}
    if message.edit_date is not None:
        body["edit_date"] = int(message.edit_date)
    if message.text:
        body["text"] = message.text
    if message.protected:
        body["has_protected_content"] = True
    if message.markup and "inline_keyboard" in message.markup:
        body["reply_markup"] = message.markup
    return body | message.extra


def command_entity(text: str) -> Json:
    """The entity Telegram adds when a text starts with a command; empty for other text."""
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}


def press_json(query_id: str, user: User, message: Json, data: str) -> Json:
    return {
        "callback_query": {
            "id": query_id,
            "from": user.as_json(),
            "message": message,
            "chat_instance": str(7_000_000_000_000 + user.id),
            "data": data,
        }
    }


def inaccessible(message_id: int, chat: Json) -> Json:
    """What stands for a message the bot can no longer see: its date is 0."""
    return {"chat": chat, "message_id": message_id, "date": 0}


def member_json(user: User, bot: Json, *, now: float, blocked: bool) -> Json:
    """The person blocked or unblocked the bot."""
    member: Json = {"status": "member", "user": bot}
    kicked: Json = {"status": "kicked", "user": bot, "until_date": 0}
    return {
        "my_chat_member": {
            "chat": user.chat_json(),
            "from": user.as_json(),
            "date": int(now),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
    }


def photo() -> Json:
    size: Json = {"file_id": "AgACphoto", "file_unique_id": "AQphoto", "width": 90, "height": 90}
    return {"photo": [size]}


def voice() -> Json:
    return {"voice": {"file_id": "AwACvoice", "file_unique_id": "AgVoice", "duration": 3}}


def contact(user_id: int, first_name: str) -> Json:
    return {"contact": {"phone_number": "31600000000", "first_name": first_name, "user_id": user_id}}


def write_access() -> Json:
    return {"write_access_allowed": {"from_request": True}}
