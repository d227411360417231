"""A link as a code for a phone's camera, on paper and on the page."""

import io

import segno


def qr_code(link: str) -> str:
    """Returns a link as an SVG drawing for a phone's camera."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()
