"""The rules, one module each: from what the planner said to limits of a person's tour."""
