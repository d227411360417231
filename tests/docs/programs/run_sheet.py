"""The run sheet on the drivers' page: a sheet as it is printed, in English and in Chinese."""

import tempfile
from pathlib import Path

import typst

from api.exports import ExportRequest, export_files
from api.words import Language
from scenarios import PlanRequest, load_network, plan_day

ROOT = Path(__file__).resolve().parents[3]
HAMLET = PlanRequest(
    scenario=str(ROOT / "tests" / "data" / "hamlet"),
    osm=str(ROOT / "tests" / "data" / "nine_corners.osm"),
    iterations=300,
)
VEHICLE = "S1"

_SIDE_BY_SIDE = """
#set page(width: 43cm, height: auto, margin: 0.3cm, fill: luma(88%))
#grid(columns: 2, gutter: 0.4cm, ..("en", "zh").map(
  one => box(fill: white, image(one + ".pdf", width: 21cm))
))
"""


def render() -> bytes:
    """Returns the first pages of the sheet side by side, as PNG."""
    planned = plan_day(HAMLET)
    network = load_network(osm=HAMLET.osm)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language in Language:
            asked = ExportRequest(
                plan_file=planned, network=network, vehicle_id=VEHICLE, language=language
            )
            (sheet,) = export_files("pdf", asked).values()
            (folder / f"{language}.pdf").write_bytes(sheet)
        page = folder / "page.typ"
        page.write_text(_SIDE_BY_SIDE, encoding="utf-8")
        picture = typst.compile(page, format="png", ppi=72)
    assert isinstance(picture, bytes)
    return picture
