"""Files as answers: one as it is, several in a zip, with names that every client understands."""

import io
import re
import zipfile
from urllib.parse import quote

from fastapi import Response

from api.exports import Files

ZIP = "application/zip"
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The zip's first day: an archive of the same files is the same, whenever it is made."""


def answer_with(files: Files, *, media_type: str, archive: str) -> Response:
    """Returns the one file as it is, or several in a zip of a name."""
    if len(files) == 1:
        ((name, content),) = files.items()
    else:
        name, content, media_type = archive, _zip(files), ZIP
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": _attachment(name)}
    )


def _zip(files: Files) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_MIDNIGHT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return memory.getvalue()


def _attachment(name: str) -> str:
    """Returns a Content-Disposition with the name in UTF-8, and in ASCII for old clients.

    References
    ----------
    RFC 6266, appendix D: both parameters, the plain one first and without percent signs, which
    some clients decode. RFC 8187 (once 5987): how the other one is encoded.
    """
    plain = re.sub(r"[^A-Za-z0-9._\-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
