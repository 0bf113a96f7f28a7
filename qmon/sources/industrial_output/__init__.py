"""industrial_output: output value of manufacturing by place, division and year, as the statistics office gives it."""
