"""The annex for the works council: which data on people are used, and by which rules."""
