"""Workbooks of office programs, read in a process of its own that may die.

::

    reading    what others call: sheets of cells, or a sentence
    child      the process: limits, the library that reads, rows as lines of JSON
    survey     what the library does not tell: errors, what is hidden, stray cells far away
    open_document, binary
               the same of ODS and XLS files, but for stray cells

Imports nothing of ours that is slow to import: the process is started for every file.
"""

from scenarios.workbook.reading import Cell, Failed, RawSheet, WorkbookRefused, read_workbook
from scenarios.workbook.survey import name_column

__all__ = [
    "Cell",
    "Failed",
    "RawSheet",
    "WorkbookRefused",
    "name_column",
    "read_workbook",
]
