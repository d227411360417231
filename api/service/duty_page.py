"""A driver's page as the service sends it: it runs, and reports to where it came from."""

from functools import cache
from typing import TYPE_CHECKING

from fastapi import Response
from fastapi.responses import HTMLResponse

from api.service.db import DutyLink
from api.words import Phrasebook

if TYPE_CHECKING:
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile

FILES = (("pdf", "sheet"), ("gpx", "track"), ("html", "offline"))
"""Forms of a duty that are files, and the codes of what they are called."""

_NOTHING_ELSE = ("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")


@cache
def _headers() -> dict[str, str]:
    from api.exports.phone import content_policy

    return {
        "Content-Security-Policy": ";".join((content_policy("'self'"), *_NOTHING_ELSE)),
        # Its map shows where the driver is; the other pages have no use for that.
        "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    }


def answer_page(
    alone: "PlanFile", network: "RoadNetwork", link: DutyLink, words: Phrasebook, token: str
) -> Response:
    """Returns the page of the duty that a link gives.

    Parameters
    ----------
    alone
        The plan, without any other route.
    """
    from api.exports.phone import to_html

    at = f"/d/{token}"
    page = to_html(
        alone,
        network,
        link.vehicle_id,
        language=words.language,
        post_to={(link.vehicle_id, link.shift_id): f"{at}/events?lang={words.language}"},
        messages_at=f"{at}/messages",
        files={
            words(f"duty.{said}"): f"{at}?form={form}&lang={words.language}"
            for form, said in (*FILES, ("lines", "lines"))
        },
    )
    return HTMLResponse(page, headers=_headers())
