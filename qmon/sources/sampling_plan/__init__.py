"""sampling_plan: how many samples a plan asks for, by name of the plan, year, task level and category."""
