"""The routes of the service."""

from api.service.routes.boards import router as boards_router
from api.service.routes.changes import router as changes_router
from api.service.routes.comparison_files import router as comparison_files_router
from api.service.routes.comparisons import router as comparisons_router
from api.service.routes.day_events import router as day_events_router
from api.service.routes.duty_events import router as duty_events_router
from api.service.routes.duty_links import router as duty_links_router
from api.service.routes.edits import router as edits_router
from api.service.routes.fits import router as fits_router
from api.service.routes.health import router as health_router
from api.service.routes.keys import router as keys_router
from api.service.routes.messages import router as messages_router
from api.service.routes.networks import router as networks_router
from api.service.routes.plan_events import router as plan_events_router
from api.service.routes.plans import router as plans_router
from api.service.routes.reference import router as reference_router
from api.service.routes.replans import router as replans_router
from api.service.routes.scenarios import router as scenarios_router
from api.service.routes.uploads import router as uploads_router
from api.service.routes.weeks import router as weeks_router
from api.service.routes.words import router as words_router

ROUTERS = (
    plans_router,
    boards_router,
    plan_events_router,
    day_events_router,
    replans_router,
    changes_router,
    fits_router,
    edits_router,
    duty_links_router,
    duty_events_router,
    messages_router,
    comparisons_router,
    comparison_files_router,
    weeks_router,
    networks_router,
    scenarios_router,
    uploads_router,
    words_router,
    keys_router,
    health_router,
    reference_router,
)

__all__ = ["ROUTERS"]
