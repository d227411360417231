"""Workbooks written part by part, as no library would write them."""

import zipfile
from pathlib import Path

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"


def workbook(path: Path, cells: str, *, after: str = "", parts=None) -> Path:
    """An XLSX file of one sheet with this XML for its rows, and for what stands behind them."""
    relations = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'{relations}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{relations}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>',
        )
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return path


def row(number: int, *values: str, hidden: bool = False) -> str:
    """A row of texts from column A on."""
    cells = "".join(
        text_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(values)
    )
    mark = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{mark}>{cells}</row>'


def text_cell(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def ods(path: Path, *rows: list[str]) -> Path:
    """An ODF spreadsheet; a value that begins with PT is a time."""
    cells = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, values)) + "</table:table-row>"
        for values in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="{_OFFICE.format(name)}"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{_OFFICE.format("manifest")}"><m:file-entry '
            'm:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</m:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{cells}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return path


def _ods_cell(value: str) -> str:
    if value.startswith("PT"):
        return f'<table:table-cell office:value-type="time" office:time-value="{value}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )
