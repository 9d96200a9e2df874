"""The refusals of the Bot API, with the exact words the real one uses."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


class ApiError(Exception):
    """A call refused: HTTP status and description, with the parameters Telegram adds to some refusals."""

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def as_json(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body


def bad(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def flood(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def restart() -> ApiError:
    return ApiError(500, "Internal Server Error: restart")


def missing(method: str, field: str) -> ApiError:
    """The refusal for a parameter that is not there; the real one has its own words for some."""
    if field == "message_id":
        return bad("message identifier is not specified")
    if field == "chat_id":
        return bad("chat_id is empty")
    if field == "text":
        return bad("message text is empty")
    if field == "message_ids":
        return bad("message identifiers are not specified")
    if field == "callback_query_id":
        return bad(QUERY_TOO_OLD)
    return bad(f'parameter "{field}" is required in {method}')
