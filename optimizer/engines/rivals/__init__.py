"""Engines of others, for comparison: a greedy baseline, OR-Tools and PyVRP.

Each says which instances it cannot express (`refusals`); what it finds is priced by our own code
(`settling`).
"""
