"""Roles: who may do more may do all that others may."""

from enum import StrEnum


class Role(StrEnum):
    """What a key is for, from the least to the most."""

    DRIVER = "driver"
    DISPATCHER = "dispatcher"
    PLANNER = "planner"
    ADMIN = "admin"

    def may(self, demanded: "Role") -> bool:
        """Says whether this role is enough where another is demanded."""
        ranks = [*Role]
        return ranks.index(self) >= ranks.index(demanded)
