"""Sizes of vehicles, and the limits of the places that they come to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a vehicle is, laden, or the largest that can come to a place.

    Of a vehicle 0 stands for unknown, of a place for no limit.
    """

    length_cm: int = 0
    width_cm: int = 0
    weight_kg: int = 0

    def fits(self, limit: "Size") -> bool:
        """Says whether a vehicle of this size is within a limit; what is unknown is within."""
        return (
            (not limit.length_cm or self.length_cm <= limit.length_cm)
            and (not limit.width_cm or self.width_cm <= limit.width_cm)
            and (not limit.weight_kg or self.weight_kg <= limit.weight_kg)
        )

    def or_else(self, usual: "Size") -> "Size":
        """Returns the size with what is unknown taken from a usual one."""
        return Size(
            length_cm=self.length_cm or usual.length_cm,
            width_cm=self.width_cm or usual.width_cm,
            weight_kg=self.weight_kg or usual.weight_kg,
        )
