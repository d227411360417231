"""From household to plant: bulk loads cut from deliveries, and the ledger of the tonnes."""

from optimizer.chain.bulk_loads import (
    BegunLoad,
    BulkLoad,
    Delivery,
    cut_bulk_loads,
    deliveries,
    most_held_kg,
)
from optimizer.chain.ledger import LedgerRow, Step, total_row

__all__ = [
    "BegunLoad",
    "BulkLoad",
    "Delivery",
    "LedgerRow",
    "Step",
    "cut_bulk_loads",
    "deliveries",
    "most_held_kg",
    "total_row",
]
