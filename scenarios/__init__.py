"""What the planner says: the nouns, reading and checking files, presets and the library."""
