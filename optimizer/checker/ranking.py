"""The keys that speak of a vehicle, ranked by how closely they do."""

from collections.abc import Callable, Mapping, Sequence

from optimizer.checker.facts import Facts

WHOLE = ("oneway", "restriction")
"""What no key says of one direction or lane."""


def rank_texts(said: Mapping[str, str], subject: str, facts: Facts, way: str) -> list[list[str]]:
    """Returns what the keys of a subject say to a vehicle, a text a lane, the closest last."""
    found = []
    for key, text in said.items():
        rank = rank_of(key, subject, facts, way)
        if rank is not None:
            texts = text.split("|") if rank[2] else [text]
            found.append((rank, key, [one.strip() for one in texts]))
    return [texts for _, _, texts in sorted(found)]


def rank_of(key: str, subject: str, facts: Facts, way: str) -> tuple[int, bool, bool] | None:
    """Returns how closely a key speaks of a vehicle and its direction; None if it does not."""
    stem, *words = key.split(":")
    modes = {*facts.names[2:], "hgv", "goods"}
    name = ""
    if subject == "access":
        name = stem
        if stem == "access" and words and words[0] in modes:
            name = words.pop(0)
    elif subject.endswith(":physical"):
        if stem != subject.partition(":")[0] or "physical" not in words:
            return None
        words.remove("physical")
    elif stem != subject:
        return None
    directed = of_lanes = False
    for word in words:
        if word in modes and not name:
            name = word
        elif word in ("forward", "backward") and not directed:
            if word != way:
                return None
            directed = True
        elif word == "lanes" and not of_lanes:
            of_lanes = True
        else:
            return None
    if name not in facts.names or (subject in WHOLE and (directed or of_lanes)):
        return None
    return facts.names.index(name), directed, of_lanes


def decide(
    ranked: Sequence[Sequence[str]],
    read: Callable[[str], int | None],
    best: Callable[[Sequence[int]], int],
) -> int | None:
    """Returns what the closest key says; lanes that say nothing are as the more general says."""
    result: int | None = None
    for texts in ranked:
        values = [read(text) for text in texts]
        known = [value for value in values if value is not None]
        if not known:
            continue
        if len(known) < len(values):
            result = None if result is None else best([*known, result])
        else:
            result = best(known)
    return result
