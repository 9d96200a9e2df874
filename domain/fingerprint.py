"""The fingerprint of an installation as people compare it: six groups of five digits, and six words to say aloud."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from domain.ids import Sha256Hex

_GROUPS: Final = 6
_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"


def digits(genesis: Sha256Hex) -> str:
    """Six groups of five digits (99 bits) of the hash of the genesis, for reading from paper."""
    number = int.from_bytes(_hashed(b"digits", genesis), "big") % 10 ** (5 * _GROUPS)
    text = f"{number:0{5 * _GROUPS}}"
    return " ".join(text[at : at + 5] for at in range(0, len(text), 5))


def words(genesis: Sha256Hex) -> str:
    """Six words of five letters (96 bits) of the same hash, for the telephone: every letter sounds as it is written."""
    raw = _hashed(b"words", genesis)
    return " ".join(_word(int.from_bytes(raw[at : at + 2], "big")) for at in range(0, 2 * _GROUPS, 2))


def _hashed(what: bytes, genesis: Sha256Hex) -> bytes:
    return sha256(b"piket/v1/fingerprint/" + what + b"\x00" + bytes.fromhex(genesis)).digest()


def _word(number: int) -> str:
    """16 bits as consonant, vowel, consonant, vowel, consonant."""
    parts = ((12, _CONSONANTS), (10, _VOWELS), (6, _CONSONANTS), (4, _VOWELS), (0, _CONSONANTS))
    return "".join(letters[number >> shift & (len(letters) - 1)] for shift, letters in parts)
