"""A local Telegram Bot API over real HTTP that behaves like the real one and misbehaves on command."""
