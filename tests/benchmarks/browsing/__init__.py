"""A page in a browser: how it is shown, how it answers clicks and how it lasts."""
