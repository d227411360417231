"""The files of the page, sent compressed to whoever can read that."""

import gzip
import os
from functools import lru_cache
from pathlib import Path

from fastapi import Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from api.service.files import answer_packed, is_known, not_modified

TEXTS = {".css": "text/css", ".js": "text/javascript"}


class PageFiles(StaticFiles):
    """Serves a folder; texts are compressed once for each version of theirs."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """As `StaticFiles` has it."""
        path = Path(full_path)
        if path.suffix not in TEXTS:
            return super().file_response(full_path, stat_result, scope, status_code)
        request = Request(scope)
        tag = f'"{stat_result.st_mtime_ns:x}-{stat_result.st_size:x}"'
        if is_known(request, tag):
            return not_modified(tag)
        return answer_packed(
            request,
            _pack(path, stat_result.st_mtime_ns),
            media_type=TEXTS[path.suffix],
            tag=tag,
            is_packed=True,
        )


@lru_cache(maxsize=128)
def _pack(path: Path, version: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
