"""Publishing: a run's roster and rules made known, with who approved them and what changed."""
