"""The commands of `./run`: plan, check, export, changes, compare, size, scenario, network, solve,
bench, serve, keys, backup, restore; calendar, roster, record are in `api.commands.week`.

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 the answer is no, 2 wrong use or
bad input, 130 ended by Ctrl-C, 143 by SIGTERM (the best plan so far is kept).
"""

import argparse
import logging
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from api.commands.argument_parts import Command
from api.commands.arguments import language_of, parser, program
from api.commands.benchmarks import run_benchmark, solve_public_file
from api.commands.changes import show_changes
from api.commands.comparison import compare_scenarios
from api.commands.database import back_up_plans, restore_plans
from api.commands.day import make_plan
from api.commands.hands import edit_plan
from api.commands.interrupt import ENDED_BY_SIGNAL, Ended, end_at_once, exit_code
from api.commands.keys import handle_keys
from api.commands.lifeline import ENDED, LOST, follow, leave_word
from api.commands.network import show_network
from api.commands.operations import fit_case, replan_day
from api.commands.plan_file import check_plan, export_one
from api.commands.results import DONE, MISUSE, NO
from api.commands.robustness import stand_days
from api.commands.scenario import handle_scenarios
from api.commands.simulation import simulate_days
from api.commands.sizing import size_fleet
from api.commands.streams import mend, stdout_failed
from api.commands.telling import tell
from api.commands.week import make_calendar, make_roster, show_record
from api.words import detect_language, phrasebook
from optimizer.errors import InfeasibleScenario, OneBroomError, system_message
from optimizer.legible import is_legible


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if not all(map(is_legible, given)):
        # A name in another encoding could be shown nowhere and written into no plan.
        words = phrasebook(detect_language())
        tell(words("command.error", text=words("command.no_utf8")))
        return MISUSE
    words = phrasebook(language_of(given))
    options = parser(COMMANDS, words).parse_args(given)
    options.words = words
    options.typed = shlex.join([program(), *given])
    leave_word(ENDED, words("command.interrupted"))
    leave_word(LOST, words("command.error", text=words("command.lost")))
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.WARNING)
    logging.getLogger("numba").setLevel(logging.WARNING)
    run: Command = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except InfeasibleScenario as error:
        return _fail(options, words.say(error.message), NO)
    except OneBroomError as error:
        return _fail(options, words.say(error.message), MISUSE)
    except KeyboardInterrupt as error:
        tell(words("command.interrupted"))
        return exit_code(getattr(error, "number", signal.SIGINT))
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        stdout_failed()
        return DONE
    except OSError as error:
        if stdout_failed():
            why = words("command.stdout", why=system_message(error))
            return _fail(options, why, MISUSE)
        why = words("command.file", path=error.filename or "", why=system_message(error))
        return _fail(options, why, MISUSE)
    except Exception as error:  # the process boundary: a user sees no traceback
        return _fail(
            options,
            words("command.own_fault", kind=type(error).__name__, error=error),
            MISUSE,
        )


def _fail(options: argparse.Namespace, message: str, code: int) -> int:
    if options.debug:
        raise
    tell(options.words("command.error", text=message))
    return code


def serve_plans(options: argparse.Namespace) -> int:
    from api.service import serve

    try:
        serve(
            host=options.host,
            port=options.port,
            migrate=options.migrate,
            keep_days=options.keep_days,
            log=options.log,
            first_key=options.first_key,
        )
    except KeyboardInterrupt as error:
        # That it ends, and in good order, stands in its log, as a line like all others there.
        return exit_code(getattr(error, "number", signal.SIGINT))
    return DONE


COMMANDS: dict[str, Command] = {
    "plan": make_plan,
    "check": check_plan,
    "export": export_one,
    "replan": replan_day,
    "fit": fit_case,
    "edit": edit_plan,
    "simulate": simulate_days,
    "robust": stand_days,
    "changes": show_changes,
    "compare": compare_scenarios,
    "size": size_fleet,
    "scenario": handle_scenarios,
    "network": show_network,
    "solve": solve_public_file,
    "bench": run_benchmark,
    "serve": serve_plans,
    "backup": back_up_plans,
    "restore": restore_plans,
    "keys": handle_keys,
    "calendar": make_calendar,
    "roster": make_roster,
    "record": show_record,
}


def run() -> NoReturn:
    """Runs the command line, and ends the process as its exit code and signals say."""
    mend()
    code = 0
    try:
        signal.signal(signal.SIGTERM, end_at_once)
        follow()
        code = main()
    except Ended as error:  # before `main` could say anything
        code = exit_code(error.number)
    finally:
        stdout_failed()
        if code in ENDED_BY_SIGNAL:
            # Taking the interpreter down piece by piece takes a second, for which nobody waits.
            os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
