"""The service as those see it who keep it running: lines in a log, figures for Prometheus."""

from api.service.observing.logs import (
    LOG_FORMS,
    REQUEST_ID,
    JsonLines,
    hide_token,
    logger_of_faults,
    request_id_of,
    write_logs,
)
from api.service.observing.metrics import Metrics, PlanWatcher
from api.service.observing.watch import RequestWatch

__all__ = [
    "LOG_FORMS",
    "REQUEST_ID",
    "JsonLines",
    "Metrics",
    "PlanWatcher",
    "RequestWatch",
    "hide_token",
    "logger_of_faults",
    "request_id_of",
    "write_logs",
]
