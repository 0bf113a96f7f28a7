"""What every rate is made of: how many units were tested, and how many of them are of its share."""

Counts = tuple[int, int]  # units, units of the share
