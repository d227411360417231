"""How many vehicles are needed, on a terminal."""

from pathlib import Path
from statistics import median

from api.screen.console import console, table_of
from api.words import Phrasebook
from scenarios.sizing import CountSearch, CountTrial, KindCount


def print_sizing(search: CountSearch, scenario: str, seeds: int, words: Phrasebook) -> None:
    """Prints the number of each kind, what was tried, and what is proven."""
    out = console()
    out.print(words("sizing.heading", name=Path(scenario).stem or scenario, seeds=seeds))
    out.print()
    if search.kinds:
        table = table_of(*words.columns("kind", "present", "needed", "proven"))
        for one in search.kinds:
            table.add_row(
                words.word("kinds", one.kind),
                str(one.present),
                _needed(one, words),
                str(one.least),
            )
        out.print(table)
        out.print()
    if search.trials:
        table = table_of(
            *words.columns("trial"),
            *(f"{proof.target}" for proof in search.proofs),
            *words.columns("cost_yuan"),
        )
        for trial in search.trials:
            table.add_row(
                "\n".join(f"{words.word('kinds', kind)} {count}" for kind, count in trial.counts),
                *(_share(values) for values in trial.values),
                f"{median(trial.cost_fen) / 100:,.0f}",
                style="bold" if trial is search.confirmed else None,
            )
        out.print(table)
        out.print()
    for sentence in _sentences(search, words):
        out.print(sentence)


def _needed(one: KindCount, words: Phrasebook) -> str:
    if one.enough is None:
        return words("sizing.more_than", count=one.too_few)
    if one.enough - one.too_few > 1:
        return words("sizing.between", low=one.too_few + 1, high=one.enough)
    return str(one.enough)


def _share(values: tuple[float, ...]) -> str:
    middle = f"{median(values):.1%}"
    low, high = f"{min(values):.1%}", f"{max(values):.1%}"
    return middle if low == high else f"{middle}\n{low}..{high}"


def _sentences(search: CountSearch, words: Phrasebook) -> list[str]:
    said = []
    for proof in search.proofs:
        if proof.least is None:
            said.append(
                words("sizing.impossible", target=str(proof.target), highest=proof.highest)
            )
        else:
            said.append(
                words(
                    "sizing.proven",
                    target=str(proof.target),
                    kind=words.word("kinds", proof.target.kind),
                    least=proof.least,
                    highest=proof.highest,
                )
            )
    said += [
        words("sizing.no_more_room", kind=words.word("kinds", one.kind), most=one.most)
        for one in search.kinds
        if one.enough is None and one.too_few >= one.most
    ]
    said.append(words("sizing.rule"))
    said += _of_all(search.confirmed, search, words)
    return said


def _of_all(confirmed: CountTrial | None, search: CountSearch, words: Phrasebook) -> list[str]:
    if confirmed is None or len(search.kinds) < 2:
        return []
    together = search.proofs and confirmed.reaches(search.proofs)
    return [words("sizing.together" if together else "sizing.not_together")]
