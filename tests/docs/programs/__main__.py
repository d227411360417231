"""Writes every page and picture that a program makes: `./run docs`."""

from pathlib import Path

from tests.docs.programs import MADE, PHOTOGRAPHED

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Writes them and says which were out of date."""
    made = {path: make().encode() for path, make in MADE.items()}
    made |= {path: make() for path, make in PHOTOGRAPHED.items()}
    for path, content in made.items():
        file = ROOT / path
        if file.is_file() and file.read_bytes() == content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        print(f"written: {path}")


if __name__ == "__main__":
    main()
