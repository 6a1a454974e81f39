"""QR codes of join addresses as SVG, cached by address."""

from functools import lru_cache
from io import BytesIO

import segno
from markupsafe import Markup


# cache: of its argument and nothing else; drawing one takes milliseconds
@lru_cache(maxsize=64)
def qr_svg(text: str) -> Markup:
    """Return the QR code of ``text`` as SVG: black on white, quiet zone of four, level M."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        border=4,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        dark="#000",
        light="#fff",
    )
    return Markup(out.getvalue().decode())  # made here from digits and an address, by segno
