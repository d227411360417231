"""WHAT IF: scenarios, what is owed on a date, the planning of a day and of a week."""
