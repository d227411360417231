"""The commands of `./run`: plan, check, export, compare, scenario, network, solve, bench, serve;
calendar, roster, record are in `api.commands.week`.

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 the answer is no, 2 wrong use or
bad input, 130 interrupted (the best plan so far is kept).
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from api.commands.arguments import Command, parser
from api.commands.benchmarks import run_benchmark, solve_public_file
from api.commands.day import compare_scenarios, make_plan
from api.commands.network import show_network
from api.commands.plan_file import check_plan, export_one
from api.commands.results import DONE, INTERRUPTED, MISUSE, NO
from api.commands.scenario import handle_scenarios
from api.commands.week import make_calendar, make_roster, show_record
from api.words import Language, say
from optimizer.errors import InfeasibleScenario, OneBroomError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = parser(COMMANDS).parse_args(arguments)
    options.lang = Language(options.lang)
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.WARNING)
    logging.getLogger("numba").setLevel(logging.WARNING)
    run: Command = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except InfeasibleScenario as error:
        return _fail(options, str(error), NO)
    except OneBroomError as error:
        return _fail(options, _said(error, options.lang), MISUSE)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not flush into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _fail(options, str(error), MISUSE)
    except Exception as error:  # the process boundary: a user sees no traceback
        return _fail(
            options,
            f"a fault of OneBroom's own, {type(error).__name__}: {error}; --debug shows where. "
            "Please report it.",
            MISUSE,
        )


def _said(error: OneBroomError, language: Language) -> str:
    said = getattr(error, "said", None)
    return str(said(language)) if said else str(error)


def _fail(options: argparse.Namespace, message: str, code: int) -> int:
    if options.debug:
        raise
    print(f"{say('error: ', options.lang)}{message}", file=sys.stderr)
    return code


def serve_plans(options: argparse.Namespace) -> int:
    from api.service import serve

    serve(host=options.host, port=options.port)
    return DONE


COMMANDS: dict[str, Command] = {
    "plan": make_plan,
    "check": check_plan,
    "export": export_one,
    "compare": compare_scenarios,
    "scenario": handle_scenarios,
    "network": show_network,
    "solve": solve_public_file,
    "bench": run_benchmark,
    "serve": serve_plans,
    "calendar": make_calendar,
    "roster": make_roster,
    "record": show_record,
}


if __name__ == "__main__":
    sys.exit(main())
