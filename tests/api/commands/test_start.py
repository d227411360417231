"""What somebody waits for who asks the command line for help."""

import subprocess
import sys

HEAVY = ("fastapi", "networkx", "numba", "numpy", "ortools", "osmnx", "pydantic", "rich", "scipy")


def test_the_command_line_starts_without_heavy_libraries():
    program = (
        "import sys; import api.commands.__main__; "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (found.stdout.strip(), found.returncode) == ("[]", 0), found.stderr
