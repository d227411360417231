"""What a wish comes to, for programs."""

from dataclasses import asdict
from typing import Any

from api.words import Phrasebook
from scenarios.planning import HandAnswer


def hand_values(answer: HandAnswer, words: Phrasebook) -> dict[str, Any]:
    """Returns the answer to a wish, as JSON has it."""
    price_fen, refused = answer.price_fen, answer.refused
    alternative = refused.alternative if refused else None
    return {
        "hand": asdict(answer.hand),
        "price_yuan": None if price_fen is None else price_fen / 100,
        "violations": 0,
        "falls_out": list(answer.falls_out),
        "not_kept": [words.say(one) for one in answer.not_kept],
        "refused": None
        if refused is None
        else {
            "rules": list(refused.rules),
            "why": words.say(refused.why),
            "alternative": None
            if alternative is None
            else {
                "vehicle": alternative.duty_id[0],
                "shift": alternative.duty_id[1],
                "begin_s": alternative.begin_s,
                "price_yuan": alternative.price_fen / 100,
            },
        },
    }
