"""Files as answers: one as it is, several in a zip, with names that every client understands."""

import gzip
import hashlib
import io
import re
import zipfile
from urllib.parse import quote

from fastapi import Request, Response

from api import VERSION
from api.exports import Files

_VARY = {"Vary": "Accept-Encoding, Accept-Language", "Cache-Control": "private, no-cache"}
ZIP = "application/zip"
_TEXTS = ("json", "xml", "/calendar", "/csv", "/html", "/plain")
"""How the names of kinds end that are texts."""

_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The zip's first day: an archive of the same files is the same, whenever it is made."""


def tag_of(digest: str, *variants: object) -> str:
    """Returns the ETag of something made of a plan.

    Parameters
    ----------
    variants
        What else it depends on, as language and format.
    """
    said = "\0".join(map(str, (digest, VERSION, *variants)))
    return f'"{hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Says whether a client has what a tag names (RFC 9110, If-None-Match: weak comparison)."""
    header = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in header.split(",")}
    return bool(known & {tag, _tag_packed(tag), "*"})


def not_modified(tag: str) -> Response:
    """Returns that a client has the newest."""
    return Response(status_code=304, headers={"ETag": tag, **_VARY})


def answer_packed(
    request: Request, content: bytes, *, media_type: str, tag: str, is_packed: bool = False
) -> Response:
    """Returns a text with its tag, compressed for clients that can read that.

    Parameters
    ----------
    is_packed
        Whether the content is compressed with gzip already.
    """
    headers = {"ETag": tag, **_VARY}
    if _takes_gzip(request):
        if not is_packed:
            content = gzip.compress(content, compresslevel=5, mtime=0)
        headers = {**headers, "ETag": _tag_packed(tag), "Content-Encoding": "gzip"}
    elif is_packed:
        content = gzip.decompress(content)
    return Response(content, media_type=media_type, headers=headers)


def _tag_packed(tag: str) -> str:
    """Returns the tag of the compressed form: strong tags differ where bytes do."""
    return f'{tag[:-1]}-gzip"'


def _takes_gzip(request: Request) -> bool:
    for one in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def answer_with(
    files: Files,
    *,
    media_type: str,
    archive: str,
    tag: str | None = None,
    request: Request | None = None,
) -> Response:
    """Returns the one file, or several in a zip of a name.

    Parameters
    ----------
    request
        One text is compressed where whoever asked can read that; without it never.
    tag
        Of the plan and the format; sent as a weak one, for a file may say when it was made.
    """
    if len(files) == 1:
        ((name, content),) = files.items()
    else:
        name, content, media_type = archive, _zip(files), ZIP
    headers = {"Content-Disposition": _attachment(name)}
    if tag is not None:
        headers |= {"ETag": f"W/{tag}", **_VARY}
    is_text = media_type.partition(";")[0].endswith(_TEXTS)
    if request is not None and is_text and _takes_gzip(request):
        content = gzip.compress(content, compresslevel=5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=media_type, headers=headers)


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
