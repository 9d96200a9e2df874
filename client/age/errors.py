"""The errors of the age format; no text of an error ever holds key material or content."""


class AgeError(Exception):
    """Base of everything that `client.age` refuses; catch this to say "this file cannot be opened"."""


class MalformedKey(AgeError):
    """A recipient or identity string is not what it says it is; nothing was encrypted or opened."""


class RecipientsRefused(AgeError):
    """These recipients may not stand together in one file, or there are none; nothing was written."""


class MalformedArmor(AgeError):
    """The text around the file is not strict ASCII armor."""


class MalformedHeader(AgeError):
    """The header breaks the format, or a stanza of a known kind does; no file key was used."""


class NoMatchingIdentity(AgeError):
    """The header is well formed, but none of the identities given can unwrap the file key."""


class BadMac(AgeError):
    """The header was changed after it was written: its MAC does not match the file key."""


class BadPayload(AgeError):
    """The payload was changed, cut short or extended; what was released before is authentic but incomplete."""
