"""What a push service asks of who sends (RFC 8292): a signed token, for this service, that lasts a day at most."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_FORM: Final = re.compile(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)", re.ASCII)
_LONGEST: Final = timedelta(hours=24)


def is_allowed(authorization: str, key: str, audience: str, now: datetime) -> bool:
    """Tell whether this header shows that the holder of `key`, to which a browser subscribed, sends to `audience`."""
    form = _FORM.fullmatch(authorization)
    if form is None or form[4] != key:
        return False
    try:
        header, claims, signature = json.loads(_bytes(form[1])), json.loads(_bytes(form[2])), _bytes(form[3])
        point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(form[4]))
        half = len(signature) // 2
        numbers = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
        point.verify(encode_dss_signature(*numbers), f"{form[1]}.{form[2]}".encode(), ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    lasts = datetime.fromtimestamp(int(claims["exp"]), now.tzinfo) - now
    contact = str(claims.get("sub", ""))
    return (
        header == {"typ": "JWT", "alg": "ES256"}
        and claims["aud"] == audience
        and timedelta(0) < lasts <= _LONGEST
        and contact.startswith(("mailto:", "https://", "http://"))
    )


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
