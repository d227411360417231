"""Workbooks written part by part, as no library would write them."""

import zipfile
from pathlib import Path
from struct import pack

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"


def workbook(path: Path, cells: str, *, before: str = "", after: str = "", parts=None) -> Path:
    """An XLSX file of one sheet with this XML for its rows, and for what stands around them."""
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
            f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{cells}</sheetData>{after}'
            "</worksheet>",
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
    return ods_of(
        path,
        "".join(
            "<table:table-row>" + "".join(map(_ods_cell, values)) + "</table:table-row>"
            for values in rows
        ),
    )


def ods_of(path: Path, rows: str) -> Path:
    """An ODF spreadsheet of one sheet with this XML for its rows."""
    spaces = " ".join(
        f'xmlns:{name}="{_OFFICE.format(name)}"' for name in ("office", "table", "text")
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
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
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return path


def _ods_cell(value: str) -> str:
    if value.startswith("PT"):
        return f'<table:table-cell office:value-type="time" office:time-value="{value}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )


def xls(path: Path, *records: tuple[int, bytes]) -> Path:
    """An XLS file of one sheet A with these records, in a compound file of 512-byte sectors."""
    begin = _record(0x0809, pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0x0600))
    sheet = _record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0x0600))
    sheet += b"".join(_record(*one) for one in records) + _record(0x000A, b"")
    # Its own length: 4 + 4 + 2 + 2 and the one letter of the name; then the end of the globals.
    place = len(begin) + 4 + 9 + 4
    book = begin + _record(0x0085, pack("<IBBBB", place, 0, 0, 1, 0) + b"A") + _record(0x000A, b"")
    book = (book + sheet).ljust(4096, b"\0")
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    sectors = len(book) // 512
    # Sector 0 is the table of sectors, 1 the folder, and the workbook follows.
    table = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += pack("<I", 0) + pack("<I", free) * 108
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(book))
    links = pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    path.write_bytes(head + links + folder.ljust(512, b"\0") + book)
    return path


def _record(kind: int, content: bytes) -> bytes:
    return pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    links = pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        letters.ljust(64, b"\0")
        + pack("<HBB", len(letters), kind, 1)
        + links
        + bytes(36)
        + pack("<IQ", first, length)
    )
