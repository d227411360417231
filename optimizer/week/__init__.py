"""A week: the `calendar` of contracts and the `roster` of drivers, both by CP-SAT (`sat`)."""
