"""Rostering problems that others made, in the nouns of the house, and scorers of their own."""
