"""Key in the QR beside the code; it travels in the fragment of the URL, which no log sees."""

import base64
import hashlib
import hmac
from functools import lru_cache

KEY_BYTES = 9  # 72 bits: nobody guesses it, and the QR stays coarse enough for the last row
HMAC_PURPOSE = b"mano alzada: entrar por el QR"


# cache: an HMAC a phone; of a run's own secret, so no app sees another's
@lru_cache(maxsize=256)
def qr_key(wall_token: str) -> str:
    """Return the QR key of a run, made from the secret of its wall: the same in every process.

    It does not reveal that secret, so a phone that scans it cannot open the wall.
    """
    digest = hmac.digest(wall_token.encode(), HMAC_PURPOSE, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:KEY_BYTES]).decode()


def is_qr_key(offered: str, wall_token: str) -> bool:
    """Is ``offered`` the key of this run? Compares in constant time."""
    return hmac.compare_digest(offered.encode(errors="surrogatepass"), qr_key(wall_token).encode())
