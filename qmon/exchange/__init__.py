"""exchange: what qmon and its suppliers hand each other: contracts, templates, checks before delivery, proposals, lists to be decided."""
