"""HOW: instances, the search, plans and the checker."""
