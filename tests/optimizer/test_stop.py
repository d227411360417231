import pytest

from optimizer.stop import AnyOf, MaxIterations, MaxRuntime, Progress, limits


def at(*, iterations: int, elapsed_s: float) -> Progress:
    return Progress(stage="search", iterations=iterations, elapsed_s=elapsed_s)


def test_stops_at_the_nearest_of_two_limits():
    stop = limits(iterations=100, seconds=10)
    assert not stop(at(iterations=99, elapsed_s=9.9))
    assert stop(at(iterations=100, elapsed_s=0))
    assert stop(at(iterations=0, elapsed_s=10))


def test_share_is_that_of_the_nearest_limit():
    stop = AnyOf((MaxIterations(100), MaxRuntime(10)))
    # 20 of 100 iterations against 5 of 10 seconds.
    assert stop.share(at(iterations=20, elapsed_s=5)) == 0.5


@pytest.mark.parametrize("bad", [0, -1])
def test_a_limit_must_be_positive(bad):
    with pytest.raises(ValueError, match="positive"):
        MaxIterations(bad)
    with pytest.raises(ValueError, match="positive"):
        MaxRuntime(bad)


def test_no_limit_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one limit"):
        limits(iterations=None)
