"""Queued plans while servers and the processes of their plans are killed."""

import contextlib
import http.client
import json
import random
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .servers import Server, end, running

LOOK_S = 0.5

CATCH_S = 10.0
"""For so long the process of a plan is waited for; there is none when the queue is empty."""


def survive(
    database_url: str, plan: Path, folder: Path, *, queued: int, kills: int, seed: int
) -> dict[str, object]:
    """Returns what became of plans that two servers made while their processes were killed.

    They are asked for meanwhile, each until it is accepted, with a key of its own. A kill is drawn
    for each of so many shares of the work: a server (it starts again at once), the process of a
    plan, or the one that those are copies of.
    """
    servers = [
        Server(database_url=database_url, log=folder / f"server-{number}.log", plan=plan)
        for number in range(2)
    ]
    chance = random.Random(seed)
    due = sorted(chance.uniform(0.02, 0.95) * queued for _ in range(kills))
    killed = {"server": 0, "plan's process": 0, "plans' nursery": 0}
    begin_s = time.perf_counter()
    with running(*servers), ThreadPoolExecutor(1) as asking:
        asked = asking.submit(_ask_for, servers, queued)
        while True:
            states = _states(servers)
            ended = sum(state in ("done", "failed", "cancelled") for state in states.values())
            print(f"{ended} of {queued} plans, {sum(killed.values())} kills", file=sys.stderr)
            if ended >= queued or (asked.done() and asked.exception()):
                break
            while due and ended >= due[0]:
                due.pop(0)
                killed[_kill(servers, chance)] += 1
            time.sleep(LOOK_S)
        posted, num_tries = asked.result()
        found = _states(servers)
    return {
        "plans asked for, requests": (queued, num_tries),
        **{f"kills of a {what}": count for what, count in killed.items()},
        "plans done": sum(found.get(id_) == "done" for id_ in posted),
        "plans lost": sum(id_ not in found for id_ in posted),
        "plans failed": sum(state == "failed" for state in found.values()),
        "plans that nobody asked for": len(set(found) - set(posted)),
        "plans listed twice": len(posted) - len(set(posted)),
        "seconds": round(time.perf_counter() - begin_s, 1),
    }


def _ask_for(servers: list[Server], queued: int) -> tuple[list[str], int]:
    """Returns the ids of so many plans, and how many requests that took."""
    request = {"scenario": "yinzhou-2012", "iterations": 1, "bound_seconds": 0}
    found: list[str] = []
    tries = 0
    while len(found) < queued:
        server = servers[tries % len(servers)]
        tries += 1
        # A server that is killed has taken it or not: the key says that it is the same plan.
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = server.ask("POST", "/plans", request, Idempotency_Key=f"plan-{len(found)}")
            if answer.status == 202:
                found.append(answer.headers["location"].removeprefix("/plans/"))
            elif answer.status not in (429, 503):
                raise RuntimeError(f"POST /plans: {answer.status} {answer.body[:200]!r}")
    return found, tries


def _kill(servers: list[Server], chance: random.Random) -> str:
    """Kills a server or a plan's process; returns which."""
    server = chance.choice(servers)
    draw = chance.random()
    child = _catch(server, chance) if draw < 0.4 else None
    if child is not None:
        end(child)
        return "plan's process"
    nursery = server.nursery()
    if nursery and draw < 0.6:
        end(nursery[0])
        return "plans' nursery"
    server.kill()
    server.start()
    return "server"


def _catch(server: Server, chance: random.Random) -> int | None:
    """Returns a process of a plan some way into its life, which is a twentieth of a second."""
    until_s = time.monotonic() + CATCH_S
    while time.monotonic() < until_s:
        if server.children():
            time.sleep(chance.uniform(0.0, 0.03))
            children = server.children()
            if children:
                return chance.choice(children)
        time.sleep(0.002)
    return None


def _states(servers: list[Server]) -> dict[str, str]:
    """Returns the state of every plan that the servers list."""
    found: dict[str, str] = {}
    path = "/plans?limit=200"
    while path:
        answer = servers[0].ask("GET", path)
        found |= {plan["id"]: plan["status"] for plan in json.loads(answer.body)}
        named = re.match("<([^>]+)>", answer.headers.get("link", ""))
        path = named[1] if named else ""
    return found
