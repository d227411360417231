"""What the page draws of a plan: streets, tasks and duties, as small as it gets.

::

    schema     what is sent, column by column
    streets    the streets, their standards, and kerbs that no machine is due at
    tasks      what was due, by whom and when, or why by nobody
    duties     what each vehicle does in its shift, and along which streets
    lots       what the standards say of the kerbs, kept
    drawing    all of it together
    boards     those that were asked for last, kept
"""

from api.service.board.boards import BoardKey, Boards
from api.service.board.schema import BoardOut

__all__ = ["BoardKey", "BoardOut", "Boards"]
