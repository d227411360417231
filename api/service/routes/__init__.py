"""The routes of the service."""

from api.service.routes.plans import router as plans_router
from api.service.routes.scenarios import router as scenarios_router
from api.service.routes.words import router as words_router

ROUTERS = (plans_router, scenarios_router, words_router)

__all__ = ["ROUTERS"]
