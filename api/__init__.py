"""WHO ASKS: the command line, the service, and what people take with them."""

VERSION = "0.1.0"
"""Of the program; `pyproject.toml` and the service read it here."""
