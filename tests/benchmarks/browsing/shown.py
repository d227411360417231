"""A page in a browser without a graphics card, and what it asks for."""

import shutil
from typing import Any

from optimizer.errors import OneBroomError

from ..serving.servers import Server
from .clicks import WATCH

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Software WebGL: no graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--enable-precise-memory-info",
)
PATIENCE_MS = 300_000


def find_chromium() -> str:
    """Returns where Debian's browser is.

    Raises
    ------
    OneBroomError
        When there is none.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise OneBroomError("bench web needs Debian's chromium (apt-get install chromium).")
    return path


class Shown:
    """A page in a browser, with what it asked for and what went wrong on it."""

    def __init__(self, browser: Any, server: Server) -> None:
        self.address = f"http://127.0.0.1:{server.port}"
        self.page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.sent: dict[str, int] = {}
        self.page.add_init_script(WATCH)
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.send("Network.enable")
        self.session.send("Performance.enable")
        paths: dict[str, str] = {}
        self.session.on(
            "Network.requestWillBeSent",
            lambda one: paths.update({one["requestId"]: one["request"]["url"]}),
        )
        self.session.on(
            "Network.loadingFinished",
            lambda one: self.sent.update(
                {paths.get(one["requestId"], "?"): int(one["encodedDataLength"])}
            ),
        )

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.outside.append(request.url)

    def _listen(self, said: Any) -> None:
        if said.type == "error":
            self.errors.append(said.text)

    def open(self) -> dict[str, float]:
        """Opens the page; returns after how many seconds what stood there."""
        self.page.goto(self.address)
        found = {}
        for name, selector in {
            "numbers": "#verdict .figures",
            "chart": "#chart[data-ready]",
            "map": "#map[data-ready]",
        }.items():
            self.page.wait_for_selector(selector, timeout=PATIENCE_MS, state="attached")
            # Since the page was begun, on its own clock.
            found[name] = self.page.evaluate("performance.now()") / 1000
        return found

    def memory_mb(self) -> float:
        """Returns what the page's program holds once its garbage is away."""
        self.session.send("HeapProfiler.collectGarbage")
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize") / 1e6


def processor_s(browser: Any) -> float:
    """Returns what all processes of the browser have computed: not more for a busy machine."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return sum(one["cpuTime"] for one in processes["processInfo"])
