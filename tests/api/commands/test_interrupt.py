import signal

import pytest

from api.commands.interrupt import REQUESTS, Ended, Interrupt, exit_code
from api.words import Language, phrasebook
from optimizer.stop import Progress, Stage

STAGES_BEFORE = (Stage.STREETS, Stage.TASKS, Stage.MATRIX, Stage.COMPILE)
STAGES_AFTER = (Stage.EXPLAIN, Stage.BOUND, Stage.DRAW)


@pytest.fixture(autouse=True)
def _handlers():
    before = {number: signal.getsignal(number) for number in REQUESTS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def interrupt():
    return Interrupt(phrasebook(Language.EN))


def enter(interrupt, *stages):
    show = interrupt.watch(lambda progress: None)
    for stage in stages:
        show(Progress(stage=stage))


@pytest.mark.parametrize("number", REQUESTS)
@pytest.mark.parametrize(
    "stages", [(Stage.SEARCH,), (Stage.SEARCH, Stage.COMPILE, Stage.SEARCH, Stage.CHECK)]
)
def test_a_search_and_its_check_are_asked_to_stop(interrupt, number, stages, capfd):
    enter(interrupt, *stages)
    assert not interrupt()
    signal.raise_signal(number)
    assert interrupt()
    assert interrupt.asked == number
    assert "Ctrl-C again" in capfd.readouterr().err


@pytest.mark.parametrize("stage", [*STAGES_BEFORE, *STAGES_AFTER])
@pytest.mark.parametrize("number", REQUESTS)
def test_what_has_nothing_to_keep_is_ended_at_once(interrupt, stage, number):
    enter(interrupt, *([] if stage in STAGES_BEFORE else [Stage.SEARCH]), stage)
    with pytest.raises(Ended) as caught:
        signal.raise_signal(number)
    assert caught.value.number == interrupt.asked == number


def test_the_second_ctrl_c_ends_at_once_and_a_second_sigterm_does_not(interrupt):
    enter(interrupt, "search")
    # `timeout` sends two at once.
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(Ended):
        signal.raise_signal(signal.SIGINT)


def test_exit_codes_are_those_of_the_shell():
    # 128 + 2, 128 + 15.
    assert [exit_code(number) for number in REQUESTS] == [130, 143]
