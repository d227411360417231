"""Paper for a day: the driver's run sheet, and the cover for the shift leader.

::

    pdf        both, set by the typesetter
    duty       what stands on the sheet of one duty
    cover      who leaves which depot when, with what
    glyphs     what the font can print, and what it cannot
    many       those of a whole day, on two cores
"""

from api.exports.run_sheet.many import set_sheets
from api.exports.run_sheet.pdf import SheetFault, cover_to_pdf, to_pdf

__all__ = ["SheetFault", "cover_to_pdf", "set_sheets", "to_pdf"]
