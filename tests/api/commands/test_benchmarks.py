"""`solve` on the command line: what it says of a file that contradicts itself."""

import json

from api.commands.__main__ import main
from tests.optimizer.benchmark.drawn import ENGLISH, a_file, text_of


def test_solve_tells_how_it_read_a_file_that_contradicts_itself(tmp_path, capsys):
    # Out by 1-2 for 5, home by its dearer twin for 9.
    text = text_of(a_file([(1, 2, 5, 1), (1, 2, 9, 1)], capacity=2), ENGLISH)
    path = tmp_path / "twins.txt"
    path.write_text(text.replace("EDGES_REQ : 2", "EDGES_REQ : 3"), encoding="latin-1")
    assert main(["solve", str(path), "--iterations", "20", "--json"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["cost"] == 14
    assert sorted(result["routes"][0], key=len)[-1][2:] == [2]
    assert result["notices"] == [
        {
            "code": "count",
            "line": 4,
            "stated": "3",
            "taken": "2",
            "said": "EDGES_REQ says 3, 2 are listed: the list counts.",
        }
    ]
    assert f"notice: {path}, line 4: EDGES_REQ says 3, 2 are listed" in printed.err
