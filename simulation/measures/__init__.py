"""Measures: what the records say, with confidence, and whether promises hold."""
