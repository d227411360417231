"""Where compiled kernels are kept."""

import shutil
import subprocess
import sys
from pathlib import Path

from optimizer.kernel import kernel_sources

ROOT = Path(__file__).parents[2]
ASK = "import numba, optimizer.kernel; print(numba.config.CACHE_DIR)"
COMPILE = """
from optimizer.network.paths.heap import make_heap
make_heap(4)
print(sum(make_heap.stats.cache_hits.values()), sum(make_heap.stats.cache_misses.values()))
"""


def cache_of(tree, home):
    """The folder of compiled kernels as a new process with these sources sees it."""
    return answer(ASK, tree, home)


def answer(program, tree, home):
    """What a program prints in a new process with these sources."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_changed_sources_are_compiled_anew(tmp_path):
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "optimizer", tree / "optimizer")
    first = cache_of(tree, tmp_path)
    assert first == cache_of(tree, tmp_path)
    assert first.startswith(str(tmp_path))
    # A kernel that is copied into others: numba would not notice.
    with (tree / "optimizer" / "search" / "labels.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert cache_of(tree, tmp_path) != first


def test_a_copy_elsewhere_compiles_nothing_anew(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for tree in (one, two):
        for package in ("optimizer", "fleet"):
            shutil.copytree(ROOT / package, tree / package)
    hit, missed = "1 0", "0 1"
    assert answer(COMPILE, one, tmp_path) == missed
    # Another folder and other times of the files, but the same lines.
    assert answer(COMPILE, two, tmp_path) == hit
    with (two / "optimizer" / "search" / "labels.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert answer(COMPILE, two, tmp_path) == missed


def test_two_processes_at_once_compile_a_kernel_once(tmp_path):
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", COMPILE],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert sorted(process.communicate()[0].strip() for process in both) == ["0 1", "1 0"]


def test_a_home_that_cannot_be_written_is_done_without(tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    assert "onebroom-kernels-" in cache_of(ROOT, blocked)


def test_a_change_beside_the_kernels_keeps_what_is_compiled(tmp_path):
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "optimizer", tree / "optimizer")
    first = cache_of(tree, tmp_path)
    with (tree / "optimizer" / "explain.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert cache_of(tree, tmp_path) == first


def test_what_a_kernel_copies_from_belongs_to_its_sources():
    names = {path.relative_to(ROOT / "optimizer").as_posix() for path in kernel_sources()}
    # NEVER and UNBOUNDED are constants of the instance that kernels are compiled with.
    assert {"instance/instance.py", "search/links.py", "network/paths/heap.py"} <= names
    assert "day.py" not in names
