"""One duty on a phone: a page in one file, which works without network.

::

    page       the file: what is in it, and the file itself
    duty       what a phone shows of a duty
    ground     the lines of its map
    handover   links that show a stop in the phone's own map program
"""

from api.exports.phone.page import content_policy, to_html

__all__ = ["content_policy", "to_html"]
