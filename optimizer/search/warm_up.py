"""A small instance that every kernel can be run on."""

import numpy as np

from optimizer.instance import NEVER, Instance, pack_travel


def small_instance() -> Instance:
    """Returns three tasks in a row with two modes each, one reset, and one vehicle.

    The types of its arrays are those of every instance, so what is compiled for it serves all.
    """
    place = np.arange(8)
    metres = np.abs(place[:, None] - place[None, :]).astype(np.int32)
    travel, offset, size = pack_travel([(metres, metres)])
    ones = np.ones(1, dtype=np.int64)
    return Instance(
        mode_start=np.array([0, 2, 4, 6, 7]),
        mode_place=np.arange(7)[None, :].copy(),
        mode_service_s=np.ones((1, 7), dtype=np.int64),
        mode_service_m=np.ones(7, dtype=np.int64),
        window_start=np.arange(8),
        window_earliest_s=np.zeros(7, dtype=np.int64),
        window_latest_s=np.full(7, 1000, dtype=np.int64),
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=np.ones((3, 1), dtype=np.int64),
        prize=np.full(3, 1000, dtype=np.int64),
        worth=np.ones(3, dtype=np.float64),
        required=np.ones(3, dtype=np.bool_),
        allowed=np.ones((1, 3), dtype=np.bool_),
        type_profile=np.zeros(1, dtype=np.int64),
        type_capacity=np.full((1, 1), 2, dtype=np.int64),
        type_reset=np.full((1, 1), 3, dtype=np.int64),
        type_final_reset=np.array([3]),
        type_per_m=ones,
        type_per_s=ones,
        duty_type=np.zeros(1, dtype=np.int64),
        duty_start_place=np.array([7]),
        duty_end_place=np.array([7]),
        duty_start_s=np.zeros(1, dtype=np.int64),
        duty_end_s=np.full(1, 1000, dtype=np.int64),
        duty_cost=ones,
        duty_group=np.zeros(1, dtype=np.int64),
        rest_earliest_s=np.full(1, NEVER),
        rest_latest_s=np.full(1, NEVER),
        rest_s=np.zeros(1, dtype=np.int64),
        neighbours=np.array([[1, 2], [0, 2], [1, 0]]),
    )
