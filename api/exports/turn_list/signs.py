"""What is seen of a line before it is read, on paper and on a phone."""

from api.exports.turn_list.line import LineKind

ARROWS = {
    "": "↑",
    "left": "←",
    "right": "→",
    "straight": "↑",
    "keep_left": "↖",
    "keep_right": "↗",
    "follow_left": "←",
    "follow_right": "→",
    "back": "↓",
    "enter_roundabout": "○",
    "leave_roundabout": "○",
}
"""What a driver sees of a turn before reading it."""

TO_DO = (LineKind.WORK, LineKind.STOP, LineKind.UNLOAD, LineKind.REFILL, LineKind.BREAK)
"""What has a box to be checked."""
